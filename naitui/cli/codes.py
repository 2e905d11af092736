"""Exit codes. In a room of their own: they are needed before anything else is imported."""

DONE = 0
FAILED = 1
USAGE = 2
TOKEN = 3
REFUSED = 4
SERVICE = 5
SIGNAL = 128
"""And the number of the signal."""
