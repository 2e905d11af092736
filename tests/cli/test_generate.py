"""``generate`` and ``run``: pictures without the screen, and every way in which they are refused."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.library.record import read_record
from naitui.pictures.metadata import read_metadata

QUICK = ("--demo", "--pace", "0")
SMALL = ("--size", "64x64", "--steps", "3")


def planned(door: Any, *arguments: object) -> dict[str, Any]:
    """The body that would be sent."""
    ended = door("generate", *arguments, "--dry-run", "--json", "--demo")
    assert ended.code == 0, ended.err
    account, event = ended.events
    assert (account["event"], event["event"]) == ("account", "planned")
    return event["request"]["body"]


def test_from_an_argument_to_a_file(program: Any) -> None:
    ended = program("generate", "1girl, night", *QUICK, *SMALL, "--seed", "7", "--out", program.out)
    assert ended.code == 0
    [path] = program.pictures
    assert ended.out == f"{path}\n"
    assert path.name.endswith("-7.png")
    metadata = read_metadata(path.read_bytes())
    assert (metadata.comment["seed"], metadata.comment["width"]) == (7, 64)
    assert metadata.description.startswith("1girl, night, ")


def test_a_pipe_may_hold_everything(picture: Path) -> None:
    record = read_record(picture.read_bytes())
    assert record.recipe.prompt == "1girl, {silver hair}, [hat], 1.2::smile::, 銀髪 🌙"
    assert [c.prompt for c in record.recipe.characters] == ["girl, red dress", "girl, cape"]


def test_shown_as_toml_it_makes_the_same_request_and_the_same_pixels(picture: Path, program: Any) -> None:
    toml = program("show", "--toml", picture)
    assert toml.code == 0
    ended = program("run", "-", *QUICK, "--out", program.out, stdin=toml.out)
    assert ended.code == 0, ended.err
    again = Path(ended.out.strip())
    with Image.open(picture) as one, Image.open(again) as other:
        assert one.tobytes() == other.tobytes()
    toml_again = program("show", "--toml", again)
    assert toml_again.out == toml.out
    first, second = (program("request", "-", stdin=text.out) for text in (toml, toml_again))
    assert first.out == second.out
    assert read_metadata(again.read_bytes()).comment == read_metadata(picture.read_bytes()).comment


FLAGS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "size": (("--size", "512x768"), {"width": 512, "height": 768}),
    "size with ×": (("--size", "512×768"), {"width": 512, "height": 768}),
    "steps": (("--steps", "11"), {"steps": 11}),
    "guidance": (("--guidance", "6.5"), {"scale": 6.5}),
    "rescale": (("--rescale", "0.3"), {"cfg_rescale": 0.3}),
    "sampler": (("--sampler", "k_dpmpp_2m"), {"sampler": "k_dpmpp_2m"}),
    "schedule": (("--schedule", "exponential"), {"noise_schedule": "exponential"}),
    "seed": (("--seed", "4294967295"), {"seed": 4294967295}),
    "variety": (("--variety",), {"skip_cfg_above_sigma": 58}),
    "quality": (("--quality", "none"), {"qualityPresetId": "none"}),
    "undesired preset": (("--undesired-preset", "light"), {"ucPresetId": "light"}),
    "undesired": (("--undesired-preset", "none", "--undesired", "hat"), {"negative_prompt": "hat"}),
    "samples": (("--samples", "3", "--count", "3"), {"n_samples": 3}),
    "stream": (("--stream", "sse"), {"stream": "sse"}),
    "decrisper": (("--model", "nai-diffusion-3", "--decrisper"), {"dynamic_thresholding": True}),
    "smea": (("--model", "nai-diffusion-3", "--smea", "dyn"), {"sm": True, "sm_dyn": True}),
    "transparent": (
        ("--model", "nai-diffusion-5-curated", "--transparent"),
        {"tag_hint_transparent_background": True},
    ),
}


@pytest.mark.parametrize("flag", FLAGS)
def test_every_flag_lands_in_the_request(door: Any, flag: str) -> None:
    options, expected = FLAGS[flag]
    model = () if "--model" in options else ("--model", "nai-diffusion-4-5-full")
    parameters = planned(door, "1girl", *model, *options)["parameters"]
    assert {name: parameters[name] for name in expected} == expected


def test_model_furry_and_characters(door: Any) -> None:
    people = ("--character", "girl", "--at", "A1", "--avoid", "hat", "--character", "boy", "--at", "0.25,0.75")
    body = planned(door, "fox", "--model", "nai-diffusion-5-full", "--furry", *people)
    assert body["model"] == "nai-diffusion-5-full"
    assert body["input"].startswith("fur dataset, fox")
    sent = [(c["prompt"], c["uc"], c["center"]) for c in body["parameters"]["characterPrompts"]]
    assert sent == [("girl", "hat", {"x": 0.1, "y": 0.1}), ("boy", "", {"x": 0.25, "y": 0.75})]
    assert body["parameters"]["use_coords"] is True


def test_options_are_laid_over_a_recipe(door: Any, tmp_path: Path) -> None:
    recipe = tmp_path / "base.toml"
    recipe.write_text('prompt = "base"\nundesired = "hat"\n[sampling]\nsteps = 9\nseed = 3\n')
    body = planned(door, "--recipe", recipe, "--steps", "5", "--no-furry")
    assert (body["parameters"]["steps"], body["parameters"]["seed"]) == (5, 3)
    assert body["input"].startswith("base")
    assert planned(door, "other", "--recipe", recipe)["input"].startswith("other")


def test_a_dry_run_sends_nothing(door: Any, tmp_path: Path) -> None:
    ended = door("generate", "1girl", "--demo", "--dry-run", "--count", "2", "--samples", "2", "--out", tmp_path / "o")
    assert ended.code == 0
    assert "2 pictures would cost" in ended.err
    assert "nothing was sent" in ended.err
    assert "--json shows each request whole" in ended.err
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("reached", [("--demo",), ()])
def test_a_dry_run_says_what_is_sent_in_words(door: Any, reached: tuple[str, ...]) -> None:
    people = ("--character", "girl", "--avoid", "hat", "--character", "boy")
    options = ("--seed", "7", "--size", "64x64", "--steps", "3", "--undesired", "fog", "--undesired-preset", "none")
    model = ("--model", "nai-diffusion-4-5-full")
    ended = door("generate", "||red|red|| sky", "--dry-run", "--count", "2", *reached, *people, *options, *model)
    assert ended.code == 0
    first, prompt, *rest = ended.out.splitlines()
    assert first.startswith(
        "V4.5 Full, 64×64, 3 steps, guidance 5, seed 7: nothing (" if reached else "V4.5 Full, 64×64, 3 steps"
    )
    assert prompt.startswith("  prompt: red sky, ")
    assert rest[:4] == [
        "  undesired: fog", "  character 1: girl", "  character 1, undesired: hat", "  character 2: boy"
    ]  # fmt: skip
    assert ", seed 8: " in rest[4]


def test_hints_are_said_and_stop_nothing(program: Any) -> None:
    words = "1girl, (rain:1.2), {hat, <lora:a:1>, rain_coat"
    ended = program("generate", "-", *QUICK, *SMALL, "--out", program.out, stdin=words)
    assert (ended.code, len(program.pictures)) == (0, 1)
    notes = [line for line in ended.err.splitlines() if line.startswith("note: ")]
    assert notes == [
        "note: prompt: { is not closed; better: {hat}",
        "note: prompt: (rain:1.2): weights are written otherwise here; better: 1.2::rain::",
        "note: prompt: <lora:a:1>: LoRAs and embeddings are not known here",
        "note: prompt: rain_coat: tags have blanks, no underscores; better: rain coat",
    ]
    recipe = program.home / "r.toml"
    recipe.write_text(f'prompt = "a"\n[[characters]]\nprompt = "{"x, " * 30}"\n')
    told = program("run", recipe, "--demo", "--dry-run").err.splitlines()
    assert told[0] == "note: characters[1].prompt: “x” stands here twice"
    assert "note: and 21 more hints of this kind; the studio goes through them with F10" in told


def test_several_pictures_in_several_requests(door: Any, tmp_path: Path) -> None:
    name = ("--name", "{model}/{seed}-{sample}")
    options = ("--seed", "10", "--count", "3", "--samples", "2", "--yes")
    ended = door("generate", "x", *QUICK, *SMALL, *options, *name, "--out", tmp_path / "o")
    assert ended.code == 0
    assert [Path(line).name for line in ended.out.split()] == ["10-1.png", "11-2.png", "12-1.png"]
    assert "spent 2 Anlas, 10,498 left" in ended.err


REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "size": (("x", "--size", "4096x4096"), "NovelAI makes 3,145,728 at most"),
    "prompt": (("x" * 100_000,), "100,000 characters; NovelAI takes 40,000 at most"),
    "steps": (("x", "--steps", "51"), "sampling.steps: 51 is too many"),
    "price": (("x", "--size", "1024x1536"), "45 Anlas (1024×1536 is not free) and 0 were agreed to; agree with --yes"),
    "not quite": (("x", "--size", "1024x1536", "--max-anlas", "44"), "44 were agreed to"),
    "too poor": (("x", *SMALL, "--demo-tier", "none", "--demo-anlas", "1", "--yes"), "Not enough Anlas"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_refused_is_4(door: Any, tmp_path: Path, why: str) -> None:
    arguments, said = REFUSED[why]
    steps = () if "--steps" in arguments else ("--steps", "28") if "1024x1536" in arguments else ()
    ended = door("generate", *arguments, *steps, *QUICK, "--json", "--out", tmp_path / "o")
    assert ended.code == 4
    assert said in ended.err
    assert not [event for event in ended.events if event["event"] == "saved"]


def test_agreed_to_the_last_anlas(door: Any, tmp_path: Path) -> None:
    options = (*QUICK, *SMALL, "--demo-tier", "none", "--max-anlas", "2", "--out", tmp_path / "o")
    assert door("generate", "x", *options).code == 0


USAGE: dict[str, tuple[tuple[str, ...], str]] = {
    "size": (("x", "--size", "big"), "should look like 832x1216, not 'big'"),
    "place": (("x", "--character", "y", "--at", "Z9"), "characters[1].position: "),
    "place outside": (("x", "--character", "y", "--at", "2,0"), "characters[1].position"),
    "place without one": (("x", "--at", "B3"), "--at belongs to a --character before it"),
    "quality": (("x", "--quality", "best"), "quality: should be 'standard'"),
    "guidance": (("x", "--guidance", "nan"), "sampling.guidance"),
    "steps": (("x", "--steps", "0"), "sampling.steps"),
    "no prompt": ((), "prompt: is missing"),
    "fault": (("x", "--demo", "--fault", "nonsense"), "there is no fault 'nonsense'; one of html"),
    "name": (("x", "--demo", "--name", "{sed}"), "there is no {sed} in name patterns"),
    "not text": (("\udcff", "--demo"), "not UTF-8 text"),
    "option": (("x", "--nonsense"), "unrecognized arguments"),
}


@pytest.mark.parametrize("what", USAGE)
def test_usage_is_2(door: Any, what: str) -> None:
    arguments, said = USAGE[what]
    ended = door("generate", *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert ended.out == ""
    assert "Traceback" not in ended.err


def test_a_typo_in_a_recipe_is_shown_with_file_and_line(door: Any, tmp_path: Path) -> None:
    recipe = tmp_path / "typo.toml"
    recipe.write_text('prompt = "x"\n\n[sampling]\nsteps = 3\nguidence = 5.0\n')
    for command in (("run", recipe, "--demo"), ("request", recipe), ("price", recipe)):
        ended = door(*command)
        assert ended.code == 2
        assert ended.err.startswith(f'{recipe}:5: sampling.guidence: unknown key; did you mean "guidance"?')


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"prompt = "], ids=["no file", "no text", "no TOML"])
def test_recipes_that_cannot_be_read(door: Any, tmp_path: Path, content: bytes | None) -> None:
    recipe = tmp_path / "r.toml"
    if content is not None:
        recipe.write_bytes(content)
    ended = door("run", recipe, "--demo")
    assert ended.code == 2
    assert str(recipe) in ended.err


FAULTS = {"bad-token:1": 3, "no-anlas": 4, "drop": 5, "cut": 5, "html": 5, "garbage": 5, "server-error": 5, "reject": 5}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_have_their_codes_and_say_what_was_charged(door: Any, tmp_path: Path, fault: str) -> None:
    ended = door("generate", "x", *QUICK, *SMALL, "--fault", fault, "--json", "--out", tmp_path / "o")
    assert ended.code == FAULTS[fault]
    assert "charged" in ended.err
    assert [event["event"] for event in ended.events].count("failed") == 1
    assert "Traceback" not in ended.err
    assert "<html" not in ended.out + ended.err


def test_no_token_is_3_and_says_what_to_do(door: Any) -> None:
    for arguments in (("generate", "x"), ("generate", "x", "--yes", "--json")):
        ended = door(*arguments)
        assert ended.code == 3
        assert "NOVELAI_TOKEN" in ended.err
        assert "naitui demo" in ended.err


def test_a_token_that_others_can_read_is_3(door: Any, tmp_path: Path) -> None:
    token = tmp_path / "config" / "naitui" / "token"
    token.parent.mkdir(parents=True)
    token.write_text("pst-s3cr3t")
    token.chmod(0o644)
    ended = door("generate", "x")
    assert ended.code == 3
    assert "chmod 600" in ended.err
    assert "s3cr3t" not in ended.err


def test_every_line_is_json_when_the_text_is_wild(door: Any, tmp_path: Path) -> None:
    ended = door("generate", "{a}[b]\u2028\x85🌙", *QUICK, *SMALL, "--json", "--name", "{prompt}", "--out", tmp_path)
    assert ended.code == 0
    assert ended.out.isascii()
    [saved] = [event for event in ended.events if event["event"] == "saved"]
    assert Path(saved["path"]).is_file()
    with Image.open(io.BytesIO(Path(saved["path"]).read_bytes())) as made:
        assert made.size == (64, 64)
    assert json.dumps(saved)
