"""Interactions as words: who gets which prefix, in which order (api.md 3.9; the rules of the files people have)."""

import pytest

from naitui.recipe import Character, Interaction
from naitui.recipe.captions import caption, captions, fault_in_action, is_complete, prefixes, role_of, typed_roles

ANN, BEN, CID = (Character(id=id, prompt=prompt) for id, prompt in (("a", "girl"), ("b", "boy"), ("c", "cat")))
PEOPLE = (ANN, BEN, CID)


def hug(**sides: tuple[str, ...]) -> Interaction:
    return Interaction(action="hug", **sides)


def kiss(**sides: tuple[str, ...]) -> Interaction:
    return Interaction(action="kiss", **sides)


CASES = [
    ((), ["girl", "boy", "cat"]),
    ((hug(sources=("a",), targets=("b",)),), ["source#hug, girl", "target#hug, boy", "cat"]),
    ((hug(sources=("a", "b"), targets=("c",)),), ["source#hug, girl", "source#hug, boy", "target#hug, cat"]),
    ((hug(sources=("a",), targets=("b", "c")),), ["source#hug, girl", "target#hug, boy", "target#hug, cat"]),
    ((hug(mutual=("a", "b", "c")),), ["mutual#hug, girl", "mutual#hug, boy", "mutual#hug, cat"]),
    # the last of the list comes first
    (
        (hug(sources=("a",), targets=("b",)), kiss(sources=("b",), targets=("a",))),
        ["target#kiss, source#hug, girl", "source#kiss, target#hug, boy", "cat"],
    ),
    # whoever is both does it
    ((hug(sources=("a",), targets=("a", "b")),), ["source#hug, girl", "target#hug, boy", "cat"]),
    ((hug(sources=("a",), targets=("b",), mutual=("a",)),), ["mutual#hug, girl", "target#hug, boy", "cat"]),
    # two interactions with the same action
    (
        (hug(sources=("a",), targets=("b",)), hug(sources=("b",), targets=("c",))),
        ["source#hug, girl", "source#hug, target#hug, boy", "target#hug, cat"],
    ),
    # the same words once
    (
        (hug(sources=("a",), targets=("b",)), hug(sources=("a",), targets=("c",))),
        ["source#hug, girl", "target#hug, boy", "target#hug, cat"],
    ),
    # one side alone is text all the same
    ((hug(sources=("a",)),), ["source#hug, girl", "boy", "cat"]),
    ((Interaction(action="  big hug ", mutual=("a", "c")),), ["mutual#big hug, girl", "boy", "mutual#big hug, cat"]),
    ((Interaction(action=" ", sources=("a",), targets=("b",)),), ["girl", "boy", "cat"]),
    ((hug(sources=("nobody",), targets=("b",)),), ["girl", "target#hug, boy", "cat"]),
]  # fmt: skip


@pytest.mark.parametrize(("interactions", "said"), CASES)
def test_captions(interactions: tuple[Interaction, ...], said: list[str]) -> None:
    assert captions(PEOPLE, interactions) == said


def test_the_order_of_the_characters_is_nobodys_business() -> None:
    interactions = (hug(sources=("a",), targets=("b",)), kiss(mutual=("b", "c")))
    there = dict(zip(PEOPLE, captions(PEOPLE, interactions), strict=True))
    for order in ((CID, ANN, BEN), (BEN, CID, ANN), (BEN,), (CID, BEN)):
        assert captions(order, interactions) == [there[one] for one in order]


def test_who_has_no_id_takes_part_in_nothing() -> None:
    assert role_of(None, hug(sources=("a",))) is None
    assert caption(Character(prompt="girl"), (hug(sources=("a",)),)) == "girl"


def test_what_a_prompt_says_already_is_not_said_again() -> None:
    interactions = (hug(sources=("a",), targets=("b",)), kiss(sources=("a",), targets=("b",)))
    typed = ANN.model_copy(update={"prompt": "girl, Source#Hug, smile"})
    assert caption(typed, interactions) == "source#kiss, girl, Source#Hug, smile"
    weighed = ANN.model_copy(update={"prompt": "girl, {source#hug}"})
    assert prefixes(weighed, interactions) == ["source#kiss", "source#hug"], "a weighed one says more than the role"


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("girl", []),
        ("source#hug, girl", [("source", "hug")]),
        ("girl, target#holding hands", [("target", "holding hands")]),
        ("mutual#hug", [("mutual", "hug")]),
        ("girl, SOURCE#Hug , mutual#kiss\ntarget#pat, x", [("source", "Hug"), ("mutual", "kiss"), ("target", "pat")]),
        ("{source#hug}, 1.2::target#kiss::, [mutual#pat]", []),
        ("||source#hug|x||, /* source#hug */ girl, Text: source#hug", []),
        ("resource#hug, source #hug, source#, #source", []),
        ("girl, source#__verb__", [("source", "__verb__")]),
    ],
)
def test_typed_roles_are_found_wherever_they_stand(prompt: str, found: list[tuple[str, str]]) -> None:
    roles = typed_roles(prompt)
    assert [(one.role, one.action) for one in roles] == found
    assert all(prompt[one.start : one.end].lower().startswith(f"{one.role}#") for one in roles)


@pytest.mark.parametrize(
    "action", ["hug", "hug /* a, b */", "holding another's hand", "||hug|kiss||", "__verb__", "@{verb}", "a#b", "抱擁"]
)
def test_actions_that_can_be(action: str) -> None:
    assert fault_in_action(action) is None


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("", "no action"),
        ("  ", "no action"),
        ("/* hug */", "no action"),
        ("a, b", "a comma"),
        ("a|b", "a bar"),
        ("source#lick", "begins with source#, which the role puts in front of it: lick is enough"),
        ("Mutual# hug", "begins with Mutual#"),
        ("a\nb", "a line end"),
    ],
)
def test_actions_that_would_end_too_early(action: str, said: str) -> None:
    assert said in (fault_in_action(action) or "")


@pytest.mark.parametrize(
    ("interaction", "complete"),
    [
        (hug(), False),
        (hug(sources=("a",)), False),
        (hug(targets=("a",)), False),
        (hug(mutual=("a",)), False),
        (hug(sources=("a",), targets=("b",)), True),
        (hug(mutual=("a", "b")), True),
        (hug(sources=("a",), targets=("b",), mutual=("c",)), False),
    ],
)
def test_who_has_somebody_to_do_it_with(interaction: Interaction, complete: bool) -> None:
    assert is_complete(interaction) is complete
