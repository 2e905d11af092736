"""The painter of the demo service: repeatable, answering to every wish, and not to be upset by any prompt."""

from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageStat

from naitui.demo.painter import Figure, Scene, paint, preview

SCENE = Scene("1girl, silver hair, night, city, moon", "", seed=7, width=208, height=304)
PAIR = replace(
    SCENE,
    prompt="2girls, city, sunset",
    figures=(Figure("girl, black hair, uniform", "", 0.3, 0.5), Figure("girl, red hair, dress", "", 0.7, 0.5)),
)


def moved(scene: Scene, x: float, y: float) -> Scene:
    """The scene with its first figure in another place."""
    first, *others = scene.figures
    return replace(scene, figures=(replace(first, x=x, y=y), *others))


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far apart two pictures are on average, from 0 to 255."""
    means = ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean
    return max(means)


def test_the_same_scene_gives_the_same_pixels() -> None:
    for scene in (SCENE, PAIR, replace(PAIR, transparent=True)):
        assert paint(scene).tobytes() == paint(scene).tobytes()


@pytest.mark.parametrize(
    "other",
    [
        replace(SCENE, prompt="1girl, silver hair, night, city, stars"),
        replace(SCENE, prompt="1girl, silver hair, night, city, moon, zxqv"),
        replace(SCENE, prompt="1girl, black hair, night, city, moon"),
        replace(SCENE, prompt="1girl, silver hair, night, forest, moon"),
        replace(SCENE, undesired="moon"),
        replace(SCENE, undesired="zxqv"),
        replace(SCENE, seed=8),
        replace(SCENE, width=216),
        replace(SCENE, transparent=True),
        replace(SCENE, steps=4),
        replace(SCENE, guidance=9.0),
        replace(SCENE, variety=True),
    ],
)
def test_every_wish_changes_the_picture(other: Scene) -> None:
    assert paint(other).tobytes() != paint(SCENE).tobytes()


@pytest.mark.parametrize("transparent", [False, True])
@pytest.mark.parametrize(
    "figure",
    [
        Figure("girl, pink hair, uniform", "", 0.3, 0.5),
        Figure("girl, black hair, uniform, zxqv", "", 0.3, 0.5),
        Figure("girl, black hair, uniform", "smile", 0.3, 0.5),
        Figure("girl, black hair, uniform", "", 0.3, 0.7),
        Figure("girl, black hair, uniform", "", 0.1, 0.5),
    ],
)
def test_every_wish_for_a_figure_changes_the_picture(figure: Figure, transparent: bool) -> None:
    before = replace(PAIR, transparent=transparent)
    assert paint(replace(before, figures=(figure, PAIR.figures[1]))).tobytes() != paint(before).tobytes()


def test_a_moved_figure_leaves_the_old_place_and_takes_the_new_one() -> None:
    scene = replace(PAIR, width=304, height=208, figures=PAIR.figures[:1])
    left, right = moved(scene, 0.1, 0.5), moved(scene, 0.7, 0.5)
    apart = ImageChops.difference(paint(left), paint(right)).convert("L")

    def changed(start: float, end: float) -> float:
        return ImageStat.Stat(apart.crop((round(304 * start), 0, round(304 * end), 208))).mean[0]

    assert changed(0.0, 0.22) > 5 * changed(0.3, 0.48)
    assert changed(0.6, 0.8) > 5 * changed(0.3, 0.48)
    assert changed(0.6, 0.8) > 5 * changed(0.92, 1.0)


def test_lower_places_are_lower_and_nearer() -> None:
    alone = replace(PAIR, transparent=True, prompt="full body", figures=PAIR.figures[:1])
    boxes = [paint(moved(alone, 0.5, y)).getchannel("A").getbbox() for y in (0.1, 0.3, 0.5, 0.7, 0.9)]
    tops = [box[1] for box in boxes if box is not None]
    assert len(tops) == 5
    assert tops == sorted(set(tops))


def test_a_transparent_picture_is_a_cut_out() -> None:
    for prompt in ("1girl, night", "something quite else"):
        alpha = paint(replace(SCENE, prompt=prompt, transparent=True)).getchannel("A")
        assert alpha.getextrema() == (0, 255)
        assert alpha.getpixel((0, 0)) == 0
    assert paint(SCENE).mode == "RGB"


def test_emphasis_marks_do_not_hide_words_and_negative_weight_removes_them() -> None:
    plain = replace(SCENE, prompt="no humans, city, night, moon", undesired="stars, clouds")
    assert difference(paint(plain), paint(replace(plain, prompt="no humans, {{city}}, [night], 1.3::moon::"))) < 12
    assert difference(paint(plain), paint(replace(plain, prompt="no humans, city, night, -1::moon::"))) > 0


def test_title_words_are_drawn_unless_undesired() -> None:
    with_title = replace(SCENE, prompt=SCENE.prompt + ", Text: HELLO")
    foot = (0, 255, 208, 295)
    shown, hidden = paint(with_title).crop(foot), paint(replace(with_title, undesired="text")).crop(foot)
    assert difference(shown, hidden) > 10


@pytest.mark.parametrize(
    "size", [(64, 64), (1, 1), (832, 1216), (1216, 832), (1024, 1024), (2048, 1536), (64, 1024), (1024, 64), (333, 77)]
)
def test_every_size_works(size: tuple[int, int]) -> None:
    for transparent in (False, True):
        assert paint(replace(PAIR, width=size[0], height=size[1], transparent=transparent)).size == size


@pytest.mark.parametrize(
    "place",
    [
        "city",
        "library",
        "mountains",
        "field, flowers",
        "forest",
        "desert",
        "ocean, beach",
        "underwater",
        "space",
        "sky",
    ],
)
@pytest.mark.parametrize("hour", ["night", "sunset", "dawn", "day"])
def test_every_place_at_every_hour(place: str, hour: str) -> None:
    bare = replace(SCENE, prompt=f"no humans, {place}, {hour}")
    busy = replace(
        bare,
        prompt=f"1girl, 1boy, {place}, {hour}, rain, snow, fog, cherry blossoms, autumn leaves, fireflies, "
        "fireworks, lanterns, birds, rainbow, stars, crescent moon, film grain",
    )
    assert difference(paint(bare), paint(busy)) > 1


@pytest.mark.parametrize(
    "style", ["twintails", "ponytail", "braid", "hair bun", "long hair", "very long hair", "short hair"]
)
@pytest.mark.parametrize("outfit", ["kimono", "school uniform", "dress", "coat", "hoodie", "cloak", "armor"])
def test_every_hair_and_outfit(style: str, outfit: str) -> None:
    person = (
        f"girl, {style}, {outfit}, open mouth, closed eyes, cat ears, witch hat, glasses, umbrella, scarf, wings, halo"
    )
    scene = replace(
        SCENE, figures=(Figure(person, "", 0.5, 0.5), Figure(f"boy, {outfit}, sword, horns, beret", "", 0.8, 0.5))
    )
    assert paint(scene).size == (208, 304)


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        "girl, " * 16_667,
        "-1::" * 25_000,
        "{{{",
        "[[[]]",
        "::::1.2::",
        "\x00\x01\x1b[31m\x7f\u202e",
        "🌸🦊👩‍🚀, 1girl, 猫耳, " + "🌸" * 500,
        '\ud800 lone, "\udfff", Text: \ud83d',
        "Text: ",
        'Text: 🌸\x00猫 "quoted"',
        "99999girls, 0boys, 1e999::moon::",
    ],
)
def test_hostile_prompts_are_painted(prompt: str) -> None:
    hostile = Figure(prompt, prompt, float("inf"), float("nan"))
    for scene in (
        replace(SCENE, prompt=prompt, undesired=prompt),
        replace(SCENE, prompt=prompt, figures=(hostile,), transparent=True, steps=0, guidance=1e9, seed=-1),
    ):
        assert paint(scene).size == (208, 304)


def test_previews_come_closer_to_the_picture() -> None:
    final = paint(replace(SCENE, width=832, height=1216))
    views = [preview(final, 7, step, 23) for step in (0, 5, 11, 17, 23)]
    assert {view.size for view in views} == {(208, 304)}
    small = final.resize((208, 304))
    far = [difference(view, small) for view in views]
    assert far == sorted(far, reverse=True)
    assert far[0] > 4 * far[-1]
    assert views[1].tobytes() == preview(final, 7, 5, 23).tobytes()
    assert views[1].tobytes() != preview(final, 8, 5, 23).tobytes()


@pytest.mark.parametrize("size", [(2048, 1536), (64, 64), (3, 2), (1, 1), (64, 2048)])
def test_previews_of_every_size(size: tuple[int, int]) -> None:
    for mode in ("RGB", "RGBA"):
        view = preview(Image.new(mode, size), 1, 3, 0)
        assert view.mode == "RGB"
        assert 1 <= max(view.size) <= 320
