"""Which column says what: guessed for the files that people have, or told."""

import json
from pathlib import Path

import pytest

from infra.load_postings.fields import COLUMN_NAMES, MEANINGS, Field, plain_name
from infra.load_postings.mapping import Told, map_columns, read_told, write_mapping
from infra.load_postings.reading.raw_row import UnreadableFileError

LINKEDIN = (
    "job_id company_name title description max_salary pay_period location company_id views"
    " med_salary min_salary formatted_work_type applies original_listed_time remote_allowed"
    " job_posting_url formatted_experience_level skills_desc listed_time work_type currency"
)
GLASSDOOR = "Job Title|Salary Estimate|Job Description|Rating|Company Name|Location|Industry|Sector"
GOOGLE = (
    "title company_name location via description job_id posted_at schedule_type work_from_home"
    " salary date_time"
)
NAUKRI = (
    "Uniq Id|Crawl Timestamp|Job Title|Job Salary|Job Experience Required|Key Skills|Role|Location"
    "|Industry"
)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            LINKEDIN.split(),
            {
                *("posting_id job_id", "posted_on original_listed_time", "role title"),
                *("description description", "employer company_name", "region location"),
                *("is_remote remote_allowed", "pay_low min_salary", "pay_high max_salary"),
                *("pay_middle med_salary", "pay_currency currency", "pay_period pay_period"),
                "experience_years formatted_experience_level",
            },
        ),
        (
            [*GLASSDOOR.split("|"), "date"],
            {
                *("role Job Title", "pay Salary Estimate", "description Job Description"),
                *("employer Company Name", "region Location", "domain Industry", "posted_on date"),
            },
        ),
        (
            GOOGLE.split(),
            {
                *("posting_id job_id", "posted_on posted_at", "role title", "pay salary"),
                *("description description", "employer company_name", "region location"),
                *("is_remote work_from_home", "read_on date_time"),
            },
        ),
        (
            [*NAUKRI.split("|"), "Post Date"],
            {
                *("posting_id Uniq Id", "read_on Crawl Timestamp", "role Job Title"),
                *("pay Job Salary", "experience_years Job Experience Required"),
                *("skills Key Skills", "region Location", "domain Industry", "posted_on Post Date"),
            },
        ),
    ],
    ids=["LinkedIn", "Glassdoor", "Google", "Naukri"],
)
def test_the_columns_of_public_files_are_known(columns: list[str], expected: set[str]) -> None:
    """Each column is taken once, and the others are said to be unused."""
    found = map_columns(columns, Told())
    assert {f"{field} {column}" for field, column in found.columns.items()} == expected
    assert set(found.unused) == set(columns) - set(found.columns.values())


def test_the_tables_own_columns_are_themselves() -> None:
    """A file of the warehouse's form needs no mapping."""
    own = "posting_id posted_on role domain employer region experience_years salary_usd skills"
    found = map_columns(own.split(), Told())
    assert all(field == column for field, column in found.columns.items())
    assert len(found.columns) == len(own.split())


def test_what_is_told_comes_first() -> None:
    """A told column, a field that is not to be read, and a value for all rows."""
    told = Told(
        columns={Field.ROLE: "what", Field.SKILLS: None}, values={Field.POSTED_ON: "2026-09-30"}
    )
    found = map_columns(["title", "what", "skills", "description", "date"], told)
    assert found.columns == {Field.ROLE: "what", Field.DESCRIPTION: "description"}
    assert found.value_of({"what": "Nurse"}, Field.POSTED_ON) == "2026-09-30"


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (["date", "skills"], r'say the title. .*\{"columns": \{"role": "…"\}\}, and say --mapping'),
        (["title", "skills"], "say the day it was published.*--set posted_on=2026-01-31"),
        (
            ["title", "date"],
            r"say what is asked for.*\"description\".* The file has: title, date\.",
        ),
    ],
)
def test_a_file_that_lacks_the_least_is_refused(columns: list[str], words: str) -> None:
    """In a sentence that says what to write into the mapping file."""
    with pytest.raises(UnreadableFileError, match=words):
        map_columns(columns, Told())


def test_a_first_row_that_is_no_head_is_not_repeated() -> None:
    """A file may lack its head: then its first row would be said."""
    with pytest.raises(UnreadableFileError) as refused:
        map_columns(["Ms. Example, 12 Secret Street; tel. +1 555", "2026-09-30"], Told())
    assert "Secret" not in str(refused.value)


def test_a_told_column_must_be_in_the_file() -> None:
    """A slip in the mapping file is said."""
    with pytest.raises(UnreadableFileError, match="names a column for role that the file does"):
        map_columns(["title", "date", "skills"], Told(columns={Field.ROLE: "titel"}))


def test_a_mapping_that_was_written_can_be_read(tmp_path: Path) -> None:
    """What is saved is what was guessed and told, to be changed by hand."""
    told = Told(usd_per={"EUR": 1.08}, day_first=True)
    columns = map_columns(["title", "date", "skills"], told)
    write_mapping(columns, told, tmp_path / "m.json")
    read = read_told(tmp_path / "m.json")
    assert read.columns == columns.columns
    assert (read.usd_per, read.day_first) == ({"EUR": 1.08}, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "is not JSON"),
        (json.dumps({"columns": {"colour": "x"}}), r"wrong at columns\.colour"),
        (json.dumps({"rates": {}}), "wrong at rates"),
    ],
)
def test_a_mapping_file_of_another_form_is_refused(
    tmp_path: Path, content: str, words: str
) -> None:
    """It says where it is wrong."""
    (tmp_path / "m.json").write_text(content)
    with pytest.raises(UnreadableFileError, match=words):
        read_told(tmp_path / "m.json")
    with pytest.raises(UnreadableFileError, match="No such file"):
        read_told(tmp_path / "none.json")


def test_the_table_of_names_is_sound() -> None:
    """Every field has names in their plain form, its own among them, and a meaning."""
    assert set(COLUMN_NAMES) == set(MEANINGS) == set(Field)
    for field, names in COLUMN_NAMES.items():
        assert all(plain_name(name) == name for name in names)
        assert plain_name(field) in names
