"""Tables of the chemistry page: species, couples, and where published conductivities disagree."""

import csv
import re
from pathlib import Path
from typing import Final

from poise.chemistry.couples import couples
from poise.chemistry.species import Species, default_book

from .markdown import escape, table

_RAW: Final = Path(__file__).resolve().parents[2] / "tests" / "data" / "ion_conductivities.csv"
_SOURCES: Final = {"CRC conductivity": "CRC", "Marcus": "Marcus", "v1.4": "LJPcalc 1.4", "Ng & Barry": "Ng & Barry"}
_K_EQUIVALENT: Final = 73.5  # S cm2/eq, what the relative mobilities of Ng & Barry refer to
_SHORT: Final = {"CRC Handbook of Chemistry and Physics, ionic conductivity at infinite dilution": "CRC Handbook"}
APART: Final = 1.05


def species_table() -> str:
    """Ions and dissolved molecules first, then gases, solids and the rest by name."""
    book = list(default_book())
    dissolved = [one for one in book if one.phase == "aqueous"]
    others = [one for one in book if one.phase != "aqueous"]
    rows = [_species(one) for one in dissolved]
    heads = ("name", "also", "formula", "charge", "molar", "equivalent", "D (1e-9 m2/s)", "source")
    counts = f"{len(book)} species: {len(dissolved)} dissolved, of which {_known(dissolved)} have a conductivity."
    rest = ", ".join(f"`{one.name}` ({one.phase})" for one in others)
    return f"{counts}\n\n{table(heads, rows, right=(3, 4, 5, 6))}\n\nNot dissolved: {rest}.\n"


def _known(species: list[Species]) -> int:
    return sum(one.conductivity is not None for one in species)


def _species(one: Species) -> tuple[str, ...]:
    aliases = ", ".join(f"`{name}`" for name in one.aliases[:3])
    start = (f"`{one.name}`", aliases, one.formula and f"`{one.formula}`", f"{one.charge:+g}" if one.charge else "0")
    if one.conductivity is None:
        return (*start, "", "", "", "")
    molar = one.conductivity * 1e4
    diffusion = f"{one.diffusion * 1e9:.3f}" if one.diffusion else ""
    source = escape(_SHORT.get(one.source, one.source))
    return (*start, f"{molar:.4g}", f"{molar / abs(one.charge):.4g}", diffusion, source)


def couple_table() -> str:
    """Every redox couple."""
    rows = [(f"`{one.name}`", f"`{one.text}`", f"{one.potential:+.4g}") for one in couples().values()]
    return f"{len(rows)} couples.\n\n" + table(("couple", "reduction", "E0 (V)"), rows, right=(2,)) + "\n"


def disagreements() -> str:
    """Ions whose molar conductivity differs by more than 5 % between two published tables."""
    rows = []
    for one in default_book():
        if one.phase != "aqueous" or one.conductivity is None or not one.formula:
            continue
        found = _published(one)
        values = list(found.values())
        if len(values) > 1 and max(values) > APART * min(values):
            cells = [f"{found[name]:.4g}" if name in found else "" for name in _SOURCES.values()]
            ratio = f"{max(values) / min(values):.2f}"
            rows.append((f"`{one.name}`", *cells, ratio, f"{one.conductivity * 1e4:.4g}"))
    heads = ("ion", *_SOURCES.values(), "largest / smallest", "Poise")
    return f"{len(rows)} ions.\n\n" + table(heads, rows, right=range(1, 7)) + "\n"


def _published(one: Species) -> dict[str, float]:
    """Molar conductivity [S cm2/mol] by source, the first row that is surely this ion."""
    found: dict[str, float] = {}
    with _RAW.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            source = next((short for part, short in _SOURCES.items() if part in row["source"]), None)
            if source is None or source in found or _scaled(row) or not _same(row, one):
                continue
            value = float(row["value"])
            if "relative" in row["unit"]:
                value *= _K_EQUIVALENT * one.charge**2
            elif not row["basis"].startswith("molar"):
                value *= abs(one.charge)
            found[source] = value
    return found


def _scaled(row: dict[str, str]) -> bool:
    """Rows that LJPcalc derives from the mobilities of Ng & Barry: the same number again."""
    return "K row" in row["basis"]


def _same(row: dict[str, str], one: Species) -> bool:
    match = re.fullmatch(r"\[?(.+?)\]?(?:([+-])(\d*))?", row["ion"].strip())
    if match is None or match.group(1) != one.formula:
        return False
    if row["z"]:
        return float(row["z"]) == one.charge
    if match.group(2):
        return float(f"{match.group(2)}{match.group(3) or 1}") == one.charge
    return sum(other.formula == one.formula for other in default_book()) == 1
