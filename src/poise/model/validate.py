"""What is wrong with a model, or worth knowing about it: every problem at once, each with its path."""

from ..errors import InputError, ModelError, Problem
from .model import Model
from .validate_amounts import amounts
from .validate_circuit import areas, compartments, links, names, sides
from .validate_notes import activity_range, charge_balance, loose_ends
from .validate_notes import net_charge as net_charge
from .validate_process import processes
from .validate_process import smallest as smallest


def validate(model: Model) -> tuple[Problem, ...]:
    """Every problem of a model, errors first."""
    parts = (names, compartments, sides, processes, links, areas, amounts, loose_ends)
    found = [problem for part in parts for problem in part(model)]
    if not any(problem.severity == "error" for problem in found):
        found += [*charge_balance(model), *activity_range(model)]
    return tuple(sorted(found, key=lambda problem: problem.severity != "error"))


def require_valid(model: Model) -> None:
    """Raise ModelError with every error of the model, if there are any, or InputError where it is no model at all."""
    if not isinstance(model, Model):
        raise InputError(f"a model is needed here, not {model!r:.60}; poise.load reads one by name or from a file")
    errors = [problem for problem in validate(model) if problem.severity == "error"]
    if errors:
        raise ModelError(errors)
