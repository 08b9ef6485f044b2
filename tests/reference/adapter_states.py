"""What the adapters of whole cells share: shipped models, impermeant charges, variables of a state by any name."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from adapter_common import MV, Unsupported

import poise

_kept: dict[Any, Any] = {}
_PLACE = {"i": "cytosol", "in": "cytosol", "e": "outside", "o": "outside", "out": "outside", "ext": "outside"}
_IONS = {"na": "Na+", "k": "K+", "cl": "Cl-"}
_VOLUME_UNITS = {"um3": 1e-18, "L": 1e-3, "l": 1e-3, "pL": 1e-15, "fL": 1e-18, "m3": 1.0}


def once(key: Any, make: Callable[[], Any]) -> Any:
    """What was made before for the same key, or is made now."""
    if key not in _kept:
        _kept[key] = make()
    return _kept[key]


def loaded(name: str) -> poise.Model:
    """A shipped model."""
    return once(("load", name), lambda: poise.load(name))


def with_charge(model: poise.Model, charges: Mapping[str, float]) -> poise.Model:
    """The model with other charges of the species that it declares, by name; one that is the same to 1e-9 stays."""
    if all(abs(charges.get(one.name, one.charge) - one.charge) < 1e-9 for one in model.species):
        return model
    own = {one.name: dataclasses.replace(one, charge=charges.get(one.name, one.charge)) for one in model.species}
    places = {
        name: dataclasses.replace(
            place, contents={own.get(one.name, one): value for one, value in place.contents.items()}
        )
        for name, place in model.compartments.items()
    }
    return dataclasses.replace(model, species=tuple(own.values()), compartments=MappingProxyType(places))


def neutral_at_end(model: poise.Model, potential: float) -> poise.Result:
    """The steady state with neutral contents, for sources that leave the charge on the membrane out of their balance.

    A model's contents are neutral at the start, and what V moves from there is charge on the membrane: a start at the
    potential of the end leaves nothing on it.

    Args:
        model: with neutral contents.
        potential: where to look for the state [V].
    """
    for _ in range(6):
        found = poise.steady(model, start={"membrane.potential": potential}, throw=True)
        last, potential = potential, found.of("potential", "membrane")
        if abs(potential - last) < 1e-9:
            break
    return found


def variable(state: poise.Result, name: str, unit: str) -> float:
    """A variable of a state as the sources name it: V, E_Cl, Na_i, k_e, cell volume, extracellular volume ..."""
    inside, outside = state.sides["membrane"]
    bare = re.sub(r"_(mM|mV|L|um3|mS)$", "", name.strip())
    low = bare.casefold()
    if "vol" in low or low in ("vi", "ve"):
        far = low.startswith("ext") or low in ("ve", "vol_e", "volume_e", "vol_o", "volume_o")
        if unit not in _VOLUME_UNITS:
            raise Unsupported(f"a volume in {unit}")
        return state.of("volume", outside if far else inside) / _VOLUME_UNITS[unit]
    if low in ("v", "vm", "v_m", "potential", "membrane potential"):
        return state.of("potential", "membrane") / MV
    match = re.fullmatch(r"e_?(na|k|cl)", low)
    if match:
        return state.of("nernst", f"membrane.{inside}.{_IONS[match.group(1)]}") / MV
    match = re.fullmatch(r"\[?(na|k|cl)[+-]?\]?_?(i|in|e|o|out|ext)", low)
    if match:
        place = inside if _PLACE[match.group(2)] == "cytosol" else outside
        return state.of("content", f"{place}.{_IONS[match.group(1)]}")
    match = re.fullmatch(r"gate_?([mhn])|([mhn])", low)
    if match:
        gate = match.group(1) or match.group(2)
        return next(v for k, v in zip(state.labels["gate"], state["gate"], strict=True) if k.endswith(f".{gate}"))
    match = re.fullmatch(r"\[?x\]?_?(i|in)?", low)
    if match:
        impermeant = [one for one in state.labels["content"] if re.match(rf"{inside}\.[XA]\d?-?$", one)]
        return sum(state.of("content", one) for one in impermeant)
    if low in ("osm_in", "osm_i", "osm_out", "osm_o", "osm_e"):
        place = inside if "i" in low.partition("_")[2] else outside
        return sum(state.of("content", one) for one in state.labels["content"] if one.startswith(f"{place}."))
    raise Unsupported(f"variable '{name}'")
