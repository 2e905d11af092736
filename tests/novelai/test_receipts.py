"""Receipts: what each reference costs and why, and that their sum is what the price says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.novelai import load_catalog, quote
from naitui.novelai.account import Standing
from naitui.novelai.price import surcharges
from naitui.novelai.receipts import Known, Receipt, missing_encodings, reference_receipts, vibe_receipts
from naitui.recipe import Batch, Mask, PreciseReference, Recipe, Resolved, Sampling, Source, Vibe

CATALOG = load_catalog()
FULL = "nai-diffusion-4-5-full"
AT_SEVEN = Known("a", {"v4-5full": frozenset({0.7})}, picture=True)
PICTURE = Known("b", picture=True)


def recipe(*vibes: Vibe, **parts: Any) -> Recipe:
    return Recipe(**{"model": FULL, "sampling": Sampling(width=64, height=64), "vibes": vibes, **parts})


def only(known: Known, vibe: Vibe | None = None, **parts: Any) -> Receipt:
    [receipt] = vibe_receipts(recipe(vibe or Vibe(path="a"), **parts), CATALOG, [known])
    return receipt


def test_what_is_encoded_costs_nothing() -> None:
    assert only(AT_SEVEN) == Receipt("already encoded for V4.5 Full at 0.7", 0, "ready")


def test_another_information_extracted_is_another_encoding() -> None:
    words = "2 Anlas: new encoding for V4.5 Full at 0.8 (0.7 is there)"
    assert only(AT_SEVEN, Vibe(path="a", information=0.8)) == Receipt(words, 2, "to buy")
    assert only(AT_SEVEN, model="nai-diffusion-4-full").words == "2 Anlas: to be encoded for V4 Full at 1"
    assert only(PICTURE) == Receipt("2 Anlas: to be encoded for V4.5 Full at 0.7", 2, "to buy")


def test_an_encoding_alone_is_good_for_its_model_whatever_is_asked() -> None:
    alone = Known("c", {"v4-5full": frozenset({None, 0.7})})
    assert only(alone).words == "already encoded for V4.5 Full at 0.7"
    fixed = only(alone, Vibe(path="a", information=0.2))
    assert fixed == Receipt("already encoded for V4.5 Full; its information extracted is fixed", 0, "ready")
    other = only(alone, model="nai-diffusion-4-full")
    assert other == Receipt("no picture to encode for V4 Full at 1; encoded for V4.5 Full", 0, "unusable")
    unknown = only(Known("d", {"unknown": frozenset({None})}))
    assert unknown.words == "no picture to encode for V4.5 Full at 0.7: its encoding is of an unknown model"


def test_v3_takes_the_picture_itself() -> None:
    assert only(PICTURE, model="nai-diffusion-3").words == "Anime V3 takes the picture itself, without an encoding"
    assert only(Known("c", {"v4full": frozenset({None})}), model="nai-diffusion-3").state == "unusable"


def test_what_cannot_be_read_says_so() -> None:
    assert only(Known(problem="No such file or directory")) == Receipt("No such file or directory", 0, "unusable")


@pytest.mark.parametrize(
    ("vibe", "parts", "state", "words"),
    [
        (Vibe(path="a", enabled=False), {}, "off", "when it is on: already encoded for V4.5 Full at 0.7"),
        (
            Vibe(path="a"),
            {"model": "nai-diffusion-5-full"},
            "left out",
            "not sent: V5 Full has no Vibe Transfer; encoded for V4.5 Full",
        ),
        (
            Vibe(path="a"),
            {"precise_references": (PreciseReference(path="p"),)},
            "left out",
            "not sent: vibes do not go with precise references; encoded for V4.5 Full",
        ),
        (
            Vibe(path="a"),
            {"source": Source(path="s"), "mask": Mask(path="m")},
            "left out",
            "not sent: vibes do not go with a mask; encoded for V4.5 Full",
        ),
    ],
)
def test_what_is_not_sent_costs_nothing_and_says_why(vibe: Vibe, parts: dict[str, Any], state: str, words: str) -> None:
    assert only(AT_SEVEN, vibe, **parts).words == words
    assert (only(PICTURE, vibe, **parts).state, only(PICTURE, vibe, **parts).anlas) == (state, 0)
    assert only(Known(problem="gone"), vibe, **parts) == Receipt("gone", 0, state)


def test_the_same_encoding_twice_is_bought_once() -> None:
    made = recipe(Vibe(path="b"), Vibe(path="./b", strength=0.1), Vibe(path="b", information=1.0))
    receipts = vibe_receipts(made, CATALOG, [PICTURE] * 3)
    assert [receipt.words for receipt in receipts[1:]] == [
        "encoded together with vibe 1",
        "2 Anlas: to be encoded for V4.5 Full at 1",
    ]
    assert missing_encodings(receipts) == 2


def test_the_fifth_vibe_costs_for_every_request() -> None:
    made = recipe(*[Vibe(path="a")] * 6, batch=Batch(count=3))
    receipts = vibe_receipts(made, CATALOG, [AT_SEVEN] * 6)
    assert [receipt.anlas for receipt in receipts] == [0, 0, 0, 0, 6, 6]
    assert receipts[5].words == "already encoded for V4.5 Full at 0.7 · 2 Anlas a request beyond 4 vibes"


def test_precise_references_cost_by_picture() -> None:
    on, off = PreciseReference(path="p"), PreciseReference(path="q", enabled=False)
    made = recipe(precise_references=(on, off), batch=Batch(count=4, samples=2))
    receipts = reference_receipts(made, CATALOG, [PICTURE, Known(problem="gone")])
    assert receipts == [Receipt("5 Anlas a picture × 4 pictures = 20", 20, "ready"), Receipt("gone", 0, "off")]
    one = made.model_copy(update={"batch": Batch()})
    assert reference_receipts(one, CATALOG, [PICTURE] * 2)[0].words == "5 Anlas a picture"
    v5 = made.model_copy(update={"model": "nai-diffusion-5-full"})
    words = "not sent: V5 Full has no Precise Reference"
    assert reference_receipts(v5, CATALOG, [PICTURE] * 2) == [Receipt(words, 0, "left out"), Receipt(words, 0, "off")]
    off_words = reference_receipts(one, CATALOG, [PICTURE] * 2)[1].words
    assert off_words == "when it is on: 5 Anlas a picture"
    masked = one.model_copy(update={"source": Source(path="s"), "mask": Mask(path="m")})
    words = "not sent: precise references do not go with a mask"
    assert reference_receipts(masked, CATALOG, [PICTURE] * 2)[0] == Receipt(words, 0, "left out")


KNOWN = st.sampled_from([AT_SEVEN, PICTURE, Known("c", {"v4-5full": frozenset({None})}), Known("d", picture=True)])
VIBES = st.lists(
    st.tuples(KNOWN, st.booleans(), st.sampled_from([None, 0.7, 1.0])).map(
        lambda drawn: (Vibe(path=drawn[0].id, enabled=drawn[1], information=drawn[2]), drawn[0])
    ),
    max_size=8,
)


@given(
    vibes=VIBES,
    precise=st.integers(0, 2),
    count=st.integers(1, 5),
    samples=st.integers(1, 3),
    model=st.sampled_from([FULL, "nai-diffusion-4-full", "nai-diffusion-5-full", "nai-diffusion-3"]),
)
def test_receipts_add_up_to_what_references_cost(
    vibes: list[tuple[Vibe, Known]], precise: int, count: int, samples: int, model: str
) -> None:
    samples = min(samples, count)
    references = tuple(PreciseReference(path=str(number)) for number in range(precise))
    made = recipe(
        *(vibe for vibe, _ in vibes),
        model=model,
        precise_references=references,
        batch=Batch(count=count, samples=samples),
    )
    known = [file for _, file in vibes]
    receipts = vibe_receipts(made, CATALOG, known)
    total = sum(one.anlas for one in receipts + reference_receipts(made, CATALOG, [PICTURE] * precise))
    requests = [samples] * (count // samples) + ([count % samples] if count % samples else [])
    bought = missing_encodings(receipts)
    costs = [surcharges(made, n, CATALOG, 0 if place else bought) for place, n in enumerate(requests)]
    assert total == sum(cost for of_request in costs for _, cost in of_request)
    assert all(receipt.anlas == 0 for receipt in receipts if receipt.state in ("off", "left out"))


def test_the_worked_examples_of_the_price_list() -> None:
    """Six vibes, two of them to be encoded, cost 20 + 4 + 4; five that are encoded cost 2 on Opus."""
    size = Sampling(width=832, height=1216, steps=28)
    six = recipe(*(Vibe(path=str(n), information=0.7) for n in range(6)), sampling=size)
    known = [AT_SEVEN] * 4 + [PICTURE, Known("other", picture=True)]
    receipts = vibe_receipts(six, CATALOG, known)
    paid = quote(Resolved(six, 0), CATALOG, Standing(2, True, False), missing_encodings(receipts))
    assert (paid.total, sum(receipt.anlas for receipt in receipts)) == (28, 8)
    five = recipe(*[Vibe(path="a")] * 5, sampling=size)
    assert sum(receipt.anlas for receipt in vibe_receipts(five, CATALOG, [AT_SEVEN] * 5)) == 2
    assert quote(Resolved(five, 0), CATALOG, Standing(3, True, False)).total == 2
