"""The commands that print what other programs read: a shell's completion, the manual page, the recipe's schema."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, TypeAlias

from naitui.cli.codes import DONE

if TYPE_CHECKING:  # argparse gives its own class parameters to type checkers alone
    from naitui.cli.outline import Command

    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

DOCUMENTS = ("completion", "man", "schema")


def add_documents(commands: Commands) -> None:
    """Add them."""
    words = "print the completion of a shell, to be read by it"
    more = 'E.g. in ~/.bashrc: eval "$(naitui completion bash)"; for fish into ~/.config/fish/completions/naitui.fish.'
    completion = commands.add_parser("completion", help=words, description=f"{words.capitalize()}. {more}")
    completion.add_argument("shell", choices=("bash", "zsh", "fish"), help="which one")
    commands.add_parser("man", help="print the manual page, for ~/.local/share/man/man1/naitui.1")
    commands.add_parser("schema", help="print the form of recipe files as a JSON schema, for editors")


def document(arguments: argparse.Namespace) -> int:
    """Print one of them; needs no settings and no catalog of the user's."""
    sys.stdout.write(_written(arguments))
    return DONE


def _written(arguments: argparse.Namespace) -> str:
    if arguments.command == "schema":
        from naitui.recipe.schema import schema_text

        return schema_text()
    if arguments.command == "man":
        from naitui.cli.manual import manual

        return manual(_program())
    from naitui.cli.completion import SHELLS

    return SHELLS[arguments.shell](_program())


def _program() -> Command:
    from naitui.cli.outline import outline
    from naitui.cli.parser import build_parser
    from naitui.novelai import load_catalog

    return outline(build_parser(), {"model": tuple(load_catalog().models)})
