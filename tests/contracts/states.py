"""States that the contracts are tried at: which concentrations a law reads, random ones, and one flat vector of all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from hypothesis import strategies as st

from contracts.example import Example
from contracts.examples import EXAMPLES
from poise.chemistry.species import Species, species
from poise.constants import GAS, STANDARD_CONCENTRATION
from poise.formulas import scalar
from poise.processes.base import Local, Process
from poise.processes.moves import SIDES, Side

jax.config.update("jax_enable_x64", True)

Key = tuple[Side, Species]
WHOLE = {"osmosis": "water follows everything that is dissolved"}
"""Laws that read all that a compartment holds, each with the reason; they are tried on what their example holds."""

POTENTIALS = (-0.4, 0.4)  # V
TEMPERATURES = (273.0, 320.0)  # K
DECADES = (-6.0, 3.0)  # log10 of mM


def example_of(law: str) -> Example:
    """The example of a law; a law without one fails here, and is told what to add."""
    if law not in EXAMPLES:
        raise AssertionError(
            f"the law '{law}' has no entry in EXAMPLES of tests/contracts/examples.py; add\n"
            f"  '{law}': Example(process=<a ready instance>, inside=<mM by species>, outside=<mM by species>,\n"
            "      published=(Published(<what Poise computes>, <the printed number>, <where it is printed>,\n"
            "          relative=<tolerance>),),\n"
            "      swapped=<function to the same process with its sides relabelled, or why there is none>),\n"
            "and every contract is tested for it"
        )
    return EXAMPLES[law]


def participants(process: Process) -> tuple[Key, ...]:
    """Every (side, species) whose activity the process may read: what it moves, then what else it sees."""
    moved = [key for move in process.moves() for key, _ in move.amounts]
    found = [*moved, *process.seen()]
    if process.law in WHOLE:
        example = example_of(process.law)
        composition = zip(SIDES, (example.inside, example.outside), strict=True)
        found += [(side, species(name)) for side, names in composition for name in names]
    return tuple(dict.fromkeys(key for key in found if not key[1].implicit))


def free_values(process: Process) -> dict[str, Any]:
    """The numbers of a process that may vary without changing what it moves."""
    return {path: value for path, value in process.values().items() if not process.value_kind(path).fixed}


@dataclass
class Watched(Mapping[Key, Any]):
    """Activities that remember which of them were read."""

    known: Mapping[Key, Any]
    read: set[Key] = field(default_factory=set)

    def __getitem__(self, key: Key) -> Any:
        self.read.add(key)
        return self.known[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


def concentrations(law: str) -> dict[Key, float]:
    """The example's concentrations [mM] of the participants."""
    example = example_of(law)
    written = {
        (side, species(name)): amount
        for side, composition in zip(SIDES, (example.inside, example.outside), strict=True)
        for name, amount in composition.items()
    }
    return {key: written[key] for key in participants(example.process)}


@st.composite
def locals_of(draw: st.DrawFn, process: Process) -> Local:
    """A random state: log-uniform concentrations, random activity coefficients, potential and temperature."""
    keys = participants(process)
    decades = draw(st.lists(st.floats(*DECADES), min_size=len(keys), max_size=len(keys)))
    gammas = draw(
        st.one_of(st.just([1.0] * len(keys)), st.lists(st.floats(0.1, 2.0), min_size=len(keys), max_size=len(keys)))
    )
    activities = {
        key: gamma * 10.0**decade / STANDARD_CONCENTRATION
        for key, decade, gamma in zip(keys, decades, gammas, strict=True)
    }
    return Local(scalar, draw(st.floats(*TEMPERATURES)), draw(st.floats(*POTENTIALS)), activities)


def at_potential(local: Local, potential: Any) -> Local:
    """The same state at another potential."""
    return Local(local.xp, local.temperature, potential, local.activities, local.time)


def over_thermal(affinity: float, local: Local) -> float:
    """A / (R T)."""
    return affinity / (GAS * local.temperature)


@dataclass(frozen=True)
class Flat:
    """A law as a function of one vector: potential, temperature, concentrations [mM], then its own numbers."""

    process: Process
    keys: tuple[Key, ...]
    names: tuple[str, ...]
    example: np.ndarray

    def rates(self, vector: Any, xp: Any) -> tuple[Any, ...]:
        """The law's rates; each entry of the vector may be an array."""
        count = len(self.keys)
        activities = {
            key: amount / STANDARD_CONCENTRATION for key, amount in zip(self.keys, vector[2 : 2 + count], strict=True)
        }
        changed = self.process.with_values(dict(zip(self.names, vector[2 + count :], strict=True)))
        return changed.rates(Local(xp, vector[1], vector[0], activities))

    def stacked(self, vector: Any) -> jax.Array:
        """The rates under JAX, as one array."""
        return jnp.stack([jnp.asarray(one) for one in self.rates(list(vector), jnp)])

    def numpy(self, vectors: np.ndarray) -> np.ndarray:
        """The rates by plain NumPy, all states at once: (states, moves)."""
        found = self.rates(list(vectors.T), np)
        return np.stack([np.broadcast_to(one, vectors.shape[:1]) for one in found], axis=-1)

    def scalar(self, vector: np.ndarray) -> np.ndarray:
        """The rates of one state by plain Python numbers."""
        return np.asarray(self.rates([float(one) for one in vector], scalar))

    def random(self, count: int, seed: int = 1) -> np.ndarray:
        """Random states about the example's, all parameters within a factor of two of theirs where that is allowed."""
        generator = np.random.default_rng(seed)
        vectors = np.tile(self.example, (count, 1))
        vectors[:, 0] = generator.uniform(-0.15, 0.15, count)
        vectors[:, 1] = generator.uniform(*TEMPERATURES, count)
        stop = 2 + len(self.keys)
        vectors[:, 2:stop] *= 2.0 ** generator.uniform(-1, 1, (count, len(self.keys)))
        for column, name in enumerate(self.names, start=stop):
            kind = self.process.value_kind(name)
            scaled = vectors[:, column] * 2.0 ** generator.uniform(-1, 1, count)
            vectors[:, column] = np.clip(scaled, max(kind.low, -1e300), min(kind.high, 1e300))
        return vectors


@cache
def flat(law: str) -> Flat:
    """The example of a law as a function of one vector."""
    example = example_of(law)
    amounts, values = concentrations(law), free_values(example.process)
    vector = [-0.07, 310.15, *amounts.values(), *values.values()]
    return Flat(example.process, tuple(amounts), tuple(values), np.asarray(vector, dtype=float))


ROWS = 16  # states in one call of what is compiled, so that it is compiled once


@cache
def _compiled(law: str) -> Callable[[Any], tuple[jax.Array, jax.Array, jax.Array]]:
    one = flat(law)
    return jax.jit(jax.vmap(lambda v: (one.stacked(v), jax.jacrev(one.stacked)(v), jax.jacfwd(one.stacked)(v))))


def traced(law: str, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """jit(vmap) at these states of the rates, of their reverse-mode and of their forward-mode Jacobian.

    Returns: (states, moves), and twice (states, moves, entries of the vector).
    """
    count = len(vectors)
    padded = np.concatenate([vectors, np.tile(flat(law).example, (-count % ROWS, 1))])
    parts = [_compiled(law)(padded[start : start + ROWS]) for start in range(0, len(padded), ROWS)]
    values, reverse, forward = (
        np.concatenate(list(map(np.asarray, part)))[:count] for part in zip(*parts, strict=True)
    )
    return values, reverse, forward
