"""The data dictionary says what the tables' files say, and the files what BigQuery takes."""

import json
import re
from pathlib import Path

import pytest

from infra.bigquery.tables import FOLDER, POSTINGS, Table, all_tables
from infra.load_postings import options as loader
from infra.load_postings.checking import BOUNDS, EARLIEST_DAY
from infra.load_postings.fields import MEANINGS
from infra.load_postings.mapping import Told
from tests.repo import repository
from tests.repo.documents import code_blocks, documents, prose, table_after

DICTIONARY = "docs/data-dictionary.md"
LOADING = "docs/load-postings.md"
#: BigQuery has no more in a table: cloud.google.com/bigquery/docs/clustered-tables.
MOST_CLUSTERS = 4

each_table = pytest.mark.parametrize("table", all_tables().values(), ids=lambda table: table.name)


def section(name: str) -> str:
    """Return the words below a heading, up to the next table."""
    _, found, rest = prose(documents()[DICTIONARY]).partition(f"## {name}\n")
    assert found, f"there is no heading {name}"
    return " ".join(rest.partition("\n|")[0].split())


def test_every_table_has_a_file_and_no_other() -> None:
    """`tables.json` names the files that there are."""
    named = {path.stem for path in FOLDER.glob("*.json")} - {"tables"}
    assert named == set(all_tables())


@each_table
def test_the_columns_are_those_of_the_file(table: Table) -> None:
    """Each column once, in order, with its type, its length and its meaning."""
    expected = [
        [
            f"`{column.name}`",
            column.type + ("[]" if column.is_list else ""),
            str(column.max_length or ""),
            column.description,
        ]
        for column in table.columns
    ]
    assert table_after(documents()[DICTIONARY], table.name) == expected


@each_table
def test_the_layout_is_that_of_the_file(table: Table) -> None:
    """The key, the partitions and the clusters stand above the columns."""
    layout = f"{table.description} No two rows share `{table.key}`."
    if table.time_partitioning is not None:
        clusters = ", ".join(f"`{name}`" for name in table.clustering)
        part = table.time_partitioning
        layout += f" Partitioned by {part.type.lower()} of `{part.field}`, clustered by {clusters}."
    assert section(table.name) == layout


@each_table
def test_what_a_table_is_laid_out_by_is_a_column(table: Table) -> None:
    """The key, the clusters and the partitions name columns, of types that BigQuery takes."""
    columns = {column.name: column for column in table.columns}
    assert {table.key, *table.clustering} <= columns.keys()
    assert not any(columns[name].is_list for name in (table.key, *table.clustering))
    assert len(table.clustering) <= MOST_CLUSTERS
    if table.time_partitioning is not None:
        assert columns[table.time_partitioning.field].type == "DATE"


@each_table
def test_a_file_is_a_schema_of_bigquery(table: Table) -> None:
    """A list of columns with BigQuery's own names, as Terraform passes it on unread."""
    fields = json.loads((FOLDER / f"{table.name}.json").read_bytes())
    known = {"name", "type", "mode", "maxLength", "description"}
    assert {key for field in fields for key in field} <= known
    lengths = [field.get("maxLength", "1") for field in fields]
    assert all(isinstance(length, str) and length.isdecimal() for length in lengths)


def test_the_bounds_are_the_loaders() -> None:
    """The table of what must hold has what the loader checks."""
    rows = table_after(documents()[DICTIONARY], "Load postings")
    expected = [["`posted_on`", str(EARLIEST_DAY), "today"]]
    expected += [[f"`{name}`", str(least), str(most)] for name, (least, most) in BOUNDS.items()]
    assert rows == expected
    assert set(BOUNDS) <= set(all_tables()[POSTINGS].column_names)


def test_the_commands_are_the_loaders() -> None:
    """Each option that is shown is one that the loader has, and its bound on faults is told."""
    text = documents()[DICTIONARY] + documents()[LOADING]
    options = set(re.findall(r"--[a-z][a-z-]+", text))
    assert options <= {
        name for each in loader.make_parser()._actions for name in each.option_strings
    }
    assert f"more than {loader.REJECTED_PERCENT:g}% of the rows" in text


def test_the_fields_are_the_loaders() -> None:
    """What a posting can say stands on the page with its meaning, in the loader's order."""
    expected = [
        [f"`{field}`", f"{meaning[0].upper()}{meaning[1:]}."] for field, meaning in MEANINGS.items()
    ]
    assert table_after(documents()[LOADING], "What a posting can say") == expected


def test_the_mapping_file_that_is_shown_is_one() -> None:
    """It can be read as it stands, and has everything that one may say."""
    [shown] = code_blocks(documents()[LOADING], "json")
    assert Told.model_validate_json(shown).model_fields_set == set(Told.model_fields)


def test_sample_data_is_remade_when_a_table_changes() -> None:
    """The Makefile knows that the sample database is made from the tables' files."""
    makefile = (Path(repository.ROOT) / "Makefile").read_text(encoding="utf-8")
    sources = re.search(r"^SAMPLE_SOURCES := ((?:.*\\\n)*.*)", makefile, re.MULTILINE)
    assert sources is not None
    assert "infra/bigquery/*.json" in sources[1]
