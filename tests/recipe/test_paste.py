"""A pasted ``base | character | character`` is taken apart at its bars, and nowhere else."""

import pytest

from naitui.recipe.paste import take_apart


@pytest.mark.parametrize(
    ("text", "base", "people"),
    [
        ("2girls, park | girl, red hair | boy", "2girls, park", ("girl, red hair", "boy")),
        ("no bars at all", "no bars at all", ()),
        ("", "", ()),
        ("| girl", "", ("girl",)),
        ("base |\n girl,\n smile |  | boy |", "base", ("girl,\n smile", "boy")),
        ("a ||red|blue|| hat | girl, ||x|y||", "a ||red|blue|| hat", ("girl, ||x|y||",)),
        (r"a \| b | girl \|\| x", "a | b", ("girl || x",)),
        ("a /* b | c */ d | girl", "a /* b | c */ d", ("girl",)),
        ("a || b", "a", ("b",)),
        ("{a | b}", "{a", ("b}",)),
    ],
)
def test_taking_apart(text: str, base: str, people: tuple[str, ...]) -> None:
    assert take_apart(text) == (base, people)


def test_as_many_as_there_are() -> None:
    base, people = take_apart("base" + "".join(f"|girl {number}" for number in range(40)))
    assert base == "base"
    assert len(people) == 40
