"""Opens packs: naitui's own, NAIWeaver's ``.vpack``, its bare files, and its folder. Nothing is written."""

from __future__ import annotations

from pathlib import Path

from naitui.library.pack import BadPack, Pack
from naitui.library.pack_reading import PRESETS_FILE, STYLES_FILE, Reading, json_in
from naitui.library.pack_zip import LIMITS, Limits, unpack
from naitui.library.weaver_words import MODES, SIDE_FILES
from naitui.novelai import Catalog
from naitui.pictures.kinds import kind_of

_READS_MOST = 5000
"""Files of a folder that are looked at."""


def read_pack(path: Path, catalog: Catalog, limits: Limits = LIMITS) -> Pack:
    """What is in a pack, a JSON file or a folder of NAIWeaver's, or a single wildcard. It may be slow: use a thread.

    Raises:
        BadPack: it is none of these, or larger than is allowed.
        OSError: it cannot be read.
    """
    if path.is_dir():
        return Reading(catalog, path.name, foreign=True).read(_folder_files(path, limits), [])
    with path.open("rb") as file:
        data = file.read(limits.file + 1)
    if len(data) > limits.file:
        raise BadPack(f"is larger than {limits.file // 1_000_000} MB")
    return read_pack_bytes(data, path.name, catalog, limits)


def read_pack_bytes(data: bytes, name: str, catalog: Catalog, limits: Limits = LIMITS) -> Pack:
    """What is in the bytes of a file of this name, as `read_pack` reads it.

    Raises:
        BadPack: as there.
    """
    stem = Path(name).stem
    match kind_of(data):
        case "zip":
            files, skipped = unpack(data, limits)
            return Reading(catalog, stem).read(files, skipped)
        case "json":
            return Reading(catalog, stem, foreign=True).read({_meant(data): data}, [])
    if name.endswith(".txt"):
        return Reading(catalog, stem, foreign=True).read({f"wildcards/{name}": data}, [])
    raise BadPack("is no pack: neither a ZIP nor one of NAIWeaver's files (presets.json, prompt_styles.json)")


def _meant(data: bytes) -> str:
    """Which of NAIWeaver's files a JSON text is, whatever it is called.

    Raises:
        BadPack: none of them.
    """
    document = json_in(data)
    first = document[0] if isinstance(document, list) and document else document
    if isinstance(first, dict) and "prompt" in first:
        return PRESETS_FILE
    if isinstance(first, dict) and {"prefix", "suffix", "negativeContent"} & first.keys():
        return STYLES_FILE
    raise BadPack("is JSON, but neither presets nor styles of NAIWeaver's")


def _folder_files(folder: Path, limits: Limits) -> dict[str, bytes]:
    """What of NAIWeaver's a folder holds: its two files, and ``wildcards``, or the wildcards themselves."""
    files: dict[str, bytes] = {}
    words = folder / "wildcards" if (folder / "wildcards").is_dir() else folder
    places = [(one, one.name) for one in (folder / PRESETS_FILE, folder / STYLES_FILE)]
    listed = sorted(words.iterdir())[:_READS_MOST]
    places += [(one, f"wildcards/{one.name}") for one in listed if one.suffix == ".txt" or _is_side(one.name)]
    left = limits.total
    for place, name in places:
        if place.is_file():
            with place.open("rb") as file:
                data = file.read(min(limits.entry, left) + 1)
            left -= len(data)
            if left < 0 or len(data) > limits.entry:
                raise BadPack(f"holds more than is read at once: {place.name}")
            files[name] = data
    if not files:
        raise BadPack(f"holds neither {PRESETS_FILE} nor {STYLES_FILE} nor wildcards")
    return files


def _is_side(name: str) -> bool:
    return name == MODES or name in SIDE_FILES
