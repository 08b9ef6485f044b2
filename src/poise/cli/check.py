"""`poise check`: what is wrong with a model file."""

from ._options import Json, ModelName


def check(model: ModelName, json: Json = False) -> int:
    """Check a model file: its form, names, units, charge balance. Exit status 1 if it cannot be solved.

    Example: poise check my_cell.yaml. Every problem is shown with file, line and column. Quantities in the file need
    their units ("5 mM").
    """
    from ..io import check_model
    from ._write import json_object, line

    problems = check_model(model)
    errors = sum(one.severity == "error" for one in problems)
    if json:
        shown = ("file", "line", "column", "message", "hint", "severity", "path")
        json_object(
            {"ok": not errors, "problems": [{name: getattr(one, name) for name in shown} for one in problems]},
        )
        return int(errors > 0)
    for one in problems:
        line(str(one))
    warnings = len(problems) - errors
    counts = [f"{n} {word}{'s' * (n > 1)}" for n, word in ((errors, "error"), (warnings, "warning")) if n]
    line(f"{model}: " + (", ".join(counts) if errors else "ok" + (f", {counts[0]}" if counts else "")))
    return int(errors > 0)
