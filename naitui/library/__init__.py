"""What is kept on disk: pictures, jobs in flight, draft, vibes, ledger. Knows nothing of HTTP or of a screen."""

from naitui.library.ledger import Entry, Ledger
from naitui.library.recovery import Message, recover_all
from naitui.library.shelf import Kept, SaveFailed, Shelf
from naitui.library.vibes import VibeStore

__all__ = ["Entry", "Kept", "Ledger", "Message", "SaveFailed", "Shelf", "VibeStore", "recover_all"]
