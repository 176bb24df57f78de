"""What happens: one file for each moment in a job's life."""
