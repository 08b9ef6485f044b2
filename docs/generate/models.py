"""The page of shipped models: what each is, what it gives in time, its file."""

from pathlib import Path

import poise
from poise.analysis.answer import references

from .markdown import escape_list, prose, table
from .references import link

_FOLDER = "../src/poise/library"  # the page that includes this one lies in docs/
_PICTURES = Path(__file__).resolve().parents[1] / "_generated"
_DOTS, _COLOURS = 80, 64


def page() -> str:
    """Every shipped model with its rest, computed now."""
    found, rows = [], []
    for name in poise.shipped():
        model = poise.load(name)
        answer = poise.rest(model)
        potentials = ", ".join(
            f"{face} {1e3 * answer.of('potential', face):.1f} mV" for face in answer.labels["interface"]
        )
        rows.append((f"[`{name}`](#model-{name.replace('_', '-')})", _first(model.description), potentials))
        found.append(_model(name, model, answer))
    return table(("model", "what it is", "rest"), rows) + "\n\n" + "\n\n".join(found) + "\n"


def _first(description: str) -> str:
    return prose(description.strip().partition("\n\n")[0].replace("\n", " "))


def _model(name: str, model: poise.Model, answer: poise.Result) -> str:
    cited = ", ".join(link(key) for key in references(model))
    text = "\n\n".join(_paragraph(one) for one in model.description.strip().split("\n\n"))
    return "\n\n".join(
        [
            f"(model-{name.replace('_', '-')})=\n## {name}",
            text,
            f"References: {cited}.",
            *_in_time(name, model),
            f"::::{{dropdown}} `poise rest {name}`\n```text\n{answer}\n```\n::::",
            f"::::{{dropdown}} {name}.yaml\n```{{literalinclude}} {_FOLDER}/{name}.yaml\n:language: yaml\n```\n::::",
        ]
    )


def _in_time(name: str, model: poise.Model) -> list[str]:
    """The protocols of a model, and a picture of the first; drawn anew when the model changes."""
    if not model.protocols:
        return []
    first = next(iter(model.protocols))
    path = _PICTURES / f"run_{name}_{model.hash}.png"
    if not path.exists():
        from PIL import Image

        _PICTURES.mkdir(parents=True, exist_ok=True)
        poise.simulate(model, first).plot.time().savefig(path, dpi=_DOTS)
        Image.open(path).convert("RGB").quantize(_COLOURS).save(path, optimize=True)
    rows = [(f"`{key}`", prose(one.description)) for key, one in model.protocols.items()]
    picture = (
        f"```{{image}} _generated/{path.name}\n:alt: {name} under the protocol {first}, over time\n:width: 70%\n```"
    )
    return [
        table(("protocol", "what is done"), rows),
        f"::::{{dropdown}} `poise run {name} --protocol {first} --plot run.png`\n{picture}\n::::",
    ]


def _paragraph(text: str) -> str:
    """A paragraph of a description, which may go over into a list."""
    lines = text.split("\n")
    first = next((k for k, line in enumerate(lines) if line.startswith("- ")), len(lines))
    parts = [prose("\n".join(lines[:first]))] if first else []
    if first < len(lines):
        stop = next((k for k in range(first, len(lines)) if not lines[k].startswith(("- ", "  "))), len(lines))
        parts.append(escape_list("\n".join(lines[first:stop])))
        if stop < len(lines):
            parts.append(prose("\n".join(lines[stop:])))
    return "\n\n".join(parts)
