"""Reads the graph that ComfyUI saves with its pictures, as far as it is one prompt and one sampler.

A graph is nodes by id, each with a ``class_type`` and ``inputs``; an input is a value, or ``[id, output]`` of another
node. Only what leads to the sampler is looked at; of several samplers the first one is taken, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from naitui.recipe.parameters import SCHEDULES, Parameters

_SAMPLERS = {
    "euler": "k_euler",
    "euler_ancestral": "k_euler_ancestral",
    "dpmpp_2s_ancestral": "k_dpmpp_2s_ancestral",
    "dpmpp_2m": "k_dpmpp_2m",
    "dpmpp_2m_sde": "k_dpmpp_2m_sde",
    "dpmpp_sde": "k_dpmpp_sde",
    "dpm_2": "k_dpm_2",
    "dpm_fast": "k_dpm_fast",
    "lms": "k_lms",
    "ddim": "ddim",
}
"""ComfyUI's names for what NovelAI has too, by the service's names."""
_DEEPEST = 30
"""Nodes between a sampler and its words; a graph may lead in circles."""
Graph = Mapping[str, object]


def read_graph(graph: Graph) -> Parameters | None:
    """What a graph says; None when it has no sampler of the usual kind with words in front of it."""
    samplers = [inputs for kind, inputs in _nodes(graph) if "positive" in inputs and kind.startswith("KSampler")]
    if not samplers:
        return None
    first = samplers[0]
    prompt = _words(graph, first.get("positive"))
    if prompt is None:
        return None
    sampler, schedule = first.get("sampler_name"), first.get("scheduler")
    known = _SAMPLERS.get(sampler) if isinstance(sampler, str) else None
    others = [f"sampler {sampler}"] if known is None and sampler else []
    others += [f"{len(samplers) - 1} more samplers"] if len(samplers) > 1 else []
    others += sorted({kind for kind, _ in _nodes(graph) if "lora" in kind.casefold() or "control" in kind.casefold()})
    return Parameters(
        prompt,
        _words(graph, first.get("negative")) or "",
        steps=_whole(first.get("steps")),
        guidance=_number(first.get("cfg")),
        seed=_whole(first.get("seed", first.get("noise_seed"))),
        size=_size(graph, first.get("latent_image")),
        sampler=known,
        schedule=schedule if isinstance(schedule, str) and schedule in SCHEDULES else None,
        others=tuple(others),
    )


def _nodes(graph: Graph) -> Iterator[tuple[str, Mapping[str, object]]]:
    for node in graph.values():
        if isinstance(node, Mapping):
            kind, inputs = node.get("class_type"), node.get("inputs")
            if isinstance(kind, str) and isinstance(inputs, Mapping):
                yield kind, inputs


def _inputs(graph: Graph, link: object) -> Mapping[str, object] | None:
    """The inputs of the node that a link leads to."""
    if not (isinstance(link, list) and link):
        return None
    node = graph.get(str(link[0]))
    inputs = node.get("inputs") if isinstance(node, Mapping) else None
    return inputs if isinstance(inputs, Mapping) else None


def _words(graph: Graph, link: object) -> str | None:
    """The text at the end of a chain of conditionings: the first node on the way that holds one."""
    for _ in range(_DEEPEST):
        inputs = _inputs(graph, link)
        if inputs is None:
            return None
        text = inputs.get("text", inputs.get("text_g"))
        if isinstance(text, str):
            return text
        link = text if isinstance(text, list) else inputs.get("conditioning", inputs.get("conditioning_1"))
    return None


def _size(graph: Graph, link: object) -> tuple[int, int] | None:
    for _ in range(_DEEPEST):
        inputs = _inputs(graph, link)
        if inputs is None:
            return None
        width, height = _whole(inputs.get("width")), _whole(inputs.get("height"))
        if width and height:
            return width, height
        link = inputs.get("samples", inputs.get("pixels"))
    return None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else None
