"""The verb `energy`: ATP and watts at a state, where they go, and what is stored."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from ..chemistry.species import Species, species
from ..constants import AVOGADRO, FARADAY, GAS, WATER_MOLAR_VOLUME
from ..errors import InputError, UnitError
from ..model.model import Model
from ..processes.base import Local, Process
from ..processes.derived import affinities, affinity
from ..processes.fuel import HYDROLYSIS, MODIFIERS, hydrolysis_free_energy
from ..processes.moves import Move
from ..processes.reactions.written import spent
from ..processes.water.osmosis import Osmosis
from ..results.energy_table import Budget, EnergyTable, ProcessEnergy
from ..results.result import Result
from ..system.circuit import Circuit, from_ground
from ..system.dynamics import area_of
from ..system.system import System
from ..units import DIMENSIONS, parse
from ..version import __version__
from .answer import references
from .settings import quiet

_ATP, _WATER = species("ATP"), species("H2O")
_PER_SECOND: Final = {"1/s": 1.0, "1/min": 1 / 60, "1/h": 1 / 3600, "/s": 1.0, "/min": 1 / 60, "/h": 1 / 3600}
_MOLES: Final = {"": 1.0, "m": 1e-3, "u": 1e-6, "n": 1e-9, "p": 1e-12, "f": 1e-15, "a": 1e-18, "z": 1e-21}
_RATE: Final = re.compile(
    r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*(?:([munpfaz]?)mol)?\s*(1?/(?:s|min|h))\s*\Z"
)


def energy(model: Model, budget: str | None = None, *, at: Any = "rest") -> EnergyTable:
    """What a state costs: ATP per second, watts, where they are dissipated, and what is stored.

    sum(r_ATP (-dG_ATP)) + electrodes + declared = sum(r A) + dG/dt,

    with the free energy of ATP's hydrolysis at the state's own concentrations, r A of every process, and dG/dt that of
    all ions, water and charge, from the net flux of each. At a steady state nothing is stored. Of a process whose
    energy is declared unaccounted the work that it does on what it moves counts as supplied from outside. Quantities
    are the model's own: what a protocol blocked or changed in a run is to be set in the model.

    Args:
        model: one number for every quantity.
        budget: what the pumps' share is to be told of: "10 pW", or ATP as "1e7 1/s" or "20 amol/s".
        at: the state: "rest", "steady", or a result of rest, steady or run of this model (its end).

    Raises:
        InputError: the model has arrays or no such state, or the budget is neither power nor ATP per time.
    """
    for place, face in model.interfaces.items():
        if face.temperature is not None:
            raise InputError(
                f"interface '{place}' has a temperature of its own: free energies at several temperatures do not add;"
                " `load_curve` accounts for heat"
            )
    asked = None if budget is None else read_budget(budget)
    name, status, system, potentials = _state(model, at)
    if system.lanes.sizes:
        raise InputError("an energy table is for one state; the model has arrays")
    area = _whole_area(system)
    if asked is not None and area is None:
        raise InputError(
            f"budget: the power of '{model.name}' is known per area only; set '{next(iter(model.interfaces))}.area',"
            " such as to '1000 um2'"
        )
    with quiet():
        sums = _Sums(system, potentials)
        rows = tuple(sums.processes())
        electrodes = dict(sums.electrodes())
        stored = sums.stored()
    atp, power = sum(one.atp for one in rows), sum(one.power for one in rows)
    return EnergyTable(
        title=model.name,
        at=name,
        status=status,
        processes=rows,
        electrodes=electrodes,
        stored=stored,
        free_energy=-power / atp if atp else None,
        area=area,
        gross=sums.gross,
        budget=None if asked is None else _budget(budget or "", *asked, power, atp),
        notes=tuple(_notes(rows)),
        references=references(model),
        provenance={"model": model.name, "hash": model.hash, "version": __version__, "verb": "energy", "at": name},
    )


def read_budget(text: str) -> tuple[float | None, float | None]:
    """A stated budget as power [W] or ATP [mol/s], `None` for the other.

    Raises:
        InputError: it is neither, or not more than 0.
    """
    match = _RATE.match(text)
    if match:
        number, prefix, per = match.groups()
        factor = 1.0 / AVOGADRO if prefix is None else _MOLES[prefix]
        power, atp = None, float(number) * factor * _PER_SECOND[per]
    else:
        try:
            power, atp = parse(text, DIMENSIONS["power"]), None
        except UnitError:
            raise UnitError(
                f"budget: '{text[:60]}' is neither a power nor ATP per time; write '10 pW', '1e7 1/s' or '20 amol/s'"
            ) from None
    if not 0.0 < (power if atp is None else atp) < np.inf:  # type: ignore[operator]
        raise InputError(f"budget: '{text[:60]}' is not more than 0")
    return power, atp


def _budget(text: str, power: float | None, atp: float | None, used_power: float, used_atp: float) -> Budget:
    share = used_atp / atp if atp is not None else used_power / (power or 1.0)
    return Budget(text.strip(), power, atp, share)


def _state(model: Model, at: Any) -> tuple[str, str, System, Mapping[str, Any]]:
    """The state's name and status, the system and the potentials."""
    if isinstance(at, Result):
        return _result_state(model, at, at.verb)
    if at == "steady":
        from .steady import steady

        result = steady(model)
        if not result.ok:
            raise InputError(f"'{model.name}' has no steady state ({result.status}); " + " ".join(result.notes))
        return _result_state(model, result, "steady")
    if at != "rest":
        raise InputError(f"at: '{at}' is no state; give 'rest', 'steady' or a result")
    from .rest import rest

    return _result_state(model, rest(model), "rest")


