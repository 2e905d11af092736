"""What ends a command: said in a line, and the exit code it comes to. Imported only when something has gone wrong."""

from __future__ import annotations

import os
import sys

from naitui.cli import exits
from naitui.cli.service import NO_TOKEN, NoToken
from naitui.library.names import PatternError
from naitui.novelai import CatalogError, Refused
from naitui.recipe import RecipeError
from naitui.settings import Folders, SettingsError
from naitui.tokens.finding import TokenError
from naitui.tokens.looks import redacted


def told(error: Exception) -> int | None:
    """Say what has happened; the exit code, or None for what nobody has foreseen."""
    match error:
        case RecipeError():
            exits.say_refusals(error, "recipe")
            return exits.USAGE
        case Refused():
            exits.say_refusals(error, "refused")
            return exits.REFUSED
        case NoToken():
            exits.say(NO_TOKEN.format(path=Folders.of_platform().token))
            return exits.TOKEN
        case TokenError():
            exits.say(str(error))
            return exits.TOKEN
        case CatalogError():
            exits.say(redacted(f"{error}; mend the file, or move it away: it is laid over the built-in catalog"))
            return exits.USAGE
        case SettingsError():
            exits.say(redacted(str(error)))
            return exits.USAGE
        case PatternError():
            exits.say(redacted(f"--name, or name in config.toml: {error}; naitui config check tells its line"))
            return exits.USAGE
        case BrokenPipeError():
            # the reader of our output has gone; Python would complain once more when it closes stdout
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return exits.DONE
        case OSError():
            exits.say(f"{error.filename}: {error.strerror}" if error.filename else str(error))
            return exits.FAILED
    return None
