"""With every job type of the product deleted, what is left is whole: nothing needs a type.

The local cloud without them is started by `tests/acceptance/test_demo_without_types.py`.
"""

import shutil
from pathlib import Path

import pytest

from tests.repo import repository
from tests.support.without_types import copy_without, going_with, product_types


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy without the product's types, with the tools there are here, and web's types fresh."""
    tree = copy_without(product_types(), tmp_path_factory.mktemp("without-types"))
    # mypy knows there what it knew here.
    if (cache := repository.ROOT / ".mypy_cache").is_dir():
        shutil.copytree(cache, tree / cache.name)
    (tree / ".local").mkdir()
    for tool in ("web/node_modules", ".local/node"):
        if (repository.ROOT / tool).is_dir():
            (tree / tool).symlink_to(repository.ROOT / tool)
    made = repository.python("-m", "infra.api_types", directory=tree)
    assert made.returncode == 0, made.stdout + made.stderr
    return tree


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "--no-cache"),
        ("ruff", "format", "--check", "--no-cache"),
        ("mypy",),
        ("importlinter.cli", "lint", "--no-cache"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_lint_is_green(tree: Path, command: tuple[str, ...]) -> None:
    """No import leads to a type, and none is left over."""
    done = repository.python("-m", *command, directory=tree)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_starts(tree: Path) -> None:
    """The entry points are importable, and the one type left is the example."""
    ask = "import main; from functions.job_types import all_job_types; print(*all_job_types())"
    done = repository.python("-c", ask, directory=tree)
    assert (done.returncode, done.stdout.split()) == (0, ["example"]), done.stderr


@pytest.mark.parametrize("folder", product_types())
def test_a_type_goes_with_those_that_it_gathers(folder: str, tmp_path: Path) -> None:
    """Where one type is deleted alone, those stay that do without it: by hand, or with their own.

    A type that gathers its jobs is none any more, even where its folder was left.
    """
    gone = going_with(folder)
    stay = ["example", *(each for each in product_types() if each not in gone)]
    tree = copy_without([folder], tmp_path / "tree")
    folders = tree / "functions" / "job_types"
    assert sorted(stay) == sorted(path.parent.name for path in folders.glob("*/job.py"))
    for other in gone[1:]:
        shutil.copytree(repository.ROOT / "functions" / "job_types" / other, folders / other)
    ask = "import main; from functions.job_types import all_job_types; print(*all_job_types())"
    done = repository.python("-c", ask, directory=tree)
    names = sorted(each.replace("_", "-") for each in stay)
    assert (done.returncode, done.stdout.split()) == (0, names), done.stderr


@pytest.mark.timeout(900)
def test_its_tests_are_green(tree: Path) -> None:
    """Those of the engine's parts, and those of what is written down."""
    done = repository.python(
        *("-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", "--no-header"),
        # Whether a property holds is searched for in the tree itself.
        "--hypothesis-profile=few",
        *("tests/unit", "tests/repo", "--ignore=tests/repo/test_without_types.py"),
        # About what is installed, not about what is in the repository; and slow.
        "--ignore=tests/repo/test_import_names.py",
        # Some exceptions are for what the types' own tests say.
        "--deselect=tests/repo/test_words.py::test_an_exception_is_needed",
        directory=tree,
    )
    assert done.returncode == 0, done.stdout + done.stderr
