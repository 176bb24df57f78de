"""What the job type for résumés is made of."""
