"""The settings: read from the environment, checked at the start, and silent about secrets."""

import json
from datetime import date, timedelta

import pytest

from shared.core.prices import TokenPrice
from shared.settings import Settings, SettingsError

PRICE = TokenPrice(since=date(2026, 1, 1), input_usd=1, cached_usd=0.5, output_usd=2)
PROJECT = {"GOOGLE_CLOUD_PROJECT": "demo-test"}
#: A value for each variable that is not its default, and what is read from it.
VALUES: dict[str, tuple[str, object]] = {
    "GOOGLE_CLOUD_PROJECT": ("demo-other", "demo-other"),
    "FIRESTORE_DATABASE": ("jobs-db", "jobs-db"),
    "TASKS_LOCATION": ("us-central1", "us-central1"),
    "TASKS_QUEUE": ("other", "other"),
    "CLOUD_TASKS_EMULATOR_HOST": ("127.0.0.1:1", "127.0.0.1:1"),
    "PUBSUB_EMULATOR_HOST": ("127.0.0.1:3", "127.0.0.1:3"),
    "FIREBASE_AUTH_EMULATOR_HOST": ("127.0.0.1:2", "127.0.0.1:2"),
    "WORKER_URL": ("https://worker.example", "https://worker.example"),
    "SWEEPER_URL": ("https://sweeper.example", "https://sweeper.example"),
    "CALLER_SERVICE_ACCOUNT": ("caller@example", "caller@example"),
    "WORKER_TOKEN_CHECK": ("iam", "iam"),
    "OIDC_ISSUER": ("https://issuer.example", "https://issuer.example"),
    "OIDC_CERTS_URL": ("https://certs.example", "https://certs.example"),
    "JOB_EVENTS_TOPIC": ("other-events", "other-events"),
    "WEBHOOK_URLS": (
        "https://a.example.com/x, https://b.example.com",
        ("https://a.example.com/x", "https://b.example.com"),
    ),
    "WEBHOOK_SECRET": ("whsec_" + "c2VjcmV0" * 4, "whsec_" + "c2VjcmV0" * 4),
    "WEBHOOK_QUEUE": ("other-webhooks", "other-webhooks"),
    "WEBHOOK_FUNCTION_URL": ("https://webhooks.example", "https://webhooks.example"),
    "TEXT_MODEL": ("a.module:function", "a.module:function"),
    "WAREHOUSE": ("b.module:function", "b.module:function"),
    "GEMINI_API_KEY": ("a-key", "a-key"),
    "GEMINI_MODEL": ("gemini-0", "gemini-0"),
    "GEMINI_LOCATION": ("eu", "eu"),
    "GEMINI_BASE_URL": ("http://127.0.0.1:3", "http://127.0.0.1:3"),
    "GEMINI_FALLBACK_MODEL": ("gemini-00", "gemini-00"),
    "GEMINI_THINKING_LEVEL": ("HIGH", "HIGH"),
    "GEMINI_MAX_OUTPUT_TOKENS": ("99", 99),
    "GEMINI_TIMEOUT_SECONDS": ("12.5", 12.5),
    "GEMINI_PRICES": (json.dumps({"gemini-0": [PRICE.to_json()]}), {"gemini-0": (PRICE,)}),
    "WAREHOUSE_BASE_URL": ("http://127.0.0.1:4", "http://127.0.0.1:4"),
    "FCM_BASE_URL": ("http://127.0.0.1:5", "http://127.0.0.1:5"),
    "WAREHOUSE_MAX_BYTES": ("98", 98),
    "WAREHOUSE_TIMEOUT_SECONDS": ("2.5", 2.5),
    "WAREHOUSE_USD_PER_TEBIBYTE": ("5.5", 5.5),
    "WAREHOUSE_DATASET": ("postings", "postings"),
    "WAREHOUSE_LOCATION": ("US", "US"),
    "WAREHOUSE_FILE": ("/tmp/warehouse.duckdb", "/tmp/warehouse.duckdb"),  # noqa: S108 -- not opened
    "ALLOWED_ORIGINS": (
        " https://a.example,, https://b.example ",
        ("https://a.example", "https://b.example"),
    ),
    "SUBMIT_BURST": ("3", 3),
    "SUBMIT_PER_MINUTE": ("7", 7),
    "REQUESTS_PER_MINUTE": ("77", 77),
    "UNFINISHED_PER_USER": ("50", 50),
    "RUNNING_PER_USER": ("0", 0),
    "THREADS": ("8", 8),
    "PROJECT_DAILY_BUDGET_USD": ("20", 20.0),
    "DAILY_BUDGET_USD": ("0.25", 0.25),
    "ALLOW_ANONYMOUS": ("true", True),
    "CHECK_REVOKED": ("true", True),
    "ALLOW_UNVERIFIED_EMAIL": ("true", True),
    "OPERATORS_SEE_REQUESTS": ("true", True),
    "JOB_RETENTION_DAYS": ("30", 30),
    "FILE_RETENTION_DAYS": ("3", 3),
    "FILES_PER_USER_MB": ("4", 4),
    "LEASE_SECONDS": ("31", 31),
    "HEARTBEAT_SECONDS": ("9", 9),
    "LOG_LEVEL": ("DEBUG", "DEBUG"),
    "K_REVISION": ("jobs-00042-abc", "jobs-00042-abc"),
    "K_SERVICE": ("worker", "worker"),
    "OTEL_TRACES_EXPORTER": ("otlp", "otlp"),
    "LOG_HASH_KEY": ("k" * 32, "k" * 32),
    "OTEL_TRACES_SAMPLER_ARG": ("0.1", 0.1),
    "OTEL_EXPORTER_OTLP_ENDPOINT": ("https://collector.example", "https://collector.example"),
}
#: What a variable cannot be without.
NEEDED = {"WEBHOOK_URLS": {"WEBHOOK_FUNCTION_URL": "https://webhooks.example"}}


