"""Pages made from the code at each build: laws, models, formulas, API, units, species, checks, references."""

from pathlib import Path

from . import api, chemistry, laws, models, references, units, validation


def write_pages(folder: Path) -> None:
    """Write every generated page; a page that has not changed is left alone, so that Sphinx need not read it again."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        path, text = folder / f"{name}.md", make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


PAGES = {
    "api": api.page,
    "checks": validation.checks,
    "couples": chemistry.couple_table,
    "disagreements": chemistry.disagreements,
    "formulas": api.formulas,
    "laws": laws.page,
    "models": models.page,
    "printed": validation.printed,
    "references": references.page,
    "species": chemistry.species_table,
    "units": units.page,
}
"""Each page by the name of its file; the pages in `docs/` include them."""
