"""Derivatives of recorded steps by JAX: any method, any flow; the reference that native code is tested against."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..flow import Flow
from ..steps import Method
from .differential import Pulled, Pushed, Seeded
from .told import Told
from .trail import Piece

_LENGTHS = (16, 128, 1024)  # steps of a scan, so that few are compiled


@dataclass(frozen=True)
class XLADifferential:
    """A flow and a method; see `differential.Differential`."""

    flow: Flow
    method: Method
    _made: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def push(self, told: Told, piece: Piece, z: Any, slopes: Any, z_slopes: Any, *, record: bool) -> Pushed:
        """Forwards through a piece."""
        import jax

        parts = []
        with jax.enable_x64(True):
            call = self._compiled("push", told, record)
            for steps, count, _ in _blocks(piece):
                slopes, powers = call(np.asarray(slopes), np.asarray(z), np.asarray(z_slopes), steps)
                parts.append(np.asarray(powers)[:count])
        return Pushed(np.asarray(slopes), np.concatenate(parts) if record and parts else None)

    def pull(self, told: Told, piece: Piece, z: Any, weights: Any, seeds: Seeded) -> Pulled:
        """Backwards through a piece."""
        import jax

        z_weights: Any = np.zeros((*z.shape, weights.shape[1]))
        with jax.enable_x64(True):
            call = self._compiled("pull", told, False)
            for steps, count, first in reversed(list(_blocks(piece))):
                seed = np.zeros((len(steps[0]), 5, *weights.shape))
                here = (seeds.places >= first) & (seeds.places < first + count)
                seed[seeds.places[here] - first] = seeds.values[here]
                weights, z_weights = call(np.asarray(weights), np.asarray(z_weights), np.asarray(z), steps, seed)
        return Pulled(np.asarray(weights), np.asarray(z_weights))

    def _compiled(self, name: str, told: Told, record: bool) -> Any:
        import jax

        key = (name, told.leaves, record)
        if key not in self._made:
            made = {"push": lambda: _push(self._step(told), record), "pull": lambda: _pull(self._step(told))}
            self._made[key] = jax.jit(made[name]())
        return self._made[key]

    def _step(self, told: Told) -> Any:
        """From the state before a step (n,) and what is told (size,) to the state after it and its coefficients."""
        import jax.numpy as jnp

        def step(state: Any, row: Any, one: Any) -> tuple[Any, Any]:
            t, h, _, fresh, after_jump, before = one
            p = told.tree(row)
            # the recorded state has the value, the traced one the derivative
            held = jnp.where(fresh, before, after_jump)
            y = (held + (state - _stopped(state)))[:, None]
            y = jnp.where(fresh, self.flow.enter(y, 0, p), y)

            def rates(moment: Any, at: Any) -> Any:
                return self.flow.rates(moment, at, 0, p)[0], jnp.zeros((0, 1))

            none = jnp.zeros((0, 1))
            made = self.method.step(rates, t[None], y, none, h[None], (rates(t[None], y)[0], none))
            return made.y[:, 0], made.coefficients[:, :, 0]

        return step


def _stopped(value: Any) -> Any:
    import jax

    return jax.lax.stop_gradient(value)


def _push(step: Any, record: bool) -> Any:
    import jax
    import jax.numpy as jnp

    def call(slopes: Any, z: Any, z_slopes: Any, steps: Any) -> Any:
        def once(held: Any, one: Any) -> tuple[Any, Any]:
            segment, real = one[2], one[1] > 0
            guarded = (one[0], jnp.where(real, one[1], 1.0), *one[2:])

            def direction(dy: Any, dz: Any) -> Any:
                zero = jnp.zeros_like(dy)
                return jax.jvp(lambda y, row: step(y, row, guarded), (zero, z[segment]), (dy, dz))[1]

            end, powers = jax.vmap(direction, in_axes=-1, out_axes=-1)(held, z_slopes[segment])
            return jnp.where(real, end, held), powers if record else jnp.zeros(0)

        return jax.lax.scan(once, slopes, steps)

    return call


def _pull(step: Any) -> Any:
    import jax
    import jax.numpy as jnp

    def call(weights: Any, z_weights: Any, z: Any, steps: Any, seeds: Any) -> Any:
        def once(held: Any, given: Any) -> tuple[Any, Any]:
            weights, z_weights = held
            one, seed = given
            segment, real = one[2], one[1] > 0
            guarded = (one[0], jnp.where(real, one[1], 1.0), *one[2:])
            zero = jnp.zeros(weights.shape[0])
            _, back = jax.vjp(lambda y, row: step(y, row, guarded), zero, z[segment])
            found, told = jax.vmap(back, in_axes=-1, out_axes=-1)((weights, seed))
            told = jnp.where(real, told, 0.0)
            return (jnp.where(real, found, weights), z_weights.at[segment].add(told)), None

        held, _ = jax.lax.scan(once, (weights, z_weights), (steps, seeds), reverse=True)
        return held

    return call


def _blocks(piece: Piece) -> Any:
    """Steps padded to one of a few lengths: (t, h, segment, fresh, state, state before a jump), count, first."""
    count = len(piece)
    segment = np.searchsorted(np.unique(piece.segment), piece.segment)
    whole = (piece.begin, piece.end - piece.begin, segment, piece.fresh, piece.states, piece.reached)
    first = 0
    while first < count:
        length = next((one for one in _LENGTHS if one >= count - first), _LENGTHS[-1])
        part = min(length, count - first)
        rows = [one[first : first + part] for one in whole]
        padded = [np.concatenate([row, np.repeat(row[-1:], length - part, axis=0)]) for row in rows]
        padded[1][part:] = 0.0  # steps of no length are passed over
        yield tuple(padded), part, first
        first += part
