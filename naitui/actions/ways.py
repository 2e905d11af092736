"""How to come to every action from the studio, and by which other words people look for it. For the palette."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from naitui.actions import ACTIONS, Action, Place
from naitui.actions.in_effect import key_for

LEADS: Mapping[Place, str] = {
    "characters": "studio.characters",
    "board": "characters.place",
    "matrix": "characters.matrix",
    "past": "studio.past",
    "history": "studio.find_words",
    "expansions": "studio.expansions",
    "styles": "studio.styles",
    "presets": "studio.presets",
    "pack": "presets.open_pack",
    "references": "studio.references",
    "gallery": "studio.gallery",
    "bin": "gallery.show_bin",
    "compare": "gallery.compare",
    "tournament": "gallery.tournament",
    "queue": "studio.queue",
    "sweep": "studio.sweep",
    "bisect": "studio.bisect",
    "edit": "studio.edit_picture",
    "mask": "studio.edit_picture",
    "tools": "studio.tools",
    "pair": "picture.pair",
    "doctor": "picture.doctor",
    "config": "studio.configure",
    "token": "studio.token",
    "take": "gallery.take",
}
"""What leads to a place that is not in the studio."""

ALSO: Mapping[str, str] = {
    "studio.generate": "make draw create send submit price cost anlas",
    "studio.cancel": "stop abort",
    "studio.keep_seed": "lock fix random",
    "studio.add_character": "new person girl boy",
    "studio.characters": "position board grid interactions matrix source target mutual library outfit cast",
    "studio.styles": "snippets fragments prefix suffix artist",
    "studio.presets": "templates recipes save share import export vpack naiweaver",
    "studio.references": "vibe transfer precise reference character image naiv4vibe encode",
    "studio.edit_picture": "inpaint inpainting infill img2img i2i source outpaint canvas strength noise",
    "studio.tools": "line art sketch colorize emotion mood declutter remove background augment",
    "studio.gallery": "images library search history favourites albums collections metadata",
    "studio.find_words": "history of prompts",
    "studio.expansions": "wildcards random choices dynamic prompts roll",
    "studio.past": "undo tree history versions branches",
    "studio.queue": "batch jobs pause resume retry eta",
    "studio.sweep": "xyz plot grid matrix batch values combinations",
    "studio.bisect": "bisect bisection",
    "studio.configure": "config.toml configuration options preferences hooks budget caps",
    "studio.choose_theme": "colors appearance no_color",
    "studio.tour": "tutorial introduction learn",
    "studio.help": "shortcuts bindings commands",
    "studio.token": "account login log in api key persistent tier subscription",
    "picture.upscale": "enlarge 2x 4x bigger",
    "picture.enhance": "hires",
    "picture.variations": "similar",
    "picture.images": "sixel kitty half blocks protocol",
    "picture.doctor": "diagnose check tmux sixel kitty colours",
    "picture.open_outside": "viewer",
    "gallery.take": "import metadata png settings",
    "gallery.rerun": "reproduce same again",
    "gallery.ablate": "ablation",
    "gallery.search": "filter query find model steps seed",
    "gallery.compare": "diff settings",
    "gallery.tournament": "winner duel world cup",
    "gallery.collect": "albums boards",
    "gallery.rate": "rating favourite",
    "gallery.show_bin": "trash deleted restore recycle bin",
    "gallery.export": "save copy strip metadata jpeg webp",
    "presets.open_pack": "import vpack",
    "presets.export": "share vpack",
    "references.add": "vibe",
    "mask.pen": "inpaint brush",
    "config.edit_keys": "keys.toml keybindings shortcuts rebind remap change vim",
}
"""Words that neither the title nor the help of an action has."""

_WORD = re.compile(r"[^\W_]+")


def way_to(action: Action) -> tuple[Action, ...]:
    """The actions one after the other that lead from the studio to this one, which is the last of them."""
    found = [action]
    while lead := LEADS.get(found[0].place):
        found.insert(0, next(one for one in ACTIONS if one.name == lead))
    return tuple(found)


def keys_along(way: tuple[Action, ...]) -> str:
    """What to press: ``Ctrl+A, then T``."""
    return ", then ".join(key_for(action.name) for action in way)


def words_of(action: Action) -> str:
    """Everything that an action may be looked for by."""
    return f"{action.title} {action.help} {ALSO.get(action.name, '')}"


def says(text: str, query: str) -> bool:
    """Whether each word of a query is the beginning of one of the words of a text."""
    wanted = _WORD.findall(query.casefold())
    return bool(wanted) and all(any(word.startswith(part) for word in _words_in(text)) for part in wanted)


@lru_cache(1024)  # with each letter all of them are looked through
def _words_in(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))
