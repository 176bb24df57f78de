"""The API described for machines, and for people as a page: made from the routes and the models.

What a route does and what a field means is said where it is declared, never here.
"""
