"""How good a text model's work is: 56 cases, and what each result is checked for."""
