"""Forms: what a browser and curl send becomes a submission, and everything else is refused."""

import io

import flask
import pytest
from gunicorn.http.errors import InvalidChunkSize

from functions.http import bodies, multipart
from shared.core import errors
from shared.core.files import MediaType
from tests.support.forms import BOUNDARY, CONTENT_TYPE, PDF, form, part, upload
from tests.unit.test_bodies import Broken


def read(body: bytes | io.RawIOBase, content_type: str = CONTENT_TYPE) -> multipart.SubmissionBody:
    """Read a request with this body, as its web server hands it over."""
    environ = {
        "wsgi.input": io.BytesIO(body) if isinstance(body, bytes) else body,
        "wsgi.input_terminated": True,
        "CONTENT_TYPE": content_type,
        "REQUEST_METHOD": "POST",
    }
    return multipart.read_submission(flask.Request(environ))


def wrong_fields(body: bytes) -> list[str]:
    """Return the fields that the refusal of a form names."""
    with pytest.raises(errors.InvalidArgumentError) as refusal:
        read(body)
    return [one.field for one in refusal.value.violations]


def test_json_is_read_as_ever() -> None:
    """A submission without a file needs no form."""
    body = read(b'{"type": "a"}', "application/json")
    assert (body.fields, body.file) == ({"type": "a"}, None)


def test_a_browsers_form_is_read() -> None:
    """Texts are fields, what was left empty is none, and a file that was not chosen neither."""
    empty = part("file", b"", file_name="", content_type="application/octet-stream")
    body = read(
        form(part("type", "a"), part("targetRole", "Ingénieure 🙂"), part("note", ""), empty)
    )
    assert (body.fields, body.file) == ({"type": "a", "targetRole": "Ingénieure 🙂"}, None)


@pytest.mark.parametrize("file_name", [None, "blob", "body.json"])
def test_json_in_a_form_may_be_a_field_or_a_file(file_name: str | None) -> None:
    """With curl, `request=<…` sends a field; `request=@…`, and a browser's Blob, send a file."""
    json = part("request", '{"type": "a", "options": {"tags": ["x"]}}', file_name=file_name)
    body = read(form(json, upload()))
    assert body.fields == {"type": "a", "options": {"tags": ["x"]}}
    assert body.file is not None
    assert (body.file.name, body.file.media_type) == ("Ada.pdf", MediaType.PDF)
    assert body.file.content == PDF


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../x.pdf", "x.pdf"),
        ("C:\\\\Users\\\\Ada\\\\x.pdf", "x.pdf"),
        ("/etc/x.pdf", "x.pdf"),
        ("..", "file"),
        ("a\x00b\x1b\u202ec.pdf", "abc.pdf"),
        ("Lebenslauf, Šárka 履歴書.pdf", "Lebenslauf, Šárka 履歴書.pdf"),
        ("x" * 5000 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_files_name_is_no_path(sent: str, kept: str) -> None:
    """Its last part is kept, without what cannot be seen, and not too long."""
    file = read(form(upload(sent))).file
    assert file is not None
    assert file.name == kept


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("x.pdf", "application/pdf", MediaType.PDF),
        ("x.PDF", "application/octet-stream", MediaType.PDF),
        ("x.docx", "application/octet-stream", MediaType.WORD),
        ("x.txt", "text/plain; charset=utf-8", MediaType.TEXT),
        ("x", "Application/PDF", MediaType.PDF),
    ],
)
def test_a_files_type_is_what_the_sender_says_or_else_its_ending(
    name: str, kind: str, found: MediaType
) -> None:
    """To curl a .docx is just bytes."""
    file = read(form(upload(name, kind=kind))).file
    assert file is not None
    assert file.media_type is found


