"""The contract that every law keeps. Each law in the register inherits all of it; its author writes one example."""

import dataclasses
import inspect
import math
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from contracts.example import local_at
from contracts.examples import EXAMPLES
from contracts.states import (
    Watched,
    at_potential,
    concentrations,
    example_of,
    flat,
    free_values,
    locals_of,
    over_thermal,
    participants,
    traced,
)
from poise.chemistry.couples import couples
from poise.chemistry.species import default_book
from poise.constants import FARADAY
from poise.errors import InputError, UnitError
from poise.processes.base import Local, Process
from poise.processes.derived import affinities, current, dissipation, equilibrium_potentials, fluxes
from poise.processes.fields import (
    CoupleKind,
    ExpressionKind,
    Kind,
    QuantityKind,
    ReactionKind,
    SpeciesKind,
    SpeciesMapKind,
    TextKind,
    kinds,
)
from poise.processes.register import laws
from poise.references import bibliography
from poise.units import DIMENSIONS

BOOK = default_book()
FEW = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

UNACCOUNTED = {
    "prescribed_current": "imposed from outside: whoever imposes it pays",
    "prescribed_flux": "imposed at a given rate: its fuel is not named",
}
"""Laws that may run against their affinity, each with the reason."""

NOT_FINITE: dict[tuple[str, str], str] = {}
"""Known failures of the limit c -> 0, by (law, species), each with the reason."""

UNCHECKED: dict[str, str] = {}
"""Laws whose Python constructor takes numbers that its fields refuse, each with the reason (a known failure)."""

NO_PAPER = {"custom": "the model that writes the rate gives the paper"}
"""Laws without references of their own, each with the reason."""

BASE = ("parameters", "gates")
"""What every law takes beside its own fields."""

REACTIONS = (
    "K+(in) + Cl-(in) <-> K+(out) + Cl-(out)",
    "3 Na+(in) + Ca2+(out) <-> 3 Na+(out) + Ca2+(in)",
    "Na+(in) + HCO3-(in) <-> Na+(out) + HCO3-(out)",
    "1/2 Cl-(in) <-> 0.5 Cl-(out)",
    "glucose(out) + 2 Na+(out) <-> glucose(in) + 2 Na+(in)",
)
WITHIN = ("H+ + NH3 <-> NH4+", "H+ + acetate- <-> acetic acid", "HCO3- + H+ <-> CO2 + H2O")
DISSOLVED = [one for one in BOOK if one.phase == "aqueous"]
IONS = [one for one in BOOK if one.phase == "aqueous" and one.charge]


WRONG_REACTIONS = {
    "interface": (
        ("K+(in) <-> Cl-(out)", "not balanced"),
        ("K+(in) + Cl-(in)", "no arrow"),
        ("K(in) + Kl(out) <-> K(out) + Kl(in)", "unknown species 'Kl'"),
    ),
    "compartment": (
        ("K+ + Na+ <-> Cl-", "not balanced"),
        ("H+ + NH3", "no arrow"),
        ("H+ + NH3 <-> Kl", "unknown species 'Kl'"),
        ("K+(in) <-> K+(out)", "without"),
    ),
}


def drawn(draw: st.DataObject, kind: Kind, known: Any, place: str) -> Any:
    """A value of a field that decides what moves, or the known one."""
    if isinstance(kind, QuantityKind):
        if not kind.fixed:
            return known
        numbers = st.floats(max(kind.low, -1e3), min(kind.high, 1e3), exclude_min=kind.open_low)
        return draw.draw(numbers.filter(lambda number: number == 0.0 or abs(number) > 1e-6))  # less is rounding
    if isinstance(kind, SpeciesKind):
        return draw.draw(st.sampled_from(DISSOLVED if kind.neutral else IONS))
    if isinstance(kind, (TextKind, ExpressionKind)):
        return known
    if isinstance(kind, SpeciesMapKind):
        return dict.fromkeys(draw.draw(st.lists(st.sampled_from(IONS), min_size=1, max_size=4, unique=True)), 1.0)
    if isinstance(kind, ReactionKind):
        return draw.draw(st.sampled_from(REACTIONS if place == "interface" else WITHIN))
    assert isinstance(kind, CoupleKind), f"say here how a {type(kind).__name__} is varied"
    return draw.draw(st.sampled_from(sorted(couples())))


