"""What one stage of a deployment keeps for another, in files: each may be its own process."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from infra.deploy.tools import DeployError


class Verdict(StrEnum):
    """What became of the last job of a deployment."""

    PASSED = "passed"
    FAILED = "failed"
    #: The test itself could not ask: of the release nothing is known.
    UNKNOWN = "unknown"


class WhatRan(BaseModel):
    """What ran when a deployment began: asked of what runs, not remembered from the last one."""

    model_config = ConfigDict(frozen=True)

    #: By service, the revision that had its traffic. Nothing, before the first deployment.
    revisions: Mapping[str, str] = Field(default_factory=dict)
    #: The ruleset that was released.
    rules: str | None = None
    #: The version of the web app that was on the site.
    site: str | None = None


class Memory:
    """The files of one deployment."""

    def __init__(self, folder: Path) -> None:
        self._before = folder / "before.json"
        self._tried = folder / "tried.json"
        self._verdict = folder / "verdict"

    def begin(self, before: WhatRan) -> None:
        """Note what runs, once for all stages, and forget the last deployment."""
        self._before.write_text(before.model_dump_json(), encoding="utf-8")
        self._tried.unlink(missing_ok=True)
        self._verdict.unlink(missing_ok=True)

    @property
    def before(self) -> WhatRan:
        """What ran when this deployment began.

        Raises:
            DeployError: If it has not begun.
        """
        try:
            return WhatRan.model_validate_json(self._before.read_bytes())
        except FileNotFoundError:
            raise DeployError("The stage `prepare` comes first.") from None

    @property
    def tried(self) -> Mapping[str, str] | None:
        """The revisions that have done the smoke test's job; None if none have."""
        if not self._tried.exists():
            return None
        return WhatRan.model_validate_json(self._tried.read_bytes()).revisions

    @tried.setter
    def tried(self, revisions: Mapping[str, str] | None) -> None:
        if revisions is None:
            self._tried.unlink(missing_ok=True)
        else:
            text = WhatRan(revisions=revisions).model_dump_json()
            self._tried.write_text(text, encoding="utf-8")

    @property
    def verdict(self) -> Verdict | None:
        """What became of the last job; None if none was asked for."""
        return Verdict(self._verdict.read_text()) if self._verdict.exists() else None

    @verdict.setter
    def verdict(self, verdict: Verdict) -> None:
        self._verdict.write_text(verdict)
