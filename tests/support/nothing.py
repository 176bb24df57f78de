"""What stands where a model or a warehouse would; it imports nothing, as starts are measured."""


def nothing(_: object) -> None:
    """Stand where a model or a warehouse would, for handlers that ask neither."""
