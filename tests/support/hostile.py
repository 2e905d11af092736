"""Strings that would be commands if anybody took them for more than text, and files that are full of them."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

from PIL import Image

from naitui.library.record import Record, with_record
from naitui.recipe import Character, Interaction, Recipe, Sampling, Vibe, write_recipe

MARKUP = (
    "[b]x[/b]", "[/]", "[/b]", "[@click=app.quit]x[/]", "[$primary]y", "[red]", "[[red]]w[[/]]",
    "[link=file:///x]z[/link]",
    "{{{", "\\[z", "[/b", "[", "]", "[ ", "[]", "[#ff0000 on blue]q", "[bold italic]", "tail\\",
)  # fmt: skip
"""What Textual's or Rich's markup would read."""
CONTROLS = (
    "\x1b]0;title\x07", "\x1b]0;title\x1b\\", "\x1b[2J", "\x1b[31m", "\x9b31m", "\x9d0;t\x9c", "\x1b]52;c;aGk=\x07",
    "\x1b[6n", "\x1bPq\x1b\\",
    "\x1b_Gi=1\x1b\\", "\x1b]8;;http://x\x1b\\", "\x1bc", "\x0e", "\x08\x0b\x0c", "\x7f", "\x85",
)  # fmt: skip
"""What a terminal would obey."""
TURNED = ("\u202eright to left", "\u2066\u2069", "\u200e\u200f", "\u202a\u202b\u202c\u202d")
"""What would turn the rest of a row around."""
WIDE = ("日本語", "👩\u200d🎨", "🏳️\u200d🌈", "é", "שלום", "한국어", "ｆｕｌｌ", "\u0301")
"""Wide, joined, right to left and combining characters."""
STRINGS = (*MARKUP, *CONTROLS, *TURNED, *WIDE)
FORBIDDEN = frozenset({*range(32), *range(127, 160), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)})
"""Code points that no row of a screen may hold."""
TEXT = " ".join(STRINGS)
NAME = "n[b]m[/b] [@click=app.quit]q[/] 日本\u202e\x1b[2J\x9b31m"
"""As a file name; no slash in it but those that make folders."""
STYLE = "[b]s[/b] [@click=app.quit]日本"
V45 = "nai-diffusion-4-5-full"


def recipe(text: str = TEXT) -> Recipe:
    """A recipe that says it wherever a recipe has words."""
    people = (
        Character(id="a", name=text, prompt=text, undesired=text, position="B3"),
        Character(id="b", name=text, prompt="girl", position="D3"),
    )
    return Recipe(
        model=V45,
        prompt=f"girl, {text}",
        undesired=text,
        ai_choice=False,
        styles=(STYLE,),
        vibes=(Vibe(path=f"@{clean(NAME)}", enabled=False),),
        pins=(("hair", text),),
        characters=people,
        interactions=(Interaction(action=text.replace("\n", " "), sources=("a",), targets=("b",)),),
        sampling=Sampling(width=64, height=64, steps=1, seed=7),
    )


def clean(text: str) -> str:
    """A file name of it that the file system takes."""
    return text.replace("/", "∕").replace("\0", "")[:80]


def furnish(home: Path) -> None:
    """Files of the user's in ``home``: pictures, presets, styles, snippets, wildcards, characters, references, tags."""
    name, data = clean(NAME), home / "data"
    out = io.BytesIO()
    Image.new("RGB", (64, 96), "teal").save(out, "PNG")
    pictures = home / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    for number in (1, 2):
        path = pictures / f"{name}-{number}.png"
        path.write_bytes(with_record(out.getvalue(), Record(recipe(), 0)))
        os.utime(path, (time.time() - 50 + number,) * 2)
    texts = {
        f"presets/{name}.toml": write_recipe(recipe()),
        f"presets/broken {name}.toml": f"[{name}",
        f"snippets/{name}.txt": TEXT,
        "wildcards/hair.txt": "\n".join(STRINGS) + "\n",
        f"characters/{name}.toml": 'prompt = "girl, [/b] \\u001b[2J"\n',
        "styles.toml": f'["{STYLE}"]\n'
        'prefix = "[/] [@click=app.quit]x[/] \\u001b[2J \\u202e"\nhelp = "[/b] \\u001b[2J [red]"\n',
    }
    for path, text in texts.items():
        place = data / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    references = home / "references"
    references.mkdir(exist_ok=True)
    (references / f"{name}.png").write_bytes(out.getvalue())
    (references / f"{name}.toml").write_text('note = "[/b] \\u001b[2J [@click=app.quit]x[/]"\n', "utf-8")
