"""Parse statements as BigQuery does: run by the Python of `requirements-zetasql.txt`, no other.

Reads a JSON object of statements by name, and writes what is wrong with each; nothing, if it is
GoogleSQL. The parser is WebAssembly, which is compiled once (half a minute, 1.1 GB) and then kept
beside the virtual environment.
"""

import json
import sys
from pathlib import Path

import wasmtime
from zetasql.api import Parser
from zetasql.core import exceptions, wasm_client
from zetasql.types import LanguageOptions

_CACHE = Path(sys.prefix) / "compiled"


def main() -> None:
    """Answer what is asked on standard input."""
    wasm_client.Config = _make_config
    parser = Parser(LanguageOptions.maximum_features())
    json.dump({name: _fault(parser, sql) for name, sql in json.load(sys.stdin).items()}, sys.stdout)


def _make_config() -> wasmtime.Config:
    """Return what keeps what is compiled, and compiles quickly: the statements are few."""
    _CACHE.mkdir(exist_ok=True)
    settings = _CACHE / "cache.toml"
    settings.write_text(f'[cache]\ndirectory = "{_CACHE}"\n', encoding="utf-8")
    config = wasmtime.Config()
    config.cranelift_opt_level = "none"
    config.cache = str(settings)
    return config


def _fault(parser: Parser, sql: str) -> str:
    try:
        parser.parse_statement(sql)
    except exceptions.ServerError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    main()
