"""What a person gives the demo of their own, in place of the sample requests."""

from dataclasses import dataclass

from shared.core.files import UploadedFile


@dataclass(frozen=True, kw_only=True)
class Given:
    """A person's own words, and their file."""

    #: The role to work towards, or to apply for.
    role: str
    #: What they can do already.
    skills: tuple[str, ...] = ()
    #: The industry to look at; empty for all.
    industry: str = ""
    #: Their résumé.
    file: UploadedFile | None = None