def test_this_table_knows_every_field() -> None:
    """A setting that is added is added to the table above."""
    assert set(VALUES) == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("variable", VALUES)
def test_each_field_is_read_from_its_variable(variable: str) -> None:
    """A field is the variable of the same name in capitals."""
    text, value = VALUES[variable]
    default = getattr(Settings.from_environment(PROJECT), variable.lower())
    environment = {**PROJECT, **NEEDED.get(variable, {}), variable: text}

    read = getattr(Settings.from_environment(environment), variable.lower())

    assert read == value != default


@pytest.mark.parametrize("variable", sorted(set(VALUES) - set(PROJECT)))
def test_an_empty_variable_counts_as_absent(variable: str) -> None:
    """`NAME=` in a deployment means the default, not an empty value."""
    assert Settings.from_environment({**PROJECT, variable: ""}) == Settings.from_environment(
        PROJECT
    )


@pytest.mark.parametrize("environment", [{}, {"GOOGLE_CLOUD_PROJECT": ""}], ids=["absent", "empty"])
def test_the_project_is_required(environment: dict[str, str]) -> None:
    """Without a project there is nothing to talk to; the message names the variable."""
    with pytest.raises(SettingsError, match="GOOGLE_CLOUD_PROJECT"):
        Settings.from_environment(environment)


def test_other_variables_are_left_alone() -> None:
    """An environment holds much that is not ours."""
    assert Settings.from_environment({**PROJECT, "PATH": "/bin", "google_cloud_project": "x"}) == (
        Settings.from_environment(PROJECT)
    )


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("WORKER_TOKEN_CHECK", "hunter2"),
        ("LOG_LEVEL", "hunter2"),
        ("SUBMIT_BURST", "hunter2"),
        ("SUBMIT_BURST", "0"),
        ("SUBMIT_PER_MINUTE", "-77"),
        ("UNFINISHED_PER_USER", "0"),
        ("RUNNING_PER_USER", "-77"),
        ("ALLOW_ANONYMOUS", "hunter2"),
        ("CHECK_REVOKED", "hunter2"),
        ("ALLOW_UNVERIFIED_EMAIL", "hunter2"),
        ("JOB_RETENTION_DAYS", "1.77"),
        ("HEARTBEAT_SECONDS", "0"),
        ("GEMINI_THINKING_LEVEL", "MINIMAL"),
        ("GEMINI_LOCATION", "europe-west1"),
        ("GEMINI_TIMEOUT_SECONDS", "inf"),
        ("GEMINI_PRICES", "hunter2"),
        ("GEMINI_PRICES", "[]"),
        ("WAREHOUSE_TIMEOUT_SECONDS", "nan"),
        ("WAREHOUSE_USD_PER_TEBIBYTE", "-77"),
        ("OTEL_TRACES_EXPORTER", "zipkin"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector.example:4318"),
        pytest.param(
            *("LEASE_SECONDS", "29"),
        ),
        pytest.param(
            *("LEASE_SECONDS", "7" * 30),
        ),
        pytest.param(
            *("JOB_RETENTION_DAYS", "7" * 30),
        ),
    ],
)
def test_a_value_that_cannot_be_right_stops_the_start(variable: str, value: str) -> None:
    """The message names the variable."""
    with pytest.raises(SettingsError, match=variable):
        Settings.from_environment({**PROJECT, variable: value})


