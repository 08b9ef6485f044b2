"""Write the measured numbers into docs/benchmarks.md: `python -m benchmarks.tables`; none is typed by hand.

What stands between `<!-- bench NAME KEY -->` and `<!-- /bench -->` is replaced by what out/bench/NAME.json has under
KEY (`machine` for a line on the machine); a benchmark that has not run leaves its place as it is.
"""

import json
import re
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

OUT = Path("out/bench")
PAGE = Path("docs/benchmarks.md")
_PLACE = re.compile(r"(<!-- bench (\w+) (\w+) -->\n)(.*?)(<!-- /bench -->)", re.DOTALL)
_WIDTH = 130


def on(machine: Mapping[str, Any]) -> str:
    """What it ran on."""
    versions = ", ".join(f"{name} {machine[name]}" for name in ("poise", "python", "numpy", "jax") if name in machine)
    vectors = f" ({machine['vectors']})" if "vectors" in machine else ""
    when = f"{machine['date']}: " if "date" in machine else ""
    return f"{when}{machine['processor']}{vectors}, {machine['cores']} cores; {versions}."


def loaded(found: Mapping[str, Any]) -> str:
    """How busy the machine was meanwhile."""
    loads = [one for moment in found.get("load", []) for one in moment[:1]]
    return f" Load {min(loads):.1f} to {max(loads):.1f}." if loads else ""


def piece(found: Mapping[str, Any], key: str) -> str:
    """What stands in one place."""
    if key == "machine":
        text = on(found["machine"]) + loaded(found)
    else:
        text = str(found.get(key) or found["summary"])
    if text.startswith("|"):
        return f"\n{text}\n\n"
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False) + "\n"


def filled(page: str, results: Mapping[str, Mapping[str, Any]]) -> tuple[str, list[str]]:
    """The page with all that has been measured, and the names of what has not.

    Args:
        page: Markdown with places.
        results: by benchmark.
    """
    lacking: list[str] = []

    def replaced(match: re.Match[str]) -> str:
        head, name, key, _, tail = match.groups()
        if name not in results:
            lacking.append(name)
            return match.group(0)
        return f"{head}{piece(results[name], key)}{tail}"

    return _PLACE.sub(replaced, page), list(dict.fromkeys(lacking))


def read(folder: Path) -> dict[str, dict[str, Any]]:
    """All results in a folder, none of a quick look."""
    found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
    return {name: one for name, one in found.items() if not one.get("quick")}


def main() -> None:
    """Fill the page in place."""
    before = PAGE.read_text(encoding="utf-8")
    after, lacking = filled(before, read(OUT))
    if after != before:
        PAGE.write_text(after, encoding="utf-8")
    for name in lacking:
        print(f"{name}: not measured; its place in {PAGE} is as it was", file=sys.stderr)


if __name__ == "__main__":
    main()