@pytest.mark.parametrize(
    ("parts", "fields"),
    [
        ((upload("x.png", kind="image/png"),), ["file"]),
        ((upload("x.pdf", kind="text/html"),), ["file"]),
        ((upload("x.exe", kind="application/octet-stream"),), ["file"]),
        ((upload("pdf", kind="application/octet-stream"),), ["file"]),
        ((upload(content=b""),), ["file"]),
        ((part("file", "text"),), ["file"]),
        ((upload(), upload("other.pdf")), ["file"]),
        ((upload(), part("other", PDF, file_name="x.pdf")), ["other"]),
        ((part("type", "a"), part("type", "b")), ["type"]),
        ((part("request", "{}"), part("type", "a")), ["type"]),
        ((part("request", "{"),), ["request"]),
        ((part("request", "[]"),), ["request"]),
        ((part("request", '{"a": 1, "a": 2}'),), ["request"]),
        ((part("type", b"\xff\xfe"),), ["type"]),
        ((part(None, "x"),), []),
        ((part("", "x"),), []),
    ],
    ids=str,
)
def test_a_part_that_is_wrong_is_named(parts: tuple[bytes, ...], fields: list[str]) -> None:
    """Nothing is guessed: not which of two counts, and not what a file may be."""
    assert wrong_fields(form(*parts)) == fields


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        f"multipart/form-data; boundary={'b' * 71}",
        'multipart/form-data; boundary="é"',
        "multipart/form-data; boundary=another",
    ],
)
def test_a_form_without_its_boundary_is_refused(content_type: str) -> None:
    """Where its parts begin cannot be told."""
    with pytest.raises(errors.InvalidArgumentError):
        read(form(part("type", "a")), content_type)


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_another_media_type_is_refused(kind: str) -> None:
    """It says which there are."""
    with pytest.raises(errors.UnsupportedMediaTypeError, match="application/json or multipart"):
        read(b"type=a", kind)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        form(part("type", "a"))[:-8],
        form(upload())[:100],
        b"--" + BOUNDARY.encode() + b"\r\n",
        b"--" + BOUNDARY.encode() + b"\r\n\r\n\r\nx\r\n--" + BOUNDARY.encode() + b"--",
        form(b"--" + BOUNDARY.encode() + b"\r\nContent-Disposition: \xff\r\n\r\nx\r\n"),
        bytes(range(256)) * 100,
    ],
)
def test_a_broken_form_is_refused(body: bytes) -> None:
    """One that was cut off is none, whatever came before."""
    with pytest.raises(errors.InvalidArgumentError):
        read(body)


def test_ten_thousand_parts_are_too_many() -> None:
    """They are not counted to the end."""
    with pytest.raises(errors.InvalidArgumentError, match="50 parts"):
        read(form(*(part(f"n{n}", "") for n in range(10_000)))[: multipart.MAX_FORM_BYTES])


def test_a_form_is_bounded_before_it_is_parsed() -> None:
    """By its Content-Length, or as soon as there is more; what is in it is not looked at."""
    body = io.BytesIO(b"x" * 10 * multipart.MAX_FORM_BYTES)
    with pytest.raises(errors.RequestTooLargeError, match="A file may have 700 KB"):
        read(body)  # type: ignore[arg-type]
    assert body.tell() <= 2 * multipart.MAX_FORM_BYTES


@pytest.mark.parametrize(("more", "is_read"), [(0, True), (1, False)])
def test_a_file_may_be_as_large_as_it_says(more: int, is_read: bool) -> None:  # noqa: FBT001 -- a table's column
    """700 KB, and not a byte more."""
    body = form(upload(content=b"x" * (multipart.MAX_FILE_BYTES + more)))
    if is_read:
        assert read(body).file is not None
    else:
        with pytest.raises(errors.RequestTooLargeError, match="700 KB"):
            read(body)


def test_the_rest_of_a_form_is_no_larger_than_json() -> None:
    """Who wants to send a long text gains nothing by a form."""
    half = "x" * (bodies.MAX_BODY_BYTES // 2)
    assert len(read(form(part("a", half), part("b", half))).fields) == 2
    with pytest.raises(errors.RequestTooLargeError, match="256 KB"):
        read(form(part("a", half), part("b", half + "x")))


def test_a_form_in_broken_chunks_is_the_clients_fault() -> None:
    """What a web server raises while it is read is no defect of ours."""
    with pytest.raises(errors.InvalidArgumentError, match="did not arrive whole"):
        read(Broken(InvalidChunkSize(b"zz")))