@pytest.mark.parametrize(
    "variable",
    ["WORKER_TOKEN_CHECK", "LOG_LEVEL", "SUBMIT_BURST", "JOB_RETENTION_DAYS", "GEMINI_PRICES"],
)
def test_a_wrong_value_is_not_repeated(variable: str) -> None:
    """What was mistyped may be a secret: neither the message nor its cause shows it."""
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({**PROJECT, variable: "hunter2", "GEMINI_API_KEY": "s3cret"})

    assert "hunter2" not in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_all_wrong_values_are_named_at_once() -> None:
    """One start shows everything there is to repair."""
    with pytest.raises(SettingsError, match=r"SUBMIT_BURST.*LOG_LEVEL"):
        Settings.from_environment({**PROJECT, "SUBMIT_BURST": "x", "LOG_LEVEL": "x"})


@pytest.mark.parametrize(
    "variable",
    [
        "FIREBASE_AUTH_EMULATOR_HOST",
        "CLOUD_TASKS_EMULATOR_HOST",
        "PUBSUB_EMULATOR_HOST",
        "WAREHOUSE_BASE_URL",
        "FCM_BASE_URL",
    ],
)
@pytest.mark.parametrize("project", ["careerlens", "a-demo-careerlens", "demo", "DEMO-careerlens"])
def test_a_real_project_takes_no_emulator(variable: str, project: str) -> None:
    """An emulator accepts every caller: only a `demo-` project starts with one's address."""
    with pytest.raises(SettingsError, match=variable):
        Settings.from_environment({"GOOGLE_CLOUD_PROJECT": project, variable: "127.0.0.1:1"})


def test_a_real_project_starts_without_emulators() -> None:
    """Without emulators' addresses any project starts."""
    assert not Settings.from_environment({"GOOGLE_CLOUD_PROJECT": "careerlens"}).is_demo


def test_the_key_is_not_shown() -> None:
    """Settings in a log or a traceback do not show the API key."""
    settings = Settings.from_environment({**PROJECT, "GEMINI_API_KEY": "s3cret"})

    assert "s3cret" not in f"{settings!r} {settings}"


def test_tokens_signatures_are_checked_unless_told_otherwise() -> None:
    """The safe mode is the default: Google's keys and Google's issuer."""
    settings = Settings.from_environment(PROJECT)

    assert settings.worker_token_check == "code"
    assert settings.oidc_issuer == "https://accounts.google.com"
    assert settings.oidc_certs_url == "https://www.googleapis.com/oauth2/v3/certs"


def test_no_origin_may_call_unless_told_otherwise() -> None:
    """CORS begins closed."""
    assert Settings.from_environment(PROJECT).allowed_origins == ()


def test_the_queue_has_its_full_name() -> None:
    """Project, location and queue make the path that Cloud Tasks wants."""
    environment = {**PROJECT, "TASKS_LOCATION": "us-central1", "TASKS_QUEUE": "other"}

    assert Settings.from_environment(environment).queue_path == (
        "projects/demo-test/locations/us-central1/queues/other"
    )
    assert Settings.from_environment(environment).webhook_queue_path == (
        "projects/demo-test/locations/us-central1/queues/webhooks"
    )


def test_lease_and_retention_have_units() -> None:
    """Seconds and days become times."""
    environment = {
        **PROJECT,
        "LEASE_SECONDS": "40",
        "HEARTBEAT_SECONDS": "8",
        "JOB_RETENTION_DAYS": "2",
    }
    settings = Settings.from_environment(environment)

    assert settings.lease.term == timedelta(seconds=40)
    assert settings.lease.heartbeat == timedelta(seconds=8)
    assert settings.job_retention == timedelta(days=2)