def _written(process: Process) -> list[str]:
    """The parameters of a process as text."""
    return [process.parameters.kind(name).write(value) for name, value in process.parameters.values.items()]


def close(found: Any, expected: Any, relative: float, absolute: Any = 0.0) -> None:
    """Equal within a relative and an absolute distance; infinities and nan only where both have them."""
    found, expected = np.broadcast_arrays(np.asarray(found, dtype=float), np.asarray(expected, dtype=float))
    with np.errstate(invalid="ignore"):
        near = (np.abs(found - expected) <= relative * np.abs(expected) + absolute) | (found == expected)
    assert near.all(), f"{found[~near]} against {expected[~near]}, within {relative:g} and {absolute}"


@pytest.mark.parametrize("name", sorted(laws()), scope="class")  # law by law: what one test compiled serves the next
class TestLaw:
    """All that a law promises. `name` is its name in the register."""

    # 0. the example

    def test_has_an_example(self, name: str) -> None:
        example = example_of(name)
        assert type(example.process) is laws()[name], "the example is of another law"
        assert example.published, "give one published number at least"

    def test_reads_only_what_it_declares(self, name: str) -> None:
        """A compartment holds what a process moves and its modifiers: nothing else may be read."""
        example = example_of(name)
        for process in (example.process, *example.others):
            known = local_at(example.inside, example.outside, -0.05)
            watched = Watched(known.activities)
            local = Local(known.xp, known.temperature, known.potential, watched)
            process.rates(local)
            process.standard_free_energies(local)
            assert watched.read <= set(participants(process)), "name the rest in modifiers()"

    def test_runs_where_it_says(self, name: str) -> None:
        """Within a compartment there is one side and no potential."""
        example = example_of(name)
        for process in (example.process, *example.others):
            assert process.place in ("interface", "compartment")
            if process.place == "interface":
                continue
            assert all(side == "inside" for move in process.moves() for (side, _), _ in move.amounts)
            assert all(side == "inside" for side, _ in participants(process))
            assert not any(move.electrogenic for move in process.moves())
            local = local_at(example.inside, {}, 0.0)
            assert process.rates(at_potential(local, -0.07)) == process.rates(local)
            assert isinstance(example.swapped, str) or process is not example.process, "it has no second side to swap"

    def test_takes_gates_and_parameters(self, name: str) -> None:
        """Any law can be gated; its own numbers keep their names."""
        process = example_of(name).process
        gate = {
            "alpha": "0.1/ms * exp((V - own_half)/(10 mV))",
            "beta": "1/ms",
            "power": 3,
            "q10": 3.0,
            "at": "6.3 degC",
        }
        parameters = {**process.parameters.values, "own_half": "-40 mV"}
        if process.parameters:
            parameters = dict(zip(process.parameters.values, _written(process), strict=True)) | {"own_half": "-40 mV"}
        gated = dataclasses.replace(process, parameters=parameters, gates={"m": gate})  # type: ignore[type-var]
        assert gated.values() == {**process.values(), "own_half": -0.04, "m.power": 3.0, "m.q10": 3.0, "m.at": 279.45}
        assert gated.with_values({"m.q10": 2.0, "own_half": -0.05}).values() == {
            **gated.values(),
            "m.q10": 2.0,
            "own_half": -0.05,
        }
        assert gated.moves() == process.moves()
        example = example_of(name)
        local = local_at(example.inside, example.outside, -0.04, 279.45)
        assert gated.rates(local) == process.rates(local), "gates multiply what `rates` gives"
        assert gated.steady_gates(local)["m"][0] == pytest.approx(0.1 / 1.1, rel=1e-14)

    # 1. balance

    @FEW
    @given(data=st.data())
    def test_moves_balance(self, name: str, data: st.DataObject) -> None:
        example = example_of(name)
        process = data.draw(st.sampled_from((example.process, *example.others)))
        known = {field: getattr(process, field) for field in kinds(type(process))}
        assume(not (process.place == "compartment" and process.law == "custom"))  # its energy is that of its reaction
        changes = {
            field: drawn(data, kind, known[field], process.place) for field, kind in kinds(type(process)).items()
        }
        try:
            process = dataclasses.replace(process, **changes)  # type: ignore[type-var]
        except InputError:
            assume(False)  # a diffusion layer before what has no known diffusion coefficient
        for move in process.moves():
            assert move.imbalance() == ""
            assert move.amounts, "a move that moves nothing"

    def test_one_rate_and_one_energy_for_each_move(self, name: str) -> None:
        example = example_of(name)
        local = local_at(example.inside, example.outside, -0.05)
        count = len(example.process.moves())
        assert len(example.process.rates(local)) == len(example.process.standard_free_energies(local)) == count > 0

    # 2. the second law

    def test_unaccounted_laws_are_listed(self, name: str) -> None:
        assert bool(laws()[name].unaccounted) == (name in UNACCOUNTED)

    @FEW
    @given(data=st.data())
    def test_rate_has_the_sign_of_its_affinity(self, name: str, data: st.DataObject) -> None:
        if name in UNACCOUNTED:
            return
        process = example_of(name).process
        local = data.draw(locals_of(process))
        rates, forces = process.rates(local), affinities(process, local)
        for rate, force in zip(rates, forces, strict=True):
            if abs(over_thermal(force, local)) > 1e-9:
                # a rate may underflow or saturate to nothing, but never run uphill
                assert rate * force >= 0.0
                # (a gate that is shut to rounding passes nothing: only laws without one must move)
                assert rate != 0.0 or not process.monotone or abs(over_thermal(force, local)) > 100.0
        assert dissipation(process, local) >= -1e-9 * sum(abs(r * f) for r, f in zip(rates, forces, strict=True))

    @FEW
    @given(data=st.data())
    def test_at_rest_at_its_equilibrium_potential(self, name: str, data: st.DataObject) -> None:
        if name in UNACCOUNTED:
            return
        process = example_of(name).process
        local = data.draw(locals_of(process))
        for index, potential in enumerate(equilibrium_potentials(process, local)):
            if math.isnan(potential):
                continue
            assume(abs(potential) < 3.0)
            at, below, above = (
                process.rates(at_potential(local, potential + step))[index] for step in (0.0, -1e-3, 1e-3)
            )
            assert abs(at) <= 1e-10 * (abs(above) + abs(below))

    @FEW
    @given(data=st.data())
    def test_at_rest_with_equal_sides(self, name: str, data: st.DataObject) -> None:
        """What only changes sides rests where both sides are alike and no field drives it."""
        example = example_of(name)
        if (
            name in UNACCOUNTED
            or isinstance(example.swapped, str)
            or example.swapped(example.process) is not example.process
        ):
            return
        local = data.draw(locals_of(example.process))
        inside = {one: value for (side, one), value in local.activities.items() if side == "inside"}
        even = {(side, one): inside[one] for side, one in local.activities}
        for rate in example.process.rates(Local(local.xp, local.temperature, 0.0, even)):
            assert rate == 0.0

    # 3. finite and smooth

    def test_finite_and_smooth_in_the_potential(self, name: str) -> None:
        example, one = example_of(name), flat(name)
        local = local_at(example.inside, example.outside, 0.0)
        special = [0.0, *example.singular]
        special += [e for e in equilibrium_potentials(example.process, local) if math.isfinite(e)]
        steps = (-1e-7, -1e-12, 0.0, 1e-12, 1e-7)
        for potential in special:
            vectors = np.tile(one.example, (len(steps), 1))
            vectors[:, 0] = potential + np.asarray(steps)
            values, reverse, forward = traced(name, vectors)
            assert np.isfinite(values).all()
            assert np.isfinite(reverse).all()
            assert np.isfinite(forward).all()
            # each slope as the change of the rate when its argument changes by its own size, a potential by 25 mV
            sizes = np.abs(vectors[2])
            sizes[0] = 0.025
            scaled = reverse * sizes
            largest = np.abs(scaled).max()
            close(forward * sizes, scaled, 1e-10, 1e-12 * largest)
            for beside in (1, 3):
                close(values[beside], values[2], 0.0, 1e-9 * largest)
                close(scaled[beside], scaled[2], 0.0, 1e-9 * largest)
            # no kink and no jump: a little to both sides the slope is the same, and it is the slope of the rate
            for beside in (0, 4):
                close(scaled[beside], scaled[2], 0.0, 1e-4 * largest)
            close(scaled[2, :, 0], (values[4] - values[0]) / 2e-7 * 0.025, 0.0, 1e-6 * largest)

    def test_finite_as_concentrations_vanish(self, name: str) -> None:
        one = flat(name)
        columns = range(2, 2 + len(one.keys))
        if not columns:
            return
        groups = [[column] for column in columns if (name, one.keys[column - 2][1].name) not in NOT_FINITE]
        groups += [
            [c for c in columns if one.keys[c - 2][0] == side and (name, one.keys[c - 2][1].name) not in NOT_FINITE]
            for side in ("inside", "outside")
        ]
        groups.append(sorted({*groups[-1], *groups[-2]}))
        nothing = 1e-25 * np.abs(one.numpy(one.example[None, :])).max()  # where both sides are tiny and alike
        for potential in (-0.07, 0.0):
            found = {}
            for tiny in (1e-30,) if one.process.needs_positive else (1e-30, 1e-300, 0.0):
                vectors = np.tile(one.example, (len(groups), 1))
                vectors[:, 0] = potential
                for row, group in enumerate(groups):
                    vectors[row, group] = tiny
                values, reverse, forward = traced(name, vectors)
                for row, group in enumerate(groups):
                    what = f"{[str(one.keys[c - 2][1]) + ' ' + one.keys[c - 2][0] for c in group]} at {tiny:g}"
                    assert np.isfinite(values[row]).all(), f"rate with {what}"
                    assert np.isfinite(reverse[row]).all(), f"reverse gradient with {what}: {reverse[row]}"
                    assert np.isfinite(forward[row]).all(), f"forward gradient with {what}: {forward[row]}"
                found[tiny] = values, one.numpy(vectors)
                close(found[tiny][1], values, 1e-9, nothing)
                for row, vector in enumerate(vectors):
                    close(one.scalar(vector), values[row], 1e-9, nothing)
            if 0.0 in found:
                close(found[1e-300][0], found[0.0][0], 1e-9, nothing)

    # 4. one law, three kinds of numbers

    def test_jit_vmap_numpy_and_scalar_agree(self, name: str) -> None:
        one = flat(name)
        vectors = one.random(12)
        values, reverse, forward = traced(name, vectors)
        scale = 1e-12 * np.abs(values).max(axis=0) * 1e-2  # beside a zero the size of the rates about it counts
        close(values, one.numpy(vectors), 1e-12, scale)
        for row, vector in enumerate(vectors):
            close(one.scalar(vector), values[row], 1e-12, scale)
        close(jax.jit(one.stacked)(jnp.asarray(vectors[0])), values[0], 1e-12, scale)
        close(one.stacked(jnp.asarray(vectors[0])), values[0], 1e-12, scale)
        sizes = np.maximum(np.abs(vectors), 1e-3)[:, None, :]
        close(forward * sizes, reverse * sizes, 1e-10, 1e-12 * np.abs(reverse * sizes).max())

    def test_gradient_is_that_of_the_plain_call(self, name: str) -> None:
        """Central differences of the NumPy call, two steps extrapolated."""
        one = flat(name)
        vectors = one.random(4, seed=2)
        _, reverse, _ = traced(name, vectors)
        sizes = np.abs(one.numpy(vectors)).max(axis=0)
        for column in range(vectors.shape[1]):
            size = np.maximum(np.abs(vectors[:, column]), 1e-2 if column == 0 else 0.0)
            if not size.all():
                continue

            def difference(h: float, column: int = column, size: np.ndarray = size) -> np.ndarray:
                up, down = vectors.copy(), vectors.copy()
                up[:, column] += h * size
                down[:, column] -= h * size
                return (one.numpy(up) - one.numpy(down)) / (2 * h)

            expected = (4 * difference(5e-4) - difference(1e-3)) / 3
            close(reverse[:, :, column] * size[:, None], expected, 1e-6, 1e-8 * sizes)

    # 5. the two sides

    @FEW
    @given(data=st.data())
    def test_swapping_the_sides_changes_no_flux(self, name: str, data: st.DataObject) -> None:
        example = example_of(name)
        if isinstance(example.swapped, str):
            assert example.swapped, "say why its orientation is fixed"
            return
        local = data.draw(locals_of(example.process))
        other = {"inside": "outside", "outside": "inside"}
        swapped = Local(
            local.xp,
            local.temperature,
            -local.potential,
            {(other[side], one): value for (side, one), value in local.activities.items()},  # type: ignore[misc]
        )
        here, there = fluxes(example.process, local), fluxes(example.swapped(example.process), swapped)
        assert {(other[side], one) for side, one in here} == set(there)
        size = max(map(abs, here.values()))
        for (side, one), flux in here.items():
            assert there[other[side], one] == pytest.approx(flux, rel=1e-9, abs=1e-12 * size)  # type: ignore[index]
        assert current(example.swapped(example.process), swapped) == pytest.approx(
            -current(example.process, local), rel=1e-9, abs=1e-11 * size * FARADAY
        )

    # 6. parameters

    def test_every_field_declares_its_kind(self, name: str) -> None:
        law = laws()[name]
        assert [field.name for field in dataclasses.fields(law) if field.name not in BASE] == list(kinds(law))
        for field, kind in kinds(law).items():
            assert kind.doc, f"{field}: say in a line what it is"
            if isinstance(kind, (QuantityKind, SpeciesMapKind)):
                assert kind.dimension is DIMENSIONS[kind.dimension.name]

    def test_fields_are_read_and_written(self, name: str) -> None:
        process = example_of(name).process
        written = {field: kind.write(getattr(process, field)) for field, kind in kinds(type(process)).items()}
        for field, kind in kinds(type(process)).items():
            read, known = kind.read(written[field], BOOK), getattr(process, field)
            if isinstance(kind, ExpressionKind):
                assert (read.text, read.book) == (known.text, BOOK)
            else:
                assert read == known
        assert type(process)(**written, parameters=process.parameters) == process

    @FEW
    @given(data=st.data())
    def test_any_number_in_range_is_written_and_read_back(self, name: str, data: st.DataObject) -> None:
        process = example_of(name).process
        for path in process.values():
            kind = process.value_kind(path)
            number = data.draw(
                st.floats(max(kind.low, -1e9), min(kind.high, 1e9), exclude_min=kind.open_low).filter(
                    lambda x: x != 0 and abs(x) > 1e-300
                )
            )
            assert kind.read(kind.write(number), BOOK) == number

    def test_values_are_given_and_taken(self, name: str) -> None:
        process = example_of(name).process
        values = process.values()
        assert process.with_values(values) == process
        assert process.with_values({}) == process
        for path, value in free_values(process).items():
            kind = process.value_kind(path)
            new = min(value * 0.75, kind.high)
            changed = process.with_values({path: new})
            assert changed.values() == {**values, path: new}
            assert process.values() == values, "the process itself was changed"

    def test_wrong_fields_are_refused(self, name: str) -> None:
        process = example_of(name).process
        law = type(process)
        for field, kind in kinds(law).items():
            match kind:
                case QuantityKind():
                    self.refuse_numbers(process, field, kind, lambda text: text)
                case SpeciesMapKind():
                    self.refuse_numbers(process, field, kind.entry, lambda text: {"K+": text})
                    for wrong in ({}, {"K+": 1, "potassium": 1}, {"K++++": 1}):
                        with pytest.raises(InputError):
                            kind.read(wrong, BOOK)
                case SpeciesKind():
                    with pytest.raises(InputError, match=r"unknown species 'Kalium\+'"):
                        dataclasses.replace(process, **{field: "Kalium+"})  # type: ignore[type-var]
                    with pytest.raises(InputError, match="species"):
                        kind.read(5, BOOK)
                case CoupleKind():
                    with pytest.raises(InputError, match=r"unknown redox couple 'Fe3\+/Fe4\+'; did you mean"):
                        dataclasses.replace(process, **{field: "Fe3+/Fe4+"})  # type: ignore[type-var]
                case ReactionKind():
                    for text, message in WRONG_REACTIONS[process.place]:
                        with pytest.raises(InputError, match=message):
                            dataclasses.replace(process, **{field: text})  # type: ignore[type-var]

                case TextKind():
                    with pytest.raises(InputError, match="not a text"):
                        dataclasses.replace(process, **{field: 5})  # type: ignore[type-var]
                case ExpressionKind():
                    for text, error, message in (
                        ("k * (", InputError, "character"),
                        ("5 mV", UnitError, "mol"),
                        ("k * [K+]n", InputError, "K"),
                        ("kk", InputError, "'kk'"),
                        (None, InputError, "not an expression"),
                    ):
                        with pytest.raises(error, match=message):
                            dataclasses.replace(process, **{field: text})  # type: ignore[type-var]

    @staticmethod
    def refuse_numbers(process: Process, field: str, kind: QuantityKind, wrap: Any) -> None:
        """A wrong unit, no unit, no number, not finite and out of range."""

        def refused(value: Any, error: type[Exception], message: str) -> None:
            with pytest.raises(error, match=message):
                kind.read(value, BOOK)
            with pytest.raises(error, match=message):
                dataclasses.replace(process, **{field: wrap(value)})  # type: ignore[type-var]

        other = "concentration" if kind.dimension.name == "time" else "time"
        refused(f"0.5 {DIMENSIONS[other].si}", UnitError, f"is a unit of {other}; expected {kind.dimension.name}")
        refused("0.5 bananas", UnitError, "bananas.*expected")
        refused("much", UnitError, "is not a quantity; expected")
        refused("nan " + kind.dimension.si, UnitError, "is not a quantity")
        refused("1e999 " + kind.dimension.si, UnitError, "is not a quantity|not a finite")
        if kind.dimension.name != "number":
            refused("0.5", UnitError, "it has no unit; expected")
        for bound, beyond in ((kind.low, kind.low - 1.0), (kind.high, kind.high + 1.0)):
            if math.isfinite(bound):
                refused(f"{beyond!r} {kind.dimension.si}", InputError, "out of range")
                if process.law not in UNCHECKED:
                    with pytest.raises(InputError, match="out of range"):
                        dataclasses.replace(process, **{field: wrap(beyond)})  # type: ignore[type-var]
        if kind.open_low:
            refused(f"{kind.low!r} {kind.dimension.si}", InputError, "out of range: it must be more than")
        if process.law not in UNCHECKED:
            with pytest.raises(InputError):
                dataclasses.replace(process, **{field: wrap(math.nan)})  # type: ignore[type-var]

    # 7. references

    def test_references_exist(self, name: str) -> None:
        law = laws()[name]
        assert set(law.references) <= set(bibliography())
        assert law.references or law.unaccounted or name in NO_PAPER, "a law rests on a paper"

    # 8. published numbers

    def test_published_numbers(self, name: str) -> None:
        for one in example_of(name).published:
            assert one.source, "say where it is printed"
            assert max(one.relative, one.absolute) > 0.0, "say how closely it is printed"
            found = one.computed()
            allowed = max(one.absolute, one.relative * abs(one.printed))
            assert abs(found - one.printed) <= allowed, f"{found} against {one.printed} ({one.source})"

    # 9. one root

    @settings(FEW, max_examples=15)
    @given(data=st.data())
    def test_outward_current_never_falls(self, name: str, data: st.DataObject) -> None:
        process = example_of(name).process
        if not process.monotone:
            return
        local = data.draw(locals_of(process))
        potentials = np.linspace(-0.4, 0.4, 801)
        found = current(process, Local(np, local.temperature, potentials, local.activities))
        found = np.broadcast_to(found, potentials.shape)
        # what may be lost to rounding is measured by the one-way fluxes, of which the net current is the difference
        assert (np.diff(found) >= -1e-12 * np.abs(found).max()).all()

    # 10. the file

    def test_one_final_class_in_one_short_file(self, name: str) -> None:
        law = laws()[name]
        path = Path(inspect.getfile(law))
        text = path.read_text(encoding="utf-8")
        module = inspect.getmodule(law)
        mine = [
            one
            for one in vars(module).values()
            if isinstance(one, type) and issubclass(one, Process) and one.__module__ == law.__module__
        ]
        assert mine == [law], "one law in one file"
        assert getattr(law, "__final__", False), "mark it @final"
        assert law.__mro__[1] is Process, "a law derives from Process alone"
        assert dataclasses.is_dataclass(law)
        assert law.__dataclass_params__.frozen  # type: ignore[attr-defined]
        assert text.startswith('"""'), "the first line says what is in the file"
        assert len(text.splitlines()) <= 200
        assert law.__doc__
        assert law.title
        assert law.__doc__.splitlines()[0].strip().endswith("."), "one sentence first"
        for field in kinds(law):
            assert field in law.__doc__, f"the docstring does not name the field '{field}'"


def test_every_example_is_of_a_law() -> None:
    assert set(EXAMPLES) <= set(laws())


def test_known_failures_are_of_laws() -> None:
    for law, one in NOT_FINITE:
        assert one in {key[1].name for key in concentrations(law)}


def test_a_law_without_an_example_is_told_what_to_add() -> None:
    with pytest.raises(AssertionError, match=r"'new_law' has no entry in EXAMPLES.*add"):
        example_of("new_law")
