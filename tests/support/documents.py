"""Files made in a test, byte by byte where no library would make them so."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

_PAGE_BREAKS = b"%PDF-1.4\n"


def pdf_of(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects; the first one is the catalogue."""
    body = bytearray(_PAGE_BREAKS)
    offsets = {}
    for number, content in objects.items():
        offsets[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start, size = len(body), max(objects) + 1
    body += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        body += b"%010d 00000 n \n" % offsets.get(number, 0)
    body += b"trailer\n<< /Size %d /Root 1 0 R %b >>\n" % (size, trailer)
    return bytes(body + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries, content)


def packed_stream(content: bytes) -> bytes:
    """Return a stream object that must be unpacked."""
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode")


def drawn(lines: Sequence[str]) -> bytes:
    """Return the drawing of lines of text, one below the other."""
    shown = b"\n".join(b"(%b) Tj T*" % _escaped(line) for line in lines)
    return b"BT /F1 11 Tf 14 TL 72 750 Td\n%b\nET" % shown


def _escaped(line: str) -> bytes:
    text = line.encode("cp1252")
    return text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def pdf(*pages: Sequence[str]) -> bytes:
    """Return a PDF with these lines on its pages."""
    return pdf_of(pdf_objects(*(stream(drawn(lines)) for lines in pages)))


def pdf_objects(*contents: bytes) -> dict[int, bytes]:
    """Return the objects of a PDF whose pages have these contents."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(contents)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(contents), kids),
        3: font,
    }
    for n, content in enumerate(contents):
        objects[4 + 2 * n] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * n)
        )
        objects[5 + 2 * n] = content
    return objects


def scanned_pdf() -> bytes:
    """Return a PDF of one page that is a picture."""
    picture = stream(
        b"\x80" * 100,
        b"/Type /XObject /Subtype /Image /Width 10 /Height 10 /BitsPerComponent 8"
        b" /ColorSpace /DeviceGray",
    )
    objects = pdf_objects(stream(b"q 595 0 0 842 0 0 cm /P Do Q"))
    objects[4] = objects[4].replace(b"/Font <<", b"/XObject << /P 9 0 R >> /Font <<")
    return pdf_of({**objects, 9: picture})


def encrypted_pdf(content: bytes, password: str) -> bytes:
    """Return a PDF that opens with this password; an empty one stands for none."""
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(password, "the owner's", algorithm="AES-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def zip_of(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_member(archive: bytes, name: str, content: bytes) -> bytes:
    """Return a zip archive with one member more, or another."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        members = {one: opened.read(one) for one in opened.namelist()}
    return zip_of({**members, name: content})


def member(archive: bytes, name: str) -> bytes:
    """Return a member of a zip archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(name)
