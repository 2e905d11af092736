"""Plans: what would be sent and cost, and what is refused before anything is."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from naitui.jobs import Encode, Generation, Plan, forecast
from naitui.library.cell_materials import CellMaterials
from naitui.library.collection import Collection
from naitui.library.sources import Sources
from naitui.library.vibes import VibeStore
from naitui.novelai import Refused, Standing, load_catalog
from naitui.recipe import Axis, Batch, Entry, Fault, Recipe, Sampling, Source, Style, Sweep, Vibe, Wildcard, Words
from naitui.recipe.sweep import cells

CATALOG = load_catalog()
OPUS, SPENT, TABLET = Standing(3), Standing(3, True, True), Standing(1)


def recipe(count: int = 1, samples: int = 1, **sampling: object) -> Recipe:
    return Recipe(prompt="1girl", sampling=Sampling(**sampling), batch=Batch(count=count, samples=samples))


@pytest.mark.parametrize(
    ("sampling", "named"),
    [
        ({"width": 4096, "height": 4096}, "3,145,728"),
        ({"width": 65}, "multiple of 64"),
        ({"steps": 51}, "steps"),
        ({"sampler": "nonsense"}, "nonsense"),
        ({"width": 2048, "height": 1536, "steps": 50}, "150 Anlas"),
    ],
)
def test_refusals_come_before_anything_else(sampling: dict[str, object], named: str) -> None:
    with pytest.raises(Refused, match=named):
        Plan.of(recipe(**sampling), CATALOG, OPUS)


def test_every_problem_is_listed() -> None:
    with pytest.raises(Refused) as caught:
        Plan.of(recipe(width=65, steps=99, guidance=99.0), CATALOG, OPUS)
    assert len(caught.value.problems) == 3


def test_one_request_for_each_group_of_samples() -> None:
    plan = Plan.of(recipe(count=5, samples=2, seed=100), CATALOG, OPUS)
    assert [(job.task.request.seed, job.task.request.samples) for job in plan.jobs] == [(100, 2), (102, 2), (104, 1)]
    assert len({job.id for job in plan.jobs}) == 3
    assert [job.task.resolved.seed for job in plan.jobs] == [100, 102, 104]


def test_the_quote_is_the_sum_of_its_jobs() -> None:
    plan = Plan.of(recipe(count=5, samples=2), CATALOG, OPUS)
    assert plan.quote.total == sum(job.quote.total for job in plan.jobs) == 26 * 2
    assert (plan.quote.pictures, plan.quote.free, plan.quote.uses_allowance) == (5, 3, True)


@pytest.mark.parametrize(("standing", "total"), [(OPUS, 0), (SPENT, 26), (TABLET, 26), (None, 26)])
def test_who_pays_what(standing: Standing | None, total: int) -> None:
    assert Plan.of(recipe(), CATALOG, standing).quote.total == total


def test_a_seed_given_to_the_plan_comes_first() -> None:
    assert Plan.of(recipe(seed=5), CATALOG, OPUS, seed=9).jobs[0].task.request.seed == 9


def test_without_a_stream_the_plain_path_is_used() -> None:
    assert Plan.of(recipe(), CATALOG, OPUS, framing="none").jobs[0].task.request.path == "/ai/generate-image"
    assert Plan.of(recipe(), CATALOG, OPUS).jobs[0].task.request.path == "/ai/generate-image-stream"


@pytest.mark.parametrize(("count", "samples"), [(1, 1), (5, 2), (7, 4), (100, 1), (2, 3)])
@pytest.mark.parametrize("standing", [OPUS, SPENT, None])
def test_the_forecast_is_what_the_plan_will_say(count: int, samples: int, standing: Standing | None) -> None:
    asked = recipe(count=count, samples=samples)
    plan = Plan.of(asked, CATALOG, standing)
    quote, lint = forecast(asked, CATALOG, standing)
    assert (quote, lint) == (plan.quote, plan.lint)


def test_what_differs_is_worded_anew_and_the_rest_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from naitui.novelai import request

    worded = []
    real = request.word
    monkeypatch.setattr(request, "word", lambda *arguments: (worded.append(1), real(*arguments))[1])
    plain = recipe(count=7, samples=2)
    plan = Plan.of(plain, CATALOG, OPUS, seed=1)
    assert len(worded) == 2  # the last request asks for one sample less
    assert [job.task.request.body for job in plan.jobs] == [
        request.build(job.task.resolved, CATALOG).body for job in plan.jobs
    ]
    chance = plain.model_copy(update={"prompt": "||a|b||"})
    plan = Plan.of(chance, CATALOG, OPUS, seed=1)
    assert {str(job.task.request.body["input"])[0] for job in plan.jobs} == {"a", "b"}
    assert [job.task.request.body for job in plan.jobs] == [
        request.build(job.task.resolved, CATALOG).body for job in plan.jobs
    ]


WORDS = Words(
    {"n": Wildcard("n", tuple(Entry(str(number), 1.0, number) for number in range(1, 100)))},
    styles={"v3": Style(suffix="old", models=["v3"])},
    others={"wildcard": ("n",)},
    faults=(Fault("/w/n.txt", 7, "is not UTF-8"),),
)


def test_every_job_of_a_batch_has_words_of_its_own() -> None:
    asked = recipe(count=5, seed=3).model_copy(update={"prompt": "__n__", "styles": ("v3",)})
    plan = Plan.of(asked, CATALOG, OPUS, words=WORDS)
    assert len({str(job.task.request.body["input"]) for job in plan.jobs}) > 2
    assert all(job.task.resolved.draft == asked for job in plan.jobs)
    assert [str(note) for note in plan.notes] == [
        'styles[1]: "v3" is left out: it is meant for v3, not for nai-diffusion-5-curated',
        "/w/n.txt:7: is not UTF-8",
    ]


def test_what_does_not_exist_is_refused_with_what_is_wrong_in_the_files() -> None:
    asked = recipe().model_copy(update={"prompt": "__m__"})
    with pytest.raises(Refused) as caught:
        Plan.of(asked, CATALOG, OPUS, words=WORDS)
    assert [str(problem) for problem in caught.value.problems] == [
        'prompt: __m__: there is no wildcard "m"',
        "/w/n.txt:7: is not UTF-8",
    ]


class TestSweeps:
    """A sweep is a plan like any other: price first, every cell looked at."""

    def test_the_whole_price_is_known_before_anything_is_sent(self) -> None:
        sweep = Sweep(x=(Axis(set="steps", values="20, 28"),), y=(Axis(set="size", values="832x1216, 1024x1536"),))
        recipe = Recipe(model="nai-diffusion-4-5-full", prompt="cat", sweep=sweep)
        plan = Plan.of(recipe, CATALOG, None, seed=1)
        assert len(plan.jobs) == 4
        assert plan.quote.total == sum(job.quote.total for job in plan.jobs)
        assert forecast(recipe, CATALOG, None)[0] == plan.quote
        bodies = [job.task.request.body["parameters"] for job in plan.jobs]
        assert [(body["steps"], body["width"]) for body in bodies] == [(20, 832), (28, 832), (20, 1024), (28, 1024)]
        assert {body["seed"] for body in bodies} == {1}

    def test_what_one_cell_cannot_do_stops_all_of_it(self) -> None:
        sweep = Sweep(x=(Axis(set="model", values="nai-diffusion-4-5-full, nai-diffusion-3"),))
        recipe = Recipe(prompt="cat", sweep=sweep, sampling=Sampling(steps=99))
        quote, found = forecast(recipe, CATALOG, None)
        assert quote.pictures == 2
        assert [problem.where for problem in found.refusals] == [("sampling", "steps")]
        with pytest.raises(Refused):
            Plan.of(recipe, CATALOG, None)

    def test_a_sweep_that_cannot_be_read_is_refused_with_its_place(self) -> None:
        recipe = Recipe(prompt="cat", sweep=Sweep(x=(Axis(set="stpes", values="1"),)))
        assert "did you mean" in str(forecast(recipe, CATALOG, None)[1].refusals[0])
        with pytest.raises(Refused, match="did you mean"):
            Plan.of(recipe, CATALOG, None)

    def test_every_cell_is_worded_for_its_own_settings(self) -> None:
        """As if it were sent alone: with its model's tags, its quality, its preset."""
        axes = (Axis(set="quality", values="none, standard"),)
        models = (Axis(set="model", values="nai-diffusion-4-5-full, nai-diffusion-4-full"),)
        presets = (Axis(set="undesired_preset", values="heavy, light"),)
        recipe = Recipe(model="nai-diffusion-4-5-full", prompt="cat", sweep=Sweep(x=axes, y=models, z=presets))
        found = Plan.of(recipe, CATALOG, None, seed=1)
        alone = [Plan.of(cell.recipe, CATALOG, None, seed=1).jobs[0] for cell in cells(recipe)]
        assert [job.task.request.body for job in found.jobs] == [job.task.request.body for job in alone]
        assert len({job.task.request.body["input"] for job in found.jobs}) > 2

    def test_pictures_are_made_ready_for_each_cell(self, tmp_path: Path) -> None:
        path = tmp_path / "cat.png"
        Image.new("RGB", (640, 400), "orange").save(path)
        sizes = (Axis(set="size", values="128x128, 64x192"),)
        information = (Axis(set="vibe 1 information", values="0.5, 1"),)
        recipe = Recipe(
            model="nai-diffusion-4-5-full",
            source=Source(path=str(path)),
            vibes=(Vibe(path=str(path)),),
            sweep=Sweep(x=sizes, y=information),
        )
        materials = CellMaterials(CATALOG, Sources(tmp_path, VibeStore(tmp_path / "v"), Collection(tmp_path / "c")))
        materials.load(recipe)
        plan = Plan.of(recipe, CATALOG, None, seed=1, materials=materials.of)
        encodings = [job for job in plan.jobs if isinstance(job.task, Encode)]
        assert len(encodings) == materials.unencoded == 2
        bodies = [job.task.request.body["parameters"] for job in plan.jobs if isinstance(job.task, Generation)]
        sent = [Image.open(io.BytesIO(base64.b64decode(body["image"]))).size for body in bodies]
        assert sent == [(128, 128), (64, 192), (128, 128), (64, 192)]
        assert [body["reference_image_multiple"] for body in bodies[:2]] != [
            body["reference_image_multiple"] for body in bodies[2:]
        ]
