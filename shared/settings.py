"""Everything that differs between one deployment and another, read from the environment once.

Each field is an environment variable of the same name in capitals; docs/settings.md lists them
and a test compares the two. A setting that cannot be right stops the start, with its name.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from shared.core.budget import Budgets
from shared.core.lease import Lease
from shared.core.prices import TOKEN_PRICES, TokenPrice
from shared.webhooks.endpoints import Endpoint, read_endpoints
from shared.webhooks.signature import read_secrets

#: A project id that begins so cannot be a real one: no tool reaches a real service with it.
DEMO_PROJECT_PREFIX = "demo-"
_GOOGLE_ISSUER = "https://accounts.google.com"
_GOOGLE_CERTS = "https://www.googleapis.com/oauth2/v3/certs"

PositiveInt = Annotated[int, Field(gt=0)]
PositiveSeconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class SettingsError(RuntimeError):
    """The environment is not one this software can run in; the message names the variable."""


class Settings(BaseModel):
    """One deployment's settings."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    #: The Google Cloud project; one that starts with `demo-` is never a real one.
    google_cloud_project: str = Field(min_length=1)
    #: The Firestore database's id.
    firestore_database: str = "(default)"

    #: Where the queue is, and its name.
    tasks_location: str = "europe-west1"
    tasks_queue: str = "jobs"
    #: host:port of a Cloud Tasks emulator; empty for the real service.
    cloud_tasks_emulator_host: str = ""
    #: host:port of a Firebase Auth emulator. ID tokens are then not verified: demo projects only.
    firebase_auth_emulator_host: str = ""

    #: host:port of a Pub/Sub emulator; empty for the real service.
    pubsub_emulator_host: str = ""

    #: The worker's own address: the task's target and its token's audience.
    worker_url: str = ""
    #: The sweeper's own address: its caller's token's audience.
    sweeper_url: str = ""
    #: The service account in whose name Cloud Tasks and Cloud Scheduler call.
    caller_service_account: str = ""
    #: `iam`: Cloud Run has checked the caller's token before us and has cut off its signature.
    #: `code`: we check the signature too.
    worker_token_check: Literal["iam", "code"] = "code"  # noqa: S105 -- a mode
    #: Who signs the callers' tokens, and where the keys are.
    oidc_issuer: str = _GOOGLE_ISSUER
    oidc_certs_url: str = _GOOGLE_CERTS

    #: The Pub/Sub topic of job events.
    job_events_topic: str = "job-events"
    #: Other systems that are told of every job's end, separated by commas; empty for none.
    webhook_urls: tuple[str, ...] = ()
    #: By which they know that it is us; several, separated by commas, while it is changed. Only the
    #: function that sends has it.
    webhook_secret: str = Field(default="", repr=False)
    #: The queue of webhooks, in the same place as the jobs'.
    webhook_queue: str = "webhooks"
    #: The address of the function that sends them: their tasks' target and its token's audience.
    webhook_function_url: str = ""

    #: `module:function` that makes the text model and the warehouse; called with the settings.
    text_model: str = "shared.gemini.model:open_text_model"
    warehouse: str = "shared.bigquery.warehouse:open_warehouse"
    #: Gemini by API key; empty for the service account's own access (no key to keep).
    gemini_api_key: str = Field(default="", repr=False)
    gemini_model: str = "gemini-3.8-flash"
    #: The only places that have the models: the Union and the States process what is sent there,
    #: `global` wherever there is room.
    gemini_location: Literal["global", "us", "eu"] = "global"
    #: Another address of the Gemini API, for tests; empty for Google's.
    gemini_base_url: str = ""
    #: The model that is asked when the first one has no quota left or is overloaded; empty for
    #: none.
    gemini_fallback_model: str = "gemini-3.5-flash-lite"
    #: How long the model thinks before it writes; thinking is paid for like writing. LOW is the
    #: least that every model takes.
    gemini_thinking_level: Literal["LOW", "MEDIUM", "HIGH"] = "LOW"
    #: The longest answer, in tokens; the model's thinking counts.
    gemini_max_output_tokens: PositiveInt = 32_768
    #: The longest that one answer may take, with all its repetitions and repairs.
    gemini_timeout_seconds: PositiveSeconds = 120
    #: JSON: by a model's name, its dated prices; see `shared.core.prices.TokenPrice`.
    gemini_prices: Mapping[str, tuple[TokenPrice, ...]] = Field(
        default_factory=lambda: {model: tuple(prices) for model, prices in TOKEN_PRICES.items()}
    )
    #: BigQuery's dataset of postings, and where it is.
    warehouse_dataset: str = "careerlens"
    warehouse_location: str = "EU"
    #: Another address of the BigQuery API, and of Firebase Cloud Messaging, for tests; empty for
    #: Google's. Demo projects only: they are called without credentials.
    warehouse_base_url: str = ""
    fcm_base_url: str = ""
    #: A query that would read more is refused before it runs.
    warehouse_max_bytes: PositiveInt = 1 << 30
    #: The longest that one query may take, its check included.
    warehouse_timeout_seconds: PositiveSeconds = 60
    #: US dollars for a tebibyte that BigQuery bills (on demand).
    warehouse_usd_per_tebibyte: float = Field(default=6.25, ge=0)
    #: The local warehouse's file.
    warehouse_file: str = ""

    #: Web origins that may call the API from a browser, separated by commas.
    allowed_origins: tuple[str, ...] = ()
    #: How many requests a user may send, of whatever kind: so many at once, and so many a minute
    #: from then on. Each process of the API counts for itself.
    requests_per_minute: PositiveInt = 300
    #: How many jobs a user may submit: so many at once, and so many a minute from then on.
    submit_burst: PositiveInt = 10
    submit_per_minute: PositiveInt = 10
    #: How many jobs a user may have that are not finished.
    unfinished_per_user: PositiveInt = 20
    #: How many requests a process answers at once; functions-framework reads it, too.
    threads: PositiveInt = 16
    #: How many jobs of one user run at the same time; the others wait. 0: as many as there are.
    running_per_user: Annotated[int, Field(ge=0)] = 3
    #: What one user's jobs may cost in a day (UTC), US dollars; 0 for no limit. Looked at when a
    #: job is admitted or claimed, and before each call of a model and each query.
    daily_budget_usd: float = Field(default=1.0, ge=0, allow_inf_nan=False)
    #: The same for all users' jobs together.
    project_daily_budget_usd: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    #: Whether people may submit who signed in without saying who they are (anonymous sign-in).
    allow_anonymous: bool = False
    #: Whether people may submit whose e-mail address was never shown to be theirs.
    allow_unverified_email: bool = False
    #: Whether each request asks Google if the user's tokens were revoked; one more call. Of an
    #: operator's it is always asked.
    check_revoked: bool = False
    #: Whether an operator may read what others' jobs were asked for; each look is kept.
    operators_see_requests: bool = False
    #: Days until a job and all that belongs to it are deleted.
    job_retention_days: Annotated[int, Field(gt=0, le=3650)] = 90
    #: Days after a job's end until the file that came with it is deleted.
    file_retention_days: Annotated[int, Field(gt=0, le=3650)] = 7
    #: Megabytes that the files of one user may have together; each counts 0.1 or more.
    files_per_user_mb: PositiveInt = 20
    #: See `shared.core.lease.Lease`. Longer than 50 s, a dead attempt is not found within
    #: 120 s.
    lease_seconds: Annotated[int, Field(gt=0, le=50)] = 45
    heartbeat_seconds: PositiveInt = 10

    #: DEBUG, INFO, WARNING or ERROR.
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    #: By which the logs' names of jobs and people are made, see `shared.telemetry.log_names`; empty
    #: for the project's id, which is no secret.
    log_hash_key: str = Field(default="", repr=False, pattern=r"^(.{32,})?$")
    #: What Cloud Run calls the running revision; part of every log line.
    k_revision: str = "local"
    #: What Cloud Run calls the function; errors are grouped by it.
    k_service: str = "local"

    #: OpenTelemetry's own names. Where spans go: nowhere, the log (to look at on a laptop), or an
    #: OTLP collector at that address; Google's is called in the service account's name.
    otel_traces_exporter: Literal["none", "console", "otlp"] = "none"
    #: Of how many requests to the API (0 to 1) the spans are kept; what the caller's header says of
    #: it does not count.
    otel_traces_sampler_arg: float = Field(default=1.0, ge=0, le=1)
    otel_exporter_otlp_endpoint: str = Field(
        default="http://localhost:4318", pattern=r"^https?://[^/]+(/[^?#]*)?$"
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings from environment variables; empty ones count as absent.

        Raises:
            SettingsError: If one is missing or cannot be right. Values are not repeated.
        """
        found = {
            name: value for name in cls.model_fields if (value := environment.get(name.upper()))
        }
        try:
            return cls.model_validate(found)
        except ValidationError as error:
            wrong = "; ".join(
                f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()
            )
            raise SettingsError(f"The environment is not right: {wrong}") from None

    @field_validator("allowed_origins", "webhook_urls", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("gemini_prices", mode="before")
    @classmethod
    def _parse(cls, value: object) -> object:
        return json.loads(value) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _others_only_in_demo_projects(self) -> Self:
        if (self.warehouse_base_url or self.fcm_base_url) and not self.is_demo:
            raise ValueError(
                "WAREHOUSE_BASE_URL and FCM_BASE_URL are for projects whose id starts with"
                f" {DEMO_PROJECT_PREFIX!r}: they are called without credentials"
            )
        return self

    @model_validator(mode="after")
    def _emulators_only_in_demo_projects(self) -> Self:
        hosts = (
            self.firebase_auth_emulator_host,
            self.cloud_tasks_emulator_host,
            self.pubsub_emulator_host,
        )
        if any(hosts) and not self.is_demo:
            raise ValueError(
                "FIREBASE_AUTH_EMULATOR_HOST, CLOUD_TASKS_EMULATOR_HOST and PUBSUB_EMULATOR_HOST"
                f" are for projects whose id starts with {DEMO_PROJECT_PREFIX!r}: with them ID"
                " tokens are not verified, and no event reaches anyone"
            )
        return self

    @model_validator(mode="after")
    def _webhooks_can_be_sent(self) -> Self:
        read_secrets(self.webhook_secret)
        if self.webhook_endpoints and not self.webhook_function_url:
            raise ValueError("WEBHOOK_URLS needs WEBHOOK_FUNCTION_URL: who sends them")
        return self

    @model_validator(mode="after")
    def _lease_outlasts_beats(self) -> Self:
        if self.lease_seconds < 3 * self.heartbeat_seconds:
            raise ValueError("LEASE_SECONDS must be three times HEARTBEAT_SECONDS or more")
        return self

    @property
    def is_demo(self) -> bool:
        """Whether this project cannot be a real one."""
        return self.google_cloud_project.startswith(DEMO_PROJECT_PREFIX)

    @property
    def budgets(self) -> Budgets:
        """What may be spent in a day."""
        return Budgets(user_usd=self.daily_budget_usd, project_usd=self.project_daily_budget_usd)

    @property
    def log_key(self) -> str:
        """What the logs' names of jobs and people are made by."""
        return self.log_hash_key or self.google_cloud_project

    @property
    def queue_path(self) -> str:
        """The queue's full name."""
        return self._path_of(self.tasks_queue)

    @property
    def webhook_queue_path(self) -> str:
        """The full name of the queue of webhooks."""
        return self._path_of(self.webhook_queue)

    def _path_of(self, queue: str) -> str:
        place = f"projects/{self.google_cloud_project}/locations/{self.tasks_location}"
        return f"{place}/queues/{queue}"

    @property
    def webhook_endpoints(self) -> tuple[Endpoint, ...]:
        """Who is told of every job's end.

        Raises:
            ValueError: If an address cannot be right; settings that were read have none.
        """
        return read_endpoints(self.webhook_urls, may_be_local=self.is_demo)

    @property
    def lease(self) -> Lease:
        """The running attempt's promise."""
        return Lease(
            term=timedelta(seconds=self.lease_seconds),
            heartbeat=timedelta(seconds=self.heartbeat_seconds),
        )

    @property
    def job_retention(self) -> timedelta:
        """How long a job is kept, from its acceptance on."""
        return timedelta(days=self.job_retention_days)

    @property
    def file_retention(self) -> timedelta:
        """How long a job's file is kept, from its end on."""
        return timedelta(days=self.file_retention_days)
