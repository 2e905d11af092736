"""The demo's tag suggestions: a small list of everyday tags with made-up counts of the right size."""

from __future__ import annotations

_EVERYDAY = """\
1girl, solo, long hair, short hair, blue eyes, red eyes, green eyes, purple eyes, yellow eyes, brown eyes, silver
hair, white hair, black hair, blonde hair, brown hair, pink hair, blue hair, green hair, red hair, purple hair,
twintails, ponytail, braid, hair ribbon, hair ornament, hat, witch hat, glasses, cat ears, animal ears, fox ears,
smile, open mouth, closed eyes, blush, looking at viewer, looking back, from side, from above, from below, upper
body, full body, cowboy shot, close-up, portrait, standing, sitting, lying, walking, running, dancing, holding
hands, hug, umbrella, sword, book, flower, holding flower, school uniform, dress, white dress, black dress,
kimono, yukata, hoodie, jacket, coat, scarf, skirt, gloves, armor, maid, apron, outdoors, indoors, night, night
sky, starry sky, sunset, sunrise, dawn, day, blue sky, cloud, rain, snow, fog, city, cityscape, street, neon
lights, forest, mountain, river, lake, beach, ocean, sea, underwater, field, flower field, cherry blossoms, autumn
leaves, desert, ruins, castle, temple, shrine, library, classroom, bedroom, kitchen, cafe, train station, rooftop,
balcony, window, moon, full moon, crescent moon, sun, fireworks, lantern, candle, scenery, no humans, 2girls,
3girls, 1boy, 2boys, multiple girls, wide shot, depth of field, backlighting, bokeh, lens flare, watercolor (medium),
sketch, monochrome, simple background, white background, transparent background"""
TAGS = tuple(_EVERYDAY.replace("\n", " ").split(", "))
_JAPANESE = {
    "silver hair": "銀髪", "long hair": "長髪", "cat ears": "猫耳", "night": "夜", "smile": "笑顔", "sea": "海",
}  # fmt: skip
SHOWN = 10


def suggest(text: str, lang: str) -> object:
    """The body of ``suggest-tags`` for a piece of text: prefix matches first, then those that contain it."""
    wanted = text.strip().lower()
    if lang == "jp":
        return [
            {"jp_tag": jp, "en_tag": en, "power": 100}
            for en, jp in _JAPANESE.items()
            if wanted and (wanted in jp or wanted in en)
        ]
    first = [tag for tag in TAGS if tag.startswith(wanted)]
    then = [tag for tag in TAGS if wanted in tag and tag not in first]
    found = (first + then)[:SHOWN] if wanted else []
    entries = [
        {"tag": tag, "count": max(100, 10_000 - 61 * TAGS.index(tag)), "confidence": round(1 - place / 20, 2)}
        for place, tag in enumerate(found)
    ]
    return {"tags": entries}
