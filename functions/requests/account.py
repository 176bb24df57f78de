"""What a user has used of what they may use: read in one call."""

from datetime import datetime

from pydantic import Field

from functions.requests import admission
from shared.auth.users import User
from shared.core import budget
from shared.core.records import Record
from shared.wiring import Services


class Account(Record):
    """What a user has used today, and what they may use."""

    spent_today_usd: float = Field(description="What their jobs have cost today (UTC), US dollars.")
    daily_budget_usd: float = Field(description="What they may cost in a day; 0 for no limit.")
    budget_renews_at: datetime
    submissions_left: int = Field(description="How many jobs they may submit at once now.")
    submissions_per_minute: int = Field(description="How many more they may submit each minute.")
    running_at_once: int = Field(description="How many of their jobs run at once; 0 for no limit.")
    unfinished_at_once: int = Field(description="How many of them may be unfinished.")
    kept_file_bytes: int = Field(
        description="What their jobs' files count, as of their last submission; a file that is"
        " gone by now may count until the next."
    )
    most_file_bytes: int = Field(description="What they may count.")
    job_retention_days: int = Field(description="How long a job is kept after it was submitted.")
    file_retention_days: int = Field(description="How long a file is kept after its job's end.")


def read_account(services: Services, user: User) -> Account:
    """Return what `user` has used, and may use.

    Raises:
        errors.UnavailableError: If Firestore cannot be reached.
    """
    settings, now = services.settings, services.clock()
    quota = services.store.read_quota(user.uid, now)
    bucket = admission.bucket_of(services, quota)
    return Account(
        spent_today_usd=quota.spent.user_usd,
        daily_budget_usd=settings.daily_budget_usd,
        budget_renews_at=budget.renews_at(now),
        submissions_left=bucket.allowance_at(services.submit_limit, now).remaining,
        submissions_per_minute=settings.submit_per_minute,
        running_at_once=settings.running_per_user,
        unfinished_at_once=settings.unfinished_per_user,
        kept_file_bytes=sum(bucket.files.values()),
        most_file_bytes=settings.files_per_user_mb * 1_000_000,
        job_retention_days=settings.job_retention.days,
        file_retention_days=settings.file_retention_days,
    )
