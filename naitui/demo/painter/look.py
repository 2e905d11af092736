"""Reading a person: hair, eyes, clothes and what they wear and carry."""

import re
from dataclasses import dataclass

from naitui.demo.dice import Dice
from naitui.demo.painter.palette import Colour, hexed
from naitui.demo.painter.reading import has

_HAIR = {
    "silver": "cfd6ea", "white": "f1f1f8", "grey": "a3a9ba", "gray": "a3a9ba", "black": "2f2c45", "blonde": "f6d27e",
    "blond": "f6d27e", "golden": "f3c65c", "yellow": "f8dc74", "brown": "85543f", "brunette": "85543f",
    "red": "cf3f45", "ginger": "df7440", "orange": "ef8a3f", "pink": "f69dbc", "blue": "5087d8", "aqua": "66cdd8",
    "green": "5fae86", "purple": "8d68c4", "violet": "8d68c4", "lavender": "bda6e6", "light blue": "8fc6ee",
    "dark blue": "33457f", "light brown": "b98a63", "teal": "3c9ca3", "platinum": "f1e6c8", "crimson": "b3263f",
}  # fmt: skip
_CLOTH = {
    "white": "f6f4f7", "black": "34324a", "grey": "8d93a6", "gray": "8d93a6", "red": "d8434b", "crimson": "b92b44",
    "blue": "3d6fc9", "light blue": "8cc3ee", "dark blue": "2c3f7c", "navy": "2d3d6f", "green": "4a9a6c",
    "teal": "2f8f97", "yellow": "f5cf5c", "gold": "e8bc52", "orange": "f08b45", "pink": "f3a0b9", "purple": "7d57b5",
    "violet": "7d57b5", "lavender": "b7a4e4", "brown": "8a5d47", "beige": "e3cfb0", "cream": "f2e6cf",
    "silver": "c7cfe0", "turquoise": "4cc3c0",
}  # fmt: skip
_EYES = {
    "blue": "3f8be6", "light blue": "6ebff2", "green": "3fae74", "red": "d83a4a", "purple": "8b58d0",
    "violet": "8b58d0", "yellow": "e9b93a", "golden": "e9b93a", "gold": "e9b93a", "amber": "e59a35",
    "orange": "ee8434", "brown": "8f5a3c", "black": "41405a", "grey": "8590a6", "gray": "8590a6", "pink": "ee76a4",
    "aqua": "3fc4cf", "teal": "2ea3a3", "silver": "a9b6cc",
}  # fmt: skip
_OUTFITS = {
    "kimono": "kimono|yukata|hanfu|haori|miko",
    "uniform": "(?:school |sailor |serafuku )?uniform|serafuku|sailor collar|school girl|student",
    "dress": "dress|gown|sundress|princess|maid|apron|lolita",
    "armour": "armou?r|knight|breastplate|paladin",
    "coat": "coat|jacket|trench coat|suit|blazer|military|vest",
    "hoodie": "hoodie|sweater|cardigan|sweatshirt|t-shirt|shirt|turtleneck|pullover",
    "cloak": "cloak|cape|robe|wizard|witch|mage|hooded|poncho",
}
_HAIR_AT_HAND = ("2f2c45", "85543f", "f6d27e", "cfd6ea", "f69dbc", "5087d8", "b98a63", "8d68c4", "cf3f45")
_CLOTH_AT_HAND = ("f6f4f7", "2d3d6f", "d8434b", "8cc3ee", "f3a0b9", "f5cf5c", "7d57b5", "2f8f97", "34324a")
_EYES_AT_HAND = ("3f8be6", "3fae74", "8b58d0", "e59a35", "8f5a3c", "d83a4a", "3fc4cf")


@dataclass(frozen=True, slots=True)
class Look:
    """One person's looks."""

    girl: bool
    hair: Colour
    length: str
    style: str
    eyes: Colour
    closed_eyes: bool
    cloth: Colour
    trim: Colour
    outfit: str
    mouth: str
    skin: Colour
    blush: bool
    wears: frozenset[str]


_WORN = {
    "cat ears": "cat ears|cat girl|catgirl|nekomimi|neko|animal ears|kemonomimi",
    "fox ears": "fox ears|fox girl|kitsune|wolf ears|dog ears",
    "bunny ears": "(?:bunny|rabbit) ears|bunny girl",
    "horns": "horns|demon girl|dragon girl|oni",
    "halo": "halo|angel",
    "wings": "wings|angel|fairy",
    "witch hat": "witch hat|witch|wizard hat",
    "straw hat": "straw hat|sun hat|hat",
    "beret": "beret|cap|beanie",
    "crown": "crown|tiara|princess|queen|king",
    "glasses": "glasses|spectacles|megane",
    "umbrella": "umbrella|parasol",
    "sword": "sword|katana|blade|greatsword|knight|samurai",
    "scarf": "scarf|muffler",
    "ribbon": "hair ribbon|hair bow|ribbon|bow",
    "hair flower": "hair flower|flower in hair|hair ornament|flower crown",
    "headphones": "headphones|headset",
    "staff": "staff|wand|lantern in hand|holding lantern",
}


