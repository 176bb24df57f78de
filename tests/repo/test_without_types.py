"""What `make template` writes is whole: with every job type of the product gone, nothing needs one.

The local cloud without them is started by `tests/acceptance/test_demo_without_types.py`.
"""

import os
import shutil
from pathlib import Path

import pytest

from infra.template import __main__ as program
from infra.template.without_types import ROOT, copy_without, going_with, product_types, spellings
from tests.repo import repository

pytestmark = pytest.mark.skipif(not product_types(), reason="this is the template: no type is left")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy without the product's types, with the tools there are here, and web's types fresh."""
    tree = tmp_path_factory.mktemp("without-types") / "tree"
    assert program.main([str(tree)]) == 0
    for file in repository.BUILT:
        if (repository.ROOT / file).is_file():
            (tree / file).parent.mkdir(exist_ok=True)
            shutil.copy(repository.ROOT / file, tree / file)
    # mypy knows there what it knew here.
    if (cache := repository.ROOT / ".mypy_cache").is_dir():
        shutil.copytree(cache, tree / cache.name)
    (tree / ".local").mkdir()
    for tool in ("web/node_modules", ".local/node"):
        if (repository.ROOT / tool).is_dir():
            (tree / tool).symlink_to(repository.ROOT / tool)
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
        directory=tree,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "script", ["lint", "types", "build:jobs", "test", "size", "build:app", "size:app"]
)
def test_its_web_app_is_green(tree: Path, script: str) -> None:
    """Every part of `npm run check`, with what is installed here."""
    npm = shutil.which("npm", path=f"{repository.ROOT}/.local/node/bin:{os.environ['PATH']}")
    assert npm is not None
    done = repository.run([npm, "run", "--silent", script], tree / "web")
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]


def test_nothing_of_it_is_named_like_a_type(tree: Path) -> None:
    """No file and no folder."""
    names = [spellings(folder) for folder in product_types()]
    paths = [path.relative_to(tree).as_posix() for path in tree.rglob("*") if not path.is_symlink()]
    assert [path for path in paths if any(name.search(path) for name in names)] == []


@pytest.mark.parametrize("where", ["inside", "not-empty", "file"])
def test_nothing_is_written_over(
    tmp_path: Path, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder of this repository, or one with something in it, is refused in a sentence."""
    file = tmp_path / "mine"
    file.write_text("mine", encoding="utf-8")
    target = {"inside": ROOT / "my-jobs", "not-empty": tmp_path, "file": file}[where]
    assert program.main([str(target)]) == 2
    assert str(target) in capsys.readouterr().err
    assert (list(tmp_path.iterdir()), file.read_text(encoding="utf-8")) == ([file], "mine")
    assert not (ROOT / "my-jobs").exists()
