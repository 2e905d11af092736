"""naitui: a keyboard-driven studio for NovelAI image generation."""

__version__ = "0.1.0"
