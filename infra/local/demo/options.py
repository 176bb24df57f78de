"""The demo's command line."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from functions.http.multipart import MAX_FILE_BYTES, TYPES_BY_ENDING
from infra.local.demo import submissions
from infra.local.demo.drawings import Given
from infra.local.demo.submissions import SubmissionRequest
from shared.core.files import UploadedFile


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a person asks of the demo."""

    orders: Sequence[SubmissionRequest]
    #: Where the results are written to; None for nowhere.
    folder: Path | None = None
    #: Whether a person's own file is among the orders.
    is_own_resume: bool = False


def read_options(arguments: Sequence[str] | None) -> Options:
    """Read the command line; ends the program with usage and code 2 if it cannot be understood."""
    parser = _parser()
    given = parser.parse_args(arguments)
    orders = _orders(given, parser)
    return Options(orders=orders, folder=given.save, is_own_resume=given.resume is not None)


def _orders(
    given: argparse.Namespace, parser: argparse.ArgumentParser
) -> Sequence[SubmissionRequest]:
    if given.resume and not given.role:
        parser.error("--resume needs a --role to apply for")
    if given.resume and (given.skills or given.industry):
        parser.error("--skills and --industry belong to a --role without a --resume")
    if not given.role:
        if given.skills or given.industry:
            parser.error("--skills and --industry belong to a --role")
        return submissions.sample_orders()
    skills = tuple(part.strip() for part in given.skills.split(",") if part.strip())
    words = Given(role=given.role, skills=skills, industry=given.industry, file=given.resume)
    order = submissions.own_order(words)
    if order is None:
        parser.error("there is no job type here that takes that")
    return [order]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.local.demo",
        description="Start the local cloud, run jobs in it, show them, and end it.",
        epilog="Without --role it runs a few requests of every job type there is:"
        " those in infra/local/stand_ins/sample_data/requests.",
    )
    parser.add_argument("--role", default="", help="the role to work towards, or to apply for")
    parser.add_argument("--skills", default="", help="what you can do already: A,B,C")
    parser.add_argument("--industry", default="", help="the industry to look at; all without it")
    parser.add_argument(
        "--resume",
        metavar="FILE",
        type=_upload,
        help="improve this résumé for the role: a PDF, a Word document (.docx) or a plain text",
    )
    parser.add_argument(
        "--save",
        metavar="DIR",
        type=_folder,
        help="also write each result into this folder, as JSON, and an improved résumé as text",
    )
    return parser


def _upload(name: str) -> UploadedFile:
    try:
        # A `~` is the person's home, also where no shell has seen it.
        return _read_upload(name, Path(name).expanduser())
    except RuntimeError as error:
        words = f"There is no file {name}: there is no such home."
        raise argparse.ArgumentTypeError(words) from error
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{name} cannot be read: {error.strerror}.") from error


def _read_upload(name: str, path: Path) -> UploadedFile:
    """Refuse what the API would refuse anyway: there it takes a whole local cloud to be told."""
    media_type = TYPES_BY_ENDING.get(path.suffix.lower())
    if not path.exists():
        raise argparse.ArgumentTypeError(f"There is no file {name}.")
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"{name} is not a file.")
    if media_type is None:
        endings = ", ".join(TYPES_BY_ENDING)
        raise argparse.ArgumentTypeError(
            f"{name} is of a kind that cannot be read. Send: {endings}."
        )
    if (size := path.stat().st_size) > MAX_FILE_BYTES:
        most = f"{MAX_FILE_BYTES // 1024} KB are the most"
        raise argparse.ArgumentTypeError(f"{name} has {-(-size // 1024):,} KB; {most}.")
    if not (content := path.read_bytes()):
        raise argparse.ArgumentTypeError(f"{name} is empty.")
    return UploadedFile(name=path.name, media_type=media_type, content=content)


def _folder(name: str) -> Path:
    """Make the folder at once: to learn at the end that it cannot be made helps no user."""
    try:
        folder = Path(name).expanduser()
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError) as error:
        raise argparse.ArgumentTypeError(f"There can be no folder {name}.") from error
    return folder
