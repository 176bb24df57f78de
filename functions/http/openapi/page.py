"""The page at `/api/docs`: Swagger UI, from our own files. `make api-page` copies what it needs."""

from pathlib import Path
from typing import Annotated, Final

from flask import Response, send_from_directory
from pydantic import Field

from shared.core import errors

_FOLDER: Final = Path(__file__).parent / "docs_page"
#: What comes from Swagger UI's package, and is not in the repository.
BUILT: Final = frozenset({"swagger-ui.css", "swagger-ui-bundle.js"})
PARTS: Final = ("icon.svg", "page.css", "page.js", *sorted(BUILT))
MEDIA_TYPES: Final = ("image/svg+xml", "text/css", "text/javascript")
Part = Annotated[str, Field(description="Its name.", json_schema_extra={"enum": [*PARTS]})]


def send(name: str) -> Response:
    """Return a file of the page whole: there are no parts of it, and no conditions.

    Raises:
        errors.NotFoundError: If it was not built.
    """
    folder = _FOLDER / "swagger_ui" if name in BUILT else _FOLDER
    if not (folder / name).is_file():
        raise errors.NotFoundError("The page was not built: `make api-page` does it.")
    return send_from_directory(folder, name, conditional=False, etag=False)
