"""The units that a quantity may be written in."""

from poise.units import DIMENSIONS

from .markdown import table


def page() -> str:
    """Each kind of quantity: SI unit, the unit that tables show, everyday units."""
    rows = []
    for one in DIMENSIONS.values():
        units = [f"`{unit}`" for unit in one.factors if unit] or ["none"]
        shown = units if len(units) <= 12 else [*units[:11], "and so on"]
        rows.append((one.name, f"`{one.si}`", f"`{one.shown}`", f"`{one.example}`", ", ".join(shown)))
    return table(("quantity", "SI", "shown as", "written", "everyday units"), rows)
