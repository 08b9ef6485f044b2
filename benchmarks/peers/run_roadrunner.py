"""libRoadRunner: Antimony to SBML, its CVODE."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import antimony as language
import axon
import cell
import forty
import roadrunner
import spreading
from common import POINTS, Job, Make, crossings, drawn, main
from texts import Text, antimony


def loaded(text: Text) -> Any:
    """The simulator of a model."""
    if language.loadAntimonyString(antimony(text)) < 0:
        raise ValueError(language.getLastError())
    return roadrunner.RoadRunner(language.getSBMLString(language.getMainModuleName()))


def setting(one: Any, tolerance: float, absolute: Any) -> None:
    """Tolerances, and as many steps as it takes."""
    one.integrator.relative_tolerance = tolerance
    one.integrator.absolute_tolerance = absolute
    one.integrator.maximum_num_steps = 10_000_000


def axon_variants(task: Mapping[str, Any]) -> dict[str, Make]:
    """Absolute tolerance as the relative one."""
    one = loaded(axon.text(task))

    def make(points: int, tolerance: float) -> Job:
        one.selections = ["time", "V"]
        setting(one, tolerance, tolerance)

        def run() -> Any:
            one.reset()
            return one.simulate(0.0, axon.END, points)

        return Job(run, (lambda done: crossings(done[:, 0], done[:, 1])) if points > 2 else None)

    return {
        f"CVODE, {POINTS:,} points": lambda tolerance: make(POINTS, tolerance),
        "CVODE, end only": lambda tolerance: make(2, tolerance),
    }


def ends(read: Callable[[Mapping[str, Any]], Text], order: Sequence[str]) -> Any:
    """Variants of a problem whose answer is the state at the end, `order`; of each cell where there are draws."""

    def variants(task: Mapping[str, Any]) -> dict[str, Make]:
        text = read(task)
        one = loaded(text)
        one.selections = list(order)
        draws = drawn(task) if "draws" in task else {}
        ids = list(one.model.getGlobalParameterIds())
        places = [ids.index(name) for name in draws]
        pace = ids.index("pace")
        cells = list(zip(*draws.values(), strict=True)) if draws else [()]

        def make(tolerance: float) -> Job:
            setting(one, tolerance, 1e-3 * tolerance * text.scale)

            def run() -> list[Any]:
                found = []
                for values in cells:
                    one.model.setGlobalParameterValues(places, values)
                    one.reset()
                    for begin, end, level in text.segments:
                        one.model.setGlobalParameterValues([pace], [level])
                        done = one.simulate(begin, end, 2)
                    found.append([float(x) for x in done[-1]])
                return found

            return Job(run, lambda found: found if draws else found[0], len(cells))

        return {"CVODE": make}

    return variants


main(
    {
        "axon": axon_variants,
        "pump_leak": ends(cell.text, cell.ORDER),
        "hh": ends(axon.text, "Vmhn"),
        "leaks": ends(cell.text, cell.ORDER),
        "spreading": ends(spreading.text, spreading.STATES),
        "forty": ends(forty.text, forty.STATES),
    },
    roadrunner.__version__,
)
