"""Hints about words: what is most likely a mistake in a prompt, where it stands, and what could stand there instead.

Nothing here stops anybody; the model lint (`naitui.novelai.lint`) says what cannot be sent. Pure: `hints` may run in a
thread.
"""

from naitui.recipe.hints.all import hints
from naitui.recipe.hints.hint import Hint, Rank, Reader

__all__ = ["Hint", "Rank", "Reader", "hints"]
