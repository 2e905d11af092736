"""Every command but those that open the studio, in the order in which ``--help`` lists them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from naitui.cli.auth_parser import add_auth
from naitui.cli.character_parser import add_characters
from naitui.cli.config_parser import add_config, add_doctor, add_models
from naitui.cli.documents import add_documents
from naitui.cli.key_parser import add_keys
from naitui.cli.library_parser import add_ablate, add_library, add_rerun
from naitui.cli.queue_parser import add_queue
from naitui.cli.recipe_parser import add_recipes
from naitui.cli.reference_parser import add_references
from naitui.cli.sharing_parser import add_sharing
from naitui.cli.tool_parser import add_tools
from naitui.cli.word_parser import add_words

if TYPE_CHECKING:
    from naitui.cli.options import Commands


def add_commands(commands: Commands) -> None:
    """Add them."""
    add_recipes(commands)
    add_tools(commands)
    add_references(commands)
    add_words(commands)
    add_library(commands)
    add_rerun(commands)
    add_ablate(commands)
    add_characters(commands)
    add_sharing(commands)
    add_queue(commands)
    add_keys(commands)
    add_auth(commands)
    add_config(commands)
    add_doctor(commands)
    add_models(commands)
    add_documents(commands)
    _describe(commands)


def _describe(commands: Commands) -> None:
    """What has no description of its own says in its help what the list of commands says of it."""
    helps = {one.dest: one.help for one in commands._choices_actions}
    for name, parser in commands.choices.items():
        parser.description = parser.description or helps.get(name)
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                _describe(action)