def _named(colours: dict[str, str], nouns: str, text: str, turn: int = 0) -> Colour | None:
    """The colour said of a noun, such as "long silver hair"; the second person takes the second one said."""
    names = "|".join(sorted(colours, key=len, reverse=True))
    found = re.findall(rf"\b({names})(?:[ -][a-z]+){{0,2}}[ -](?:{nouns})\b", text)
    return hexed(colours[found[turn % len(found)]]) if found else None


def _length(text: str, girl: bool, dice: Dice) -> str:
    for name, pattern in (("very long", "very long hair"), ("long", "(?:long|flowing)(?: [a-z]+){0,2} hair"),
                          ("short",
                              "(?:short|bob|pixie)(?: [a-z]+){0,2} (?:hair|cut)|bob(?: cut)?|pixie cut|short hair"),
                          ("medium", "(?:medium|shoulder-length)(?: [a-z]+){0,2} hair")):  # fmt: skip
        if has(pattern, text):
            return name
    return dice.pick(("long", "long", "medium", "short", "very long")) if girl else "short"


def _style(text: str, girl: bool, dice: Dice) -> str:
    styles = {"twintails": "twin ?tails|twin-tails|pigtails", "ponytail": "(?:high |side )?pony ?tail",
              "braid": "(?:twin )?braids?|braided", "bun": "(?:hair |double )?buns?|updo"}  # fmt: skip
    for name, pattern in styles.items():
        if has(pattern, text):
            return name
    if not girl or has("(?:long|short|flowing|medium) [a-z ]{0,12}hair|bob(?: cut)?|hime cut", text):
        return "down"
    return dice.pick(("down", "down", "down", "ponytail", "down", "twintails", "down"))


def _mouth(text: str, dice: Dice) -> str:
    for name, pattern in (("open", "open mouth|laughing|happy|grin|:d|excited|singing"), ("smile",
        "smil(?:e|ing)|joyful"),
                          ("sad", "sad|frown|crying|tears|angry|serious|pout")):  # fmt: skip
        if has(pattern, text):
            return name
    return dice.pick(("calm", "calm", "smile"))


def look_of(prompt: str, avoided: str, girl: bool, seed: int, turn: int = 0) -> Look:
    """The looks a prompt gives a person; what it leaves open is decided by its own words and the seed."""
    text = re.sub(r"\b\d?\+?(?:girl|boy)s?\b,?", "", prompt)
    dice = Dice("look", seed, turn, text, avoided)
    hair = _named(_HAIR, "hair|hime cut|twintails|ponytail|braids?|bob|bun", text, turn)
    if hair is None and has("brunette|blonde", text):
        hair = hexed(_HAIR["blonde" if has("blonde", text) else "brunette"])
    free_hair, free_cloth, free_eyes = (hexed(dice.pick(few)) for few in (_HAIR_AT_HAND, _CLOTH_AT_HAND, _EYES_AT_HAND))
    cloth = _named(_CLOTH, "|".join(_OUTFITS.values()) + "|skirt|clothes|outfit|kimono", text, turn)
    outfit = next((name for name, pattern in _OUTFITS.items() if has(pattern, text) and not has(pattern, avoided)), "")
    open_outfit = dice.pick(("dress", "uniform", "coat", "hoodie") if girl else ("coat", "hoodie", "uniform"))
    trim = hexed(dice.pick([name for name in _CLOTH_AT_HAND if hexed(name) != (cloth or free_cloth)]))
    dark = has("dark skin|dark-skinned [a-z]+|tan(?:ned)?|brown skin", text)
    worn = frozenset(
        name for name, pattern in _WORN.items() if has(pattern, text) and not has(pattern, avoided)
    )  # fmt: skip
    if "witch hat" in worn or "beret" in worn:
        worn -= {"straw hat"}
    return Look(
        girl=girl, hair=hair or free_hair, length=_length(text, girl, dice), style=_style(text, girl, dice),
        eyes=_named(_EYES, "eyes", text, turn) or free_eyes,
        closed_eyes=has("closed eyes|eyes closed|sleeping|asleep", text), cloth=cloth or free_cloth, trim=trim,
        outfit=outfit or open_outfit, mouth="calm" if has("smil(?:e|ing)", avoided) else _mouth(text, dice),
        skin=hexed("b57a5c") if dark else hexed(dice.pick(("ffe3d3", "fbdcc8", "ffe9de"))),
        blush=has("blush|blushing|shy|embarrassed", text) or dice.chance(0.5), wears=worn,
    )  # fmt: skip
