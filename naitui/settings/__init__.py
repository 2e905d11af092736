"""Settings: options, environment, the user's ``config.toml``, the platform's folders.

The program never writes the user's file. Nothing is read from the working directory: settings that name programs,
hosts or files must come from the user alone.
"""

from naitui.settings.model import (
    APP,
    Animation,
    Budget,
    Folders,
    Images,
    Settings,
    StreamFraming,
    Tags,
    TokenizerFiles,
    Transport,
    WordSettings,
)
from naitui.settings.reading import Fault, Reading, SettingsError, load_settings, read_settings

__all__ = [
    "APP",
    "Animation",
    "Budget",
    "Fault",
    "Folders",
    "Images",
    "Reading",
    "Settings",
    "SettingsError",
    "StreamFraming",
    "Tags",
    "TokenizerFiles",
    "Transport",
    "WordSettings",
    "load_settings",
    "read_settings",
]
