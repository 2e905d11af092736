"""The queue's rooms: jobs, the runner that works through them, the guard over what may be spent. No screen in here."""

from naitui.jobs.events import (
    AccountRead,
    Cancelled,
    Event,
    Failed,
    Finished,
    Queued,
    Saved,
    Started,
    Stepped,
    Waiting,
    as_json,
)
from naitui.jobs.job import Job, NeedsApproval, Plan, forecast
from naitui.jobs.runner import Runner
from naitui.jobs.turns import AccountLock

__all__ = [
    "AccountLock",
    "AccountRead",
    "Cancelled",
    "Event",
    "Failed",
    "Finished",
    "Job",
    "NeedsApproval",
    "Plan",
    "Queued",
    "Runner",
    "Saved",
    "Started",
    "Stepped",
    "Waiting",
    "as_json",
    "forecast",
]
