"""How good a text model's work is: cases of many kinds, and what each result is checked for."""