def _result_state(model: Model, result: Result, name: str) -> tuple[str, str, System, Mapping[str, Any]]:
    if result.title != model.name or result.sizes:
        raise InputError("at: the result is of another model, or has arrays; give one of this model")
    if result.verb == "rest":
        values = {label: np.atleast_1d(result["potential"][k]) for k, label in enumerate(result.labels["interface"])}
        if not result.ok:
            raise InputError(f"'{model.name}' has no rest ({result.status}); " + " ".join(result.notes))
        return name, result.status, System.of(model), values
    from .simulator import laid_out
    from .start import started_from
    from .unfold import moments

    simulator = laid_out(started_from(model, result), until=1.0)
    with quiet():
        moment = moments(simulator, np.zeros(1), simulator.y, np.arange(1))
    return name, result.status, moment.system, moment.potentials


def _whole_area(system: System) -> float | None:
    areas = [face.area for face in system.interfaces.values()]
    return None if any(one is None for one in areas) else float(sum(areas))


def _notes(rows: tuple[ProcessEnergy, ...]) -> Iterator[str]:
    for one in rows:
        if one.declared:
            yield f"{one.name}: {one.reason}; the work that it does counts as supplied from outside."


class _Sums:
    """The sums over all processes at one state."""

    def __init__(self, system: System, potentials: Mapping[str, Any]) -> None:
        self.system = system
        self.potentials = potentials
        circuit = Circuit.of(system.model)
        self.grounded: dict[str, float] = {circuit.ground: 0.0}
        for place, source, name, sign in from_ground(circuit):
            self.grounded[place] = self.grounded[source] + sign * _one(potentials[name])
        self.gains: dict[tuple[str, Species], float] = {}  # net, without what ATP's hydrolysis moves [mol/s]
        self.gross = 0.0  # of all terms, before they cancel [W]
        self.standard = 0.0  # rate times standard free energy of what is no hydrolysis [W]

    def processes(self) -> Iterator[ProcessEnergy]:
        """Every process's part; fills the net gains."""
        system = self.system
        for name, face in system.interfaces.items():
            local = system.local(name, self.potentials[name])
            for label, process in face.processes.items():
                factor = _one(area_of(face)) * _one(system.factor(name, label, local))
                places = {"inside": face.inside, "outside": face.outside}
                area = None if face.area is None else _one(face.area)
                yield self._part(f"{name}.{label}", process, local, factor, places, area)
        for name, processes in system.reactions.items():
            local = system.within(name)
            volume = _one(system.volumes.get(name, 0.0))
            for label, process in processes.items():
                scale = volume * _one(system.scales.get(f"{name}.{label}", 1.0))
                yield self._part(f"{name}.{label}", process, local, scale, {"inside": name}, None)

    def _part(
        self, path: str, process: Process, local: Local, factor: float, places: Mapping[str, str], area: float | None
    ) -> ProcessEnergy:
        atp = power = heat = 0.0
        energies = process.standard_free_energies(local)
        forces = affinities(process, local)
        for move, rate, energy, force in zip(process.moves(), process.rates(local), energies, forces, strict=True):
            events = factor * _one(rate)
            number = spent(move)
            fuelled = number if number and _knows_fuel(local) and not process.unaccounted else 0.0
            atp += number * events
            if events == 0.0:
                continue
            rest = _one(energy)
            if fuelled:
                hydrolysis = hydrolysis_free_energy(local)
                power += fuelled * events * _one(affinity(HYDROLYSIS, hydrolysis, local))
                rest -= fuelled * _one(hydrolysis)
            heat += events * _one(force)
            self._gain(move, events, places, fuelled)
            # the energy of water that flows is in `_potential`, from osmolarities
            self.standard += 0.0 if isinstance(process, Osmosis) else events * rest
        if process.unaccounted:
            return ProcessEnergy(path, atp, 0.0, None, -heat, str(process.unaccounted), area)
        return ProcessEnergy(path, atp, power, heat, area=area)

    def _gain(self, move: Move, events: float, places: Mapping[str, str], fuelled: float) -> None:
        left = move + HYDROLYSIS * -fuelled if fuelled else move
        flows = (
            sum(one == _WATER for (_, one), _ in left.amounts) > 1
        )  # water in a reaction has activity 1, as its law says
        for (side, one), moles in left.amounts:
            if one == _WATER and not flows:
                continue
            pair = (places[side], one)
            self.gains[pair] = self.gains.get(pair, 0.0) + moles * events
            self.gross += abs(moles * events * self._potential(*pair)) if events else 0.0

    def electrodes(self) -> Iterator[tuple[str, float]]:
        """Power that each injected current brings in [W]; fills the net gains."""
        for name, face in self.system.interfaces.items():
            events = _one(area_of(face)) * _one(face.injected) / FARADAY
            if events == 0.0:
                continue
            one = face.carrier
            move = Move.of({one: 1.0 / one.charge}, {one: -1.0 / one.charge})
            local = self.system.local(name, self.potentials[name])
            yield name, -events * _one(affinity(move, 0.0, local))
            self._gain(move, events, {"inside": face.inside, "outside": face.outside}, 0.0)

    def stored(self) -> float:
        """Free energy that all compartments gain per time [W], from the net flux of each species."""
        return self.standard + sum(gain * self._potential(*pair) for pair, gain in self.gains.items() if gain != 0.0)

    def _potential(self, place: str, one: Species) -> float:
        """Electrochemical potential without its standard part [J/mol]."""
        system = self.system
        temperature = _one(system.temperature)
        electric = one.charge * FARADAY * self.grounded[place]
        if one == _WATER:
            dissolved = sum(_one(v) for there, v in system.activities[place].items() if there.phase == "aqueous")
            return electric - GAS * temperature * WATER_MOLAR_VOLUME * dissolved * 1000.0
        if one.implicit:
            return electric
        return electric + GAS * temperature * float(np.log(_one(system.activities[place][one])))


def _knows_fuel(local: Local) -> bool:
    """Whether everything is there that the free energy of ATP depends on."""
    wanted = [*(key for key, _ in HYDROLYSIS.amounts), *MODIFIERS]
    return all(one.implicit or (side, one) in local.activities for side, one in wanted)


def _one(value: Any) -> float:
    """A number, or an array of one."""
    return float(np.ravel(np.asarray(value, float))[0])
