"""Imports run one way, and a vendor's library is known in its adapter only."""

import ast
import re
import sys
from fnmatch import fnmatch

import grimp
import pytest

from tests.repo import repository

#: What each part may import of ours. `tests` may import everything, and nothing imports it.
MAY_IMPORT = {
    "main": ("functions", "shared"),
    "functions": ("functions", "shared"),
    "shared": ("shared",),
    "infra": ("infra", "functions", "shared"),
}
OURS = ("main", "functions", "shared", "infra", "tests")

#: Which files of the shipped code may import a vendor's library. A library that is not listed
#: may not be imported at all: the change that adds one says here where it belongs.
ADAPTERS = {
    "certifi": ("shared/webhooks/*.py",),
    "cronsim": ("functions/requests/recurrence.py",),
    "charset_normalizer": ("functions/job_types/*/reading/plain_text.py",),
    "docx": (
        "functions/job_types/*/reading/word_lines.py",
        "functions/job_types/*/export/word.py",
    ),
    "firebase_admin": ("shared/auth/users.py", "shared/push/sender.py"),
    "flask": ("main.py", "functions/http/*.py"),
    "font_source_sans_pro": ("functions/job_types/*/export/pdf.py",),
    "functions_framework": ("main.py",),
    "google.api_core": (
        *("shared/google_calls.py", "shared/bigquery/*.py"),
        "shared/firestore/values.py",
    ),
    "google.auth": (
        *("shared/bigquery/*.py", "shared/gemini/*.py"),
        *("shared/auth/users.py", "shared/telemetry/otel.py", "shared/push/sender.py"),
    ),
    "google.cloud.bigquery": ("shared/bigquery/*.py",),
    "google.cloud.firestore_v1": ("shared/firestore/*.py",),
    "google.pubsub_v1": ("shared/pubsub/*.py",),
    "google.cloud.tasks_v2": ("shared/tasks/*.py",),
    "google.genai": ("shared/gemini/*.py",),
    "grpc": ("shared/firestore/*.py", "shared/tasks/*.py", "shared/pubsub/*.py"),
    "gunicorn": ("shared/shutdown.py",),
    "httpx2": ("shared/gemini/*.py",),
    "jwt": ("shared/auth/*.py",),
    "opentelemetry": ("shared/telemetry/*.py",),
    "py3langid": ("functions/job_types/*/languages.py",),
    "pydantic": ("functions/*.py", "shared/*.py"),
    "pydantic_core": ("functions/*.py", "shared/*.py"),
    "pypdfium2": ("functions/job_types/*/reading/pdfium_pages.py",),
    "pypdf": ("functions/job_types/*/reading/pypdf_pages.py",),
    "rapidfuzz": ("functions/job_types/*/names.py",),
    "reportlab": ("functions/job_types/*/export/pdf.py",),
    "requests": ("shared/bigquery/*.py", "shared/push/sender.py"),
    "standardwebhooks": ("shared/webhooks/signature.py",),
    "werkzeug": ("functions/http/*.py",),
}

#: Decisions and records: nothing here reads a clock, a file or a network.
PURE = tuple(
    name
    for name in sorted(repository.shipped_modules())
    if name.startswith("shared/core/") and not name.endswith("/__init__.py")
)
_PURE_LIBRARY = {
    *(
        "__future__",
        "collections",
        "contextlib",
        "dataclasses",
        "datetime",
        "enum",
        "hashlib",
        "json",
        "math",
    ),
    *("ipaddress", "unicodedata", "urllib"),
    *("pydantic", "re", "types", "typing"),
}
_CLOCKS = re.compile(r"\b(datetime|date)\.(now|utcnow|today)\b|\btime\.\w+\(")


def ours(tree: ast.Module) -> set[str]:
    """Return what a module imports of ours."""
    return {name for name in repository.imports(tree) if repository.is_below(name, OURS)}


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_imports_run_one_way(part: str) -> None:
    """`main` imports `functions`, which imports `shared`; never back, and never what only tests."""
    wrong = {
        (path, name)
        for path, tree in repository.modules().items()
        if repository.package_of(path) == part
        for name in ours(tree)
        if not repository.is_below(name, MAY_IMPORT[part])
    }
    assert wrong == set()


def test_the_tasks_emulator_knows_nothing_of_jobs() -> None:
    """The Cloud Tasks emulator imports nothing of ours but itself: it may leave one day."""
    wrong = {
        (path, name)
        for path, tree in repository.modules().items()
        if path.startswith("infra/local/cloud_tasks/")
        for name in ours(tree)
        if not repository.is_below(name, ("infra.local.cloud_tasks",))
    }
    assert wrong == set()


def test_a_vendors_library_is_imported_in_its_adapter_only() -> None:
    """A vendor's library is known to the files listed for it, even where only types need it."""
    wrong = {
        (path, name)
        for path, tree in repository.shipped_modules().items()
        for name in repository.imports(tree)
        if not is_known(name) and not may_import(path, name)
    }
    assert wrong == set()


def is_known(name: str) -> bool:
    """Whether a name is Python's own or ours."""
    return name.partition(".")[0] in sys.stdlib_module_names or repository.is_below(name, OURS)


def may_import(path: str, name: str) -> bool:
    """Whether this file is an adapter of the library."""
    # "google.cloud.firestore" is imported as `from google.cloud import firestore`, too.
    found = [library for library in ADAPTERS if repository.is_below(name, (library,))]
    return any(fnmatch(path, pattern) for library in found for pattern in ADAPTERS[library])


def test_every_adapter_that_is_listed_imports_its_library() -> None:
    """The table above names no library that nothing imports any more."""
    imported = {
        name for tree in repository.shipped_modules().values() for name in repository.imports(tree)
    }
    unused = {
        library
        for library in ADAPTERS
        if not any(repository.is_below(name, (library,)) for name in imported)
        and not is_for_a_type_that_is_gone(library)
    }
    assert unused == set()


def is_for_a_type_that_is_gone(library: str) -> bool:
    """Whether a library is for a job type's own files, and no type has such a file any more."""
    patterns = ADAPTERS[library]
    is_of_types = all(pattern.startswith("functions/job_types/*/") for pattern in patterns)
    files = repository.shipped_modules()
    return is_of_types and not any(fnmatch(file, each) for file in files for each in patterns)


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_imports_nothing_that_acts(name: str) -> None:
    """The rules are pure: they import records, each other, and nothing that reaches outside."""
    tree = repository.modules()[name]
    wrong = {
        imported
        for imported in repository.imports(tree)
        if imported.partition(".")[0] not in _PURE_LIBRARY
        and not repository.is_below(imported, ("shared.core",))
    }
    assert wrong == set()


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_reads_no_clock(name: str) -> None:
    """Time is passed in, so that a test can say what time it is."""
    source = ast.unparse(repository.modules()[name])
    assert _CLOCKS.findall(source) == []


def test_no_two_files_import_each_other() -> None:
    """Each can be read, and moved, without the other; a late import makes no exception.

    Types alone make no circle.
    """
    graph = grimp.build_graph(
        *("functions", "shared", "infra"), exclude_type_checking_imports=True, cache_dir=None
    )
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    circles = [
        (name, other)
        for name, others in imports.items()
        for other in others
        if name < other and name in imports[other]
    ]
    assert len(imports) > 200
    assert circles == []
