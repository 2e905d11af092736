"""The one place that names the HTTP library, so that a successor with the same face can take over in a line."""

import httpx as httpx

__all__ = ["httpx"]
