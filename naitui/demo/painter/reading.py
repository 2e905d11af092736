"""Reading a prompt: which place, hour, weather and decoration it asks for, and how many people."""

import re
from dataclasses import dataclass

from naitui.demo.dice import Dice
from naitui.demo.painter.scene import Scene, plain, title, unwanted

TIMES = {
    "night": "night|midnight|moonlight|moonlit|starry|nighttime|evening sky|dark sky|fireworks",
    "sunset": "sunset|dusk|evening|golden hour|twilight|orange sky|red sky|autumn",
    "dawn": "dawn|sunrise|morning|pastel",
    "day": "day|daylight|noon|blue sky|sunny|sunlight|afternoon|summer",
}
PLACES = {
    "underwater": "underwater|coral|deep sea|submerged|mermaid",
    "space": "space|galaxy|nebula|planet|cosmos|cosmic|spaceship|astronaut|orbit",
    "indoors": "indoors?|library|bedroom|room|classroom|cafe|kitchen|interior|bookshel(?:f|ves)|bookshop|window",
    "city": "city|cityscape|street|town|rooftop|buildings?|skyline|urban|neon|skyscrapers?|alley|cyberpunk|tokyo",
    "sea": "sea|ocean|beach|shore|coast|seaside|waves?|harbou?r|lake|river|island|horizon|boat|water",
    "forest": "forest|woods|jungle|bamboo|trees|woodland|grove|shrine",
    "desert": "desert|dunes?|sand|oasis|canyon",
    "mountains": "mountains?|mt\\.? fuji|peaks?|valley|alps|cliff|volcano|snowy hills?|castle",
    "field": "field|meadow|grassland|flower field|garden|prairie|farm|hills?|"
    "sunflowers?|lavender|wheat|countryside|grass",
    "sky": "sky|clouds|above the clouds|flying|floating|airship|heaven",
}
THINGS = {
    "rain": "rain|raining|rainy|storm|downpour|drizzle",
    "snow": "snow|snowing|snowy|snowfall|winter|blizzard|snowflakes?",
    "clouds": "clouds?|cloudy|overcast|cumulonimbus",
    "fog": "fog|foggy|mist|misty|haze|hazy",
    "moon": "(?:full |crescent )?moon|moonlight|moonlit",
    "crescent": "crescent(?: moon)?",
    "stars": "stars?|starry|star \\(sky\\)|night sky|milky way|shooting star|constellations?",
    "sun": "sun|sunlight|sunbeams?|sun rays|sunset|sunrise|sunny",
    "blossoms": "cherry blossoms?|sakura|blossoms?|petals|falling petals|spring",
    "leaves": "autumn(?: leaves)?|falling leaves|maple|leaves",
    "fireworks": "fireworks?|hanabi|festival",
    "lanterns": "lanterns?|paper lanterns?|festival",
    "flowers": "flowers?|roses?|tulips?|lavender|sunflowers?|poppy|poppies|"
    "lilies|lily|daisy|daisies|hydrangeas?|bouquet",
    "fireflies": "firefl(?:y|ies)|glowing|magic|magical|sparkles?|bokeh|fantasy|particles",
    "birds": "birds?|seagulls?|crows?|doves?|cranes?",
    "rainbow": "rainbow",
    "title": "text",
    "grain": "film grain|grain",
    "people": "people|person|humans?",
}
FRAMES = {
    "close": "close-?up|portrait|face|face focus|headshot",
    "full": "full[ -]body|standing|walking|wide shot|from afar|scenery|landscape|very wide shot",
    "knees": "cowboy shot|knees? up|thighs? up",
    "upper": "upper[ -]body|bust|waist up",
}
_PEOPLE = re.compile(r"\b(\d|multiple |two |three |a |the )?\s?\+?(girl|boy|woman|man|lady|guy|women|men)s?\b")
_LONE = re.compile(
    r"\b(solo|character|hair|eyes|smile|she|he|her|his|princess|knight|witch|maid|elf|mermaid|astronaut)\b"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a picture shall show."""

    time: str
    place: str
    things: frozenset[str]
    removed: frozenset[str]
    frame: str
    people: tuple[str, ...]
    deserted: bool
    title: str
    words: str
    avoided: str

    def shows(self, thing: str) -> bool:
        """Whether the prompt asks for the thing and the undesired content does not forbid it."""
        return thing in self.things and thing not in self.removed

    def may(self, thing: str) -> bool:
        """Whether the thing may be shown unasked."""
        return thing not in self.removed


def has(pattern: str, text: str) -> bool:
    """Whether one of the words stands in the text."""
    return re.search(rf"\b(?:{pattern})\b", text) is not None


def _first(kinds: dict[str, str], text: str, avoided: str) -> str:
    """The kind whose word comes first in the text."""
    found: list[tuple[int, str]] = []
    for kind, pattern in kinds.items():
        match = re.search(rf"\b(?:{pattern})\b", text)
        if match and not has(pattern, avoided):
            found.append((match.start(), kind))
    return min(found)[1] if found else ""


def _people(text: str, avoided: str) -> tuple[str, ...]:
    found: list[str] = []
    for count, kind in _PEOPLE.findall(text):
        number = int(count) if count.isdigit() else {"two": 2, "three": 3, "multiple": 3}.get(count.strip(), 1)
        sort = "boy" if kind in ("boy", "man", "guy", "men") else "girl"
        if count.strip() in ("a", "the", "") and found:
            continue
        found += [sort] * max(1, min(number, 5))
    if not found and _LONE.search(text):
        found = ["girl"]
    found = [sort for sort in found if not has(rf"\d?{sort}s?", avoided)]
    return tuple(found[:1] if has("solo", text) else found[:6])


def read(scene: Scene) -> Reading:
    """What the words of a scene ask for; what they leave open the seed decides."""
    text = plain(scene.prompt)
    avoided = unwanted(scene.prompt, scene.undesired)
    dice = Dice("left open", scene.seed)
    left = [name for name in ("sunset", "night", "day", "dawn", "sunset", "day") if not has(TIMES[name], avoided)]
    open_time = dice.pick(left or ["day"])
    sights = [name for name in ("mountains", "sea", "field", "city", "sky", "forest") if not has(PLACES[name], avoided)]
    open_place = dice.pick(sights or ["sky"])
    time = _first(TIMES, text, avoided)
    if not time:
        hints = has(THINGS["moon"], text) or has(THINGS["stars"], text) or has("firefl(?:y|ies)|neon|lanterns?", text)
        time = "night" if hints else open_time
    # Any place may have a sky over it, so the sky is the place only when no other is named.
    place = _first({name: words for name, words in PLACES.items() if name != "sky"}, text, avoided)
    if not place and has(PLACES["sky"], text):
        place = "sky"
    if not place:
        place = "field" if has(THINGS["flowers"], text) and not has(THINGS["flowers"], avoided) else open_place
    deserted = has("no humans|nobody|no people", text) or has(THINGS["people"], avoided)
    return Reading(
        time=time,
        place=place,
        things=frozenset(name for name, pattern in THINGS.items() if has(pattern, text)),
        removed=frozenset(name for name, pattern in THINGS.items() if has(pattern, avoided)),
        frame=_first(FRAMES, text, ""),
        people=() if scene.figures or deserted else _people(text, avoided),
        deserted=deserted,
        title=title(scene.prompt),
        words=text,
        avoided=avoided,
    )
