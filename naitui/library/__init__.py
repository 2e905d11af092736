"""What is kept on disk: picture files, jobs in flight, the draft. Knows nothing of HTTP or of a screen."""

from naitui.library.recovery import Message, recover_all
from naitui.library.shelf import SavedPicture, SaveFailed, Shelf

__all__ = ["Message", "SaveFailed", "SavedPicture", "Shelf", "recover_all"]
