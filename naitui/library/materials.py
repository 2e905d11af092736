"""Reads the pictures that a recipe names and prepares them for its request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from PIL.Image import Image

from naitui.library.calls import shareable
from naitui.library.collection import entry_name
from naitui.library.sources import Sources
from naitui.library.vibes import picture_in, single, vibes_in
from naitui.novelai import Catalog, Model, Refused
from naitui.novelai.action import drawing_model, sent_references, sent_vibes, vibe_information
from naitui.novelai.materials import Materials, Unencoded
from naitui.pictures import masks, prepare
from naitui.pictures.decode import open_picture
from naitui.pictures.errors import BadPicture
from naitui.pictures.pasting import Pasting
from naitui.pictures.region import focus_size
from naitui.pictures.vibes import UNKNOWN_MODEL, VibeFile, encoding_for
from naitui.recipe import Problem, Recipe, Vibe
from naitui.recipe.pictures import with_paths
from naitui.recipe.problems import Place

_T = TypeVar("_T")


def load_materials(recipe: Recipe, catalog: Catalog, sources: Sources) -> Materials:
    """Everything that the recipe's request needs, read and prepared; slow, so use a thread.

    A vibe is a vibe file, or a picture; an encoding that is not in the file is looked for among those that were bought,
    and what is not there either is still to be bought.

    Raises:
        Refused: files that cannot be read or used; each is named with its place in the recipe.
    """
    reader = _Reader(sources)
    model = drawing_model(recipe, catalog)
    width, height = recipe.sampling.width, recipe.sampling.height
    control = None
    source, pasting = _source(reader, recipe, width, height, keep_alpha=model.transparency and recipe.transparent)
    mask = pasting.mask if pasting is not None else None
    if pasting is not None and pasting.region is not None:
        source, mask = _focused(pasting, keep_alpha=model.transparency and recipe.transparent)
    if recipe.control is not None and model.controlnet:
        control = reader.picture(
            ("control", "path"),
            recipe.control.path,
            lambda image: prepare.png(prepare.control_picture(image, width, height)),
        )
    vibes = [reader.vibe(("vibes", at), vibe, model) for at, vibe in _placed(recipe.vibes, sent_vibes(recipe, model))]
    references = [
        reader.picture(
            ("precise_references", at, "path"),
            reference.path,
            lambda image: prepare.png(prepare.reference_canvas(image)),
        )
        for at, reference in _placed(recipe.precise_references, sent_references(recipe, model))
    ]
    if reader.problems:
        raise Refused(reader.problems)
    found = tuple(data for data in references if data is not None)
    return Materials(source, mask, tuple(vibes), found, control, pasting)


def _source(
    reader: _Reader, recipe: Recipe, width: int, height: int, *, keep_alpha: bool
) -> tuple[bytes | None, Pasting | None]:
    """The source in the recipe's size, and with a mask what the result will be laid over."""
    source = mask = None
    if recipe.source is not None:
        source = reader.picture(
            ("source", "path"),
            recipe.source.path,
            lambda image: prepare.png(prepare.source(image, width, height, keep_alpha=keep_alpha)),
        )
    if recipe.mask is not None:
        mask = reader.picture(("mask", "path"), recipe.mask.path, lambda image: _mask(image, width, height))
    if recipe.mask is None or source is None or mask is None:
        return source, None
    return source, Pasting(source, mask, recipe.mask.region)


def _focused(whole: Pasting, *, keep_alpha: bool) -> tuple[bytes, bytes]:
    """Source and mask of the region alone, enlarged as on NovelAI's page.

    Raises:
        Refused: nothing is painted in it.
    """
    region = whole.region
    assert region is not None  # noqa: S101 - it is what makes it focused
    width, height = focus_size(region)
    try:
        source = open_picture(whole.original).crop(region)
        mask = _mask(open_picture(whole.mask).crop(region), width, height)
    except ValueError as error:  # BadPicture, or a region that is not inside
        raise Refused([Problem(("mask", "region"), str(error))]) from None
    return prepare.png(prepare.source(source, width, height, keep_alpha=keep_alpha)), mask


def _placed(every: tuple[_T, ...], sent: tuple[_T, ...]) -> Iterable[tuple[int, _T]]:
    """Those that are sent, with their position in the recipe."""
    return ((at, entry) for at, entry in enumerate(every) if any(entry is one for one in sent))


