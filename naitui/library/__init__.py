"""What is kept on disk: picture files, jobs in flight, the draft. Knows nothing of HTTP or of a screen."""

from naitui.library.shelf import SavedPicture, SaveFailed, Shelf

__all__ = ["SaveFailed", "SavedPicture", "Shelf"]
