"""How good a text model's work is: thirty cases, and what each result is checked for."""
