"""Forms as they go over the line, byte by byte."""

BOUNDARY = "----b"
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"
PDF = b"%PDF-1.7 and more"


def part(
    name: str | None,
    content: bytes | str,
    *,
    file_name: str | None = None,
    content_type: str | None = None,
) -> bytes:
    """Return a part of a form as it goes over the line."""
    text = content.encode() if isinstance(content, str) else content
    head = "Content-Disposition: form-data"
    head += "" if name is None else f'; name="{name}"'
    head += "" if file_name is None else f'; filename="{file_name}"'
    head += "" if content_type is None else f"\r\nContent-Type: {content_type}"
    return f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + text + b"\r\n"


def form(*parts: bytes) -> bytes:
    """Return a whole form."""
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def upload(name: str = "Ada.pdf", content: bytes = PDF, kind: str = "application/pdf") -> bytes:
    """Return the part with a file."""
    return part("file", content, file_name=name, content_type=kind)
