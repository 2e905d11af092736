"""What is kept on disk: pictures, jobs in flight, draft, vibes, ledger, tags, prompts. Knows nothing of HTTP or of a
screen."""

from naitui.library.history import PromptHistory, Said
from naitui.library.ledger import Entry, Ledger
from naitui.library.recovery import Message, recover_all
from naitui.library.shelf import Kept, SaveFailed, Shelf
from naitui.library.tags import Candidate, TagIndex
from naitui.library.vibes import VibeStore

__all__ = [
    "Candidate",
    "Entry",
    "Kept",
    "Ledger",
    "Message",
    "PromptHistory",
    "Said",
    "SaveFailed",
    "Shelf",
    "TagIndex",
    "VibeStore",
    "recover_all",
]
