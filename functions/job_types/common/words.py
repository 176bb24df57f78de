"""Write a list of words as one text, so that the eye can check it. Pure."""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text."""
    return tuple(text.split())
