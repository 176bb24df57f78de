"""The command `python -m infra.smoke --base-url URL`; `exit_codes` says how it ends."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from infra.smoke import exit_codes, tokens
from infra.smoke.journey import Journey, JourneyError
from infra.smoke.tokens import NoTokenError


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the journey that the command line asks for, and return the exit code."""
    wanted = _read(arguments)
    try:
        with _signed_in(wanted) as id_token:
            journey = Journey(
                base_url=wanted.base_url,
                id_token=id_token,
                revision=wanted.revision,
                is_alone=tokens.is_local(wanted.base_url),
                say=lambda sentence: print(f"  {sentence}", flush=True),
            )
            journey.run()
    except NoTokenError as error:
        print(f"The smoke test could not ask: {error}", file=sys.stderr)
        return exit_codes.COULD_NOT_ASK
    except JourneyError as error:
        print(f"The smoke test has failed: {error}", file=sys.stderr)
        return exit_codes.FAILURE
    print("The smoke test has passed.")
    return exit_codes.SUCCESS


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make smoke", description=__doc__)
    parser.add_argument("--base-url", required=True, help="the API, such as http://127.0.0.1:8080")
    parser.add_argument("--account", default=os.environ.get("SMOKE_ACCOUNT", ""))
    parser.add_argument("--revision", default="", help="which revision of the api must answer")
    wanted = parser.parse_args(arguments)
    if not wanted.base_url.startswith(("http://", "https://")):
        parser.error("give BASE_URL, such as http://127.0.0.1:8080")
    return wanted


@contextmanager
def _signed_in(wanted: argparse.Namespace) -> Iterator[str]:
    """Have a token in the block: a local one, the one in SMOKE_ID_TOKEN, or one that is signed for.

    Only in the last case a user is made, who is removed after the block.
    """
    if tokens.is_local(wanted.base_url):
        yield tokens.local_token(datetime.now(UTC))
        return
    if given := os.environ.get("SMOKE_ID_TOKEN"):
        yield given
        return
    # The key comes by the environment: what stands on a command line, every process can read.
    api_key = os.environ.get("SMOKE_API_KEY", "")
    if not (wanted.account and api_key):
        raise NoTokenError(
            "A deployment wants SMOKE_ACCOUNT and SMOKE_API_KEY, or SMOKE_ID_TOKEN:"
            " docs/deploy.md says where they come from."
        )
    id_token = tokens.cloud_token(
        account=wanted.account, api_key=api_key, access_token=tokens.own_access_token()
    )
    try:
        yield id_token
    finally:
        _remove_user(account=wanted.account, api_key=api_key, id_token=id_token)


def _remove_user(*, account: str, api_key: str, id_token: str) -> None:
    """Remove the user; that they stay says nothing about the deployment."""
    try:
        tokens.remove_user(account=account, api_key=api_key, id_token=id_token)
    except NoTokenError as error:
        print(error, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