def _mask(image: Image, width: int, height: int) -> bytes:
    mask = masks.blocks(image, width, height)
    if masks.is_empty(mask):
        raise BadPicture("nothing in the mask is white, so nothing would be painted")
    return prepare.png(mask)


def anchored(recipe: Recipe, base: Path) -> Recipe:
    """The recipe with its pictures named so that they are found from anywhere: whole paths, ``~`` for the home folder,
    whose name is nobody's business where a picture is shown around. Names of the collection are found anyway."""

    def path(text: str) -> str:
        if entry_name(text) is not None:
            return text
        return shareable(base / Path(text).expanduser())

    return with_paths(recipe, path)


def count_unencoded(recipe: Recipe, catalog: Catalog, sources: Sources) -> int:
    """How many encodings are still to be bought, as far as the files can be read; those that cannot count too."""
    model = drawing_model(recipe, catalog)
    if model.vibes != "encoded":
        return 0
    reader = _Reader(sources)
    vibes = [reader.vibe(("vibes",), vibe, model) for vibe in sent_vibes(recipe, model)]
    return len(Materials(vibes=tuple(vibes)).unencoded) + vibes.count(None)


def _of_picture(data: bytes) -> VibeFile:
    """A plain picture as a vibe. Raises `BadPicture` for what the encoder would not take."""
    open_picture(data)  # a damaged one should not be paid for
    return VibeFile(name="", image=data)


def vibe_picture(found: Sequence[VibeFile], data: bytes, wanted: str) -> VibeFile:
    """The vibe with its picture that a file's ``data`` holds; the file itself when it is a plain picture.

    Raises:
        BadPicture: there is no picture; ``wanted`` says for what one was needed.
    """
    if not found:
        return _of_picture(data)
    if found[0].image is not None:
        return found[0]
    if UNKNOWN_MODEL in found[0].encodings:
        why = "it does not say for which model its encoding is"
        raise BadPicture(f"{why}; naitui vibe import FILE --for MODEL takes it into the collection")
    raise BadPicture(f"{wanted}, and no picture to make one of")


def vibe_material(vibe: Vibe, model: Model, sources: Sources) -> bytes | Unencoded:
    """A vibe as this model takes it: a canvas for V3; for V4 and V4.5 its encoding, or what is still to be bought.

    Raises:
        OSError, BadPicture, NoEntry: its file cannot be used.
    """
    return _canvas(vibe, model, sources) if model.vibes == "raw" else _encoding(vibe, model, sources)


class _Reader:
    """Reads files and gathers what is wrong with them, so that one look shows everything."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self.problems: list[Problem] = []

    def picture(self, place: Place, path: str, ready: Callable[[Image], bytes]) -> bytes | None:
        """A picture file, or the picture in a vibe file, prepared."""
        return self._tried(place, path, lambda: ready(open_picture(picture_in(self._sources.read(path)))))

    def vibe(self, place: Place, vibe: Vibe, model: Model) -> bytes | Unencoded | None:
        """A vibe as this model takes it: a canvas for V3, an encoding for V4 and V4.5."""
        return self._tried((*place, "path"), vibe.path, lambda: vibe_material(vibe, model, self._sources))

    def _tried(self, place: Place, path: str, do: Callable[[], _T]) -> _T | None:
        try:
            return do()
        except OSError as error:
            self.problems.append(Problem(place, f"{path}: {error.strerror or 'cannot be read'}"))
        except ValueError as error:  # BadPicture is one too
            self.problems.append(Problem(place, f"{path}: {error}"))
        return None


def _canvas(vibe: Vibe, model: Model, sources: Sources) -> bytes:
    data = sources.read(vibe.path)
    found = vibe_picture(single(vibes_in(data)), data, f"it holds no picture, which {model.title} takes")
    return prepare.png(prepare.vibe_canvas(open_picture(found.image or b"")))


def _encoding(vibe: Vibe, model: Model, sources: Sources) -> bytes | Unencoded:
    """The encoding that fits model and information: out of the file, out of the store, or still to be bought."""
    data, key, information = sources.read(vibe.path), model.vibe_key or "", vibe_information(vibe, model)
    found = single(vibes_in(data))
    for one in found:
        encoding = encoding_for(one, key, information)
        if encoding is not None:
            return encoding
    wanted = f"it holds no encoding for {model.title} with information extracted {information:g}"
    picture = vibe_picture(found, data, wanted)
    id = picture.id
    encoding = sources.vibes.encoding(id, key, information)
    return encoding or Unencoded(picture, id, Path(vibe.path).name, model.id, key, information)
