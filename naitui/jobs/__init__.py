"""The queue's rooms: jobs, the runner that works through them, the guard over what may be spent. No screen in here."""

from naitui.jobs.events import (
    AccountRead,
    Cancelled,
    Encoded,
    Event,
    Failed,
    Finished,
    Queued,
    Saved,
    Started,
    Stepped,
    Unknown,
    Waiting,
    Warned,
    as_json,
)
from naitui.jobs.guard import Guard, OverBudget
from naitui.jobs.job import Job, NeedsApproval, Plan, forecast, notes_on, settled
from naitui.jobs.journal import Journal
from naitui.jobs.kept_queue import KeptQueue, LeftJob
from naitui.jobs.runner import Runner
from naitui.jobs.tasks import Encode, Generation, Task, Tool
from naitui.jobs.turns import AccountLock

__all__ = [
    "AccountLock",
    "AccountRead",
    "Cancelled",
    "Encode",
    "Encoded",
    "Event",
    "Failed",
    "Finished",
    "Generation",
    "Guard",
    "Job",
    "Journal",
    "KeptQueue",
    "LeftJob",
    "NeedsApproval",
    "OverBudget",
    "Plan",
    "Queued",
    "Runner",
    "Saved",
    "Started",
    "Stepped",
    "Task",
    "Tool",
    "Unknown",
    "Waiting",
    "Warned",
    "as_json",
    "forecast",
    "notes_on",
    "settled",
]
