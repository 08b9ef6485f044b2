"""Formulas over a list of ions: the leading axis of each argument, as rows, with their array namespace."""

import numbers
from collections.abc import Sequence
from typing import Any

from ..errors import InputError
from .namespace import namespace


def ion_rows(names: Sequence[str], *columns: Any, others: Sequence[Any] = ()) -> tuple[Any, list[tuple[Any, ...]]]:
    """The array namespace of the arguments and one row (one value of each column) per ion.

    Args:
        names: what the columns are called, for the error.
        columns: sequences of numbers or arrays, or arrays with the ions along the first axis.
        others: further arguments that decide the namespace.

    Raises:
        InputError: the columns have different numbers of ions, or none.
    """
    lengths = [len(column) for column in columns]
    if len(set(lengths)) != 1 or lengths[0] == 0:
        found = ", ".join(f"{count} x {name}" for name, count in zip(names, lengths, strict=True))
        raise InputError(f"each ion needs one of each, but there are {found}")
    flat: list[Any] = list(others)
    for column in columns:
        flat.extend(column) if isinstance(column, (list, tuple)) else flat.append(column)
    return namespace(*flat), list(zip(*columns, strict=True))


def require_monovalent(charge: Any, instead: str) -> None:
    """Refuse a charge other than +1 or -1 where it is a plain number (a traced one is taken on trust).

    Raises:
        InputError: a charge that is not +1 or -1; `instead` says what to use for it.
    """
    for one in charge:
        if isinstance(one, numbers.Real) and abs(float(one)) != 1.0:
            raise InputError(f"charge {float(one):+g}: this formula is for ions of charge +1 or -1; {instead}")


def total(values: Any) -> Any:
    """Plain sum of numbers or arrays, in order."""
    result = values[0]
    for value in values[1:]:
        result = result + value
    return result
