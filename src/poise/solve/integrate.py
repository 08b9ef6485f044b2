"""Integration in time of many lanes side by side, each with its own step, history and status."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from .compile_cache import use_compile_cache
from .flow import Flow
from .one_kernel import fits_one_kernel, marked, one_kernel
from .packing import Packing
from .status import Status
from .steps import BY_ERROR, BY_ERROR_BEFORE, SAFETY, Method
from .sums import sum_rows
from .watch import Watch

_BYTES = 16e6  # of the buffers of one chunk
_MOST = 1024  # steps in one chunk that is recorded
_MOST_SILENT = 100_000  # steps in one chunk that is not
_EPS = float(np.finfo(float).eps)


class Carry(NamedTuple):
    """Where an integration stands: arrays only, so that it can be saved and resumed to the same bits.

    Attributes:
        t: time reached, (lanes,).
        y, q: state and quadratures there, (n, lanes) and (m, lanes). On a break: before the jump.
        w: what the flow's watch keeps, (size, lanes).
        h: size of the next step (lanes,).
        error: error norm of the last accepted step, for the controller.
        k: index of the segment.
        status: `Status`, `unfinished` while under way.
        accepted, rejected: counts of steps.
        fresh: the segment has been reached but not entered.
        retry: the last attempt was turned down.
        dy, dq: rates at (t, y), where the method hands them on.
        attempt, strain: state that the last attempt gave, and its error by component over what is allowed.
    """

    t: Any
    y: Any
    q: Any
    w: Any
    h: Any
    error: Any
    k: Any
    status: Any
    accepted: Any
    rejected: Any
    fresh: Any
    retry: Any
    dy: Any
    dq: Any
    attempt: Any
    strain: Any

    def arrays(self) -> dict[str, Any]:
        """The carry as NumPy arrays by name, to be saved."""
        return {name: np.asarray(value) for name, value in self._asdict().items()}

    def under_way(self) -> bool:
        """Whether any lane has not come to its end."""
        return bool((np.asarray(self.status) == Status.unfinished).any())

    def culprit(self, lane: int) -> int:
        """The component to blame where a lane failed: the first that is not finite, else the one with most error."""
        for values in (self.y, self.dy, self.attempt):
            bad = ~np.isfinite(np.asarray(values)[:, lane])
            if bad.any():
                return int(np.argmax(bad))
        strain = np.abs(np.asarray(self.strain)[:, lane])
        return int(np.argmax(np.where(np.isnan(strain), np.inf, strain)))

    @staticmethod
    def of(arrays: Mapping[str, Any]) -> "Carry":
        """The carry from saved arrays."""
        return Carry(**{name: np.asarray(arrays[name]) for name in Carry._fields})


class Settings(NamedTuple):
    """What may change without compiling anew.

    Attributes:
        rtol: relative tolerance, a number or (lanes,).
        atol: absolute tolerance, (n, lanes) or (n, 1).
        most: largest number of steps of a lane, taken or turned down.
        longest: longest step.
    """

    rtol: Any
    atol: Any
    most: Any
    longest: Any


def settings(rtol: float, atol: Any, *, most: int = 1_000_000, longest: float = np.inf) -> Settings:
    """Settings from numbers: `atol` of shape (n, lanes), (n, 1) or (n,)."""
    atol = np.asarray(atol, float)
    return Settings(np.asarray(rtol, float), atol[:, None] if atol.ndim == 1 else atol, np.int32(most), float(longest))


class Chunk(NamedTuple):
    """The steps of one call, solver's order; a lane that took none in an iteration has end == begin there.

    Attributes:
        count: iterations made; only the first `count` entries below are meaningful.
        begin, end: times (steps, lanes).
        coefficients: (steps, 5, n, lanes), of y(begin + theta (end - begin)) in powers of theta.
    """

    count: Any
    begin: Any
    end: Any
    coefficients: Any


def padded_breaks(times: Any) -> Any:
    """Rising times (segments + 1,), padded with inf to one of a few lengths, so that protocols share compiled code."""
    times = np.asarray(times, float)
    if times.ndim != 1 or len(times) < 2 or not np.isfinite(times).all() or not (np.diff(times) > 0).all():
        raise ValueError("breaks: two or more rising finite times are needed")
    length = 16
    while length < len(times) + 1:
        length *= 4
    return np.concatenate([times, np.full(length - len(times), np.inf)])


def begin(y: Any, m: int, at: float, size: int = 0) -> Carry:
    """The carry at the start, before the first segment is entered.

    Args:
        y: state (n, lanes).
        m: how many quadratures, from 0.
        at: time.
        size: of the flow's watch.
    """
    y = np.array(y, float)
    n, lanes = y.shape
    return Carry(
        t=np.full(lanes, float(at)),
        y=y,
        q=np.zeros((m, lanes)),
        w=np.zeros((size, lanes)),
        h=np.zeros(lanes),
        error=np.ones(lanes),
        k=np.zeros(lanes, np.int32),
        status=np.full(lanes, int(Status.unfinished), np.int32),
        accepted=np.zeros(lanes, np.int32),
        rejected=np.zeros(lanes, np.int32),
        fresh=np.ones(lanes, bool),
        retry=np.zeros(lanes, bool),
        dy=np.zeros((n, lanes)),
        dq=np.zeros((m, lanes)),
        attempt=y.copy(),
        strain=np.zeros((n, lanes)),
    )


class Advancing:
    """What follows from `advance`: the chunks one after the other, and the end."""

    def advance(self, carry: Carry, breaks: Any, p: Any, how: Settings) -> tuple[Carry, Chunk | None]:
        """Up to one chunk of steps of every lane."""
        raise NotImplementedError

    def run(self, carry: Carry, breaks: Any, p: Any, how: Settings) -> Iterator[tuple[Carry, Chunk | None]]:
        """Chunk after chunk until no lane is under way."""
        while carry.under_way():
            carry, chunk = self.advance(carry, breaks, p, how)
            yield carry, chunk

    def last(self, carry: Carry, breaks: Any, p: Any, how: Settings) -> Carry:
        """The carry at the end."""
        for state, _ in self.run(carry, breaks, p, how):
            carry = state
        return carry


@dataclass(frozen=True)
class Integrator(Advancing):
    """A flow and a method, compiled once for each shape of its arguments; made by `integrator`."""

    flow: Flow
    method: Method
    record: bool
    chunk: int | None
    _whole: Callable[..., Any] = field(repr=False)
    _pieces: Callable[..., Any] = field(repr=False)
    _packed: Callable[..., Any] = field(repr=False)
    _refused: set[Any] = field(default_factory=set, repr=False, compare=False)
    _ready: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def named(self, carry: Carry, p: Any) -> str:
        """The name of the back end."""
        return "xla"

    def advance(self, carry: Carry, breaks: Any, p: Any, how: Settings) -> tuple[Carry, Chunk | None]:
        """Up to one chunk of steps of every lane.

        Args:
            carry: from `begin`, or of the call before.
            breaks: from `padded_breaks`.
            p: passed on to the flow.
            how: from `settings`.
        """
        import jax

        shapes = (carry.y.shape, carry.q.shape, carry.w.shape, breaks.shape)
        with jax.enable_x64(True):
            if self.flow.identity:
                return self._kept(shapes, carry, breaks, p, how)
            return jax.tree.map(np.asarray, self._called(shapes, carry, breaks, p, how))

    def _kept(self, shapes: Any, *arguments: Any) -> tuple[Carry, Chunk | None]:
        """As `_called`, by code that is kept on disk."""
        import jax

        from . import kept_code

        leaves, tree = jax.tree.flatten(arguments)
        leaves = [np.asarray(one) for one in leaves]
        key = (tree, *((one.shape, one.dtype.num) for one in leaves))
        if key in self._ready:
            call, into, outof = self._ready[key]
            return _on_host(outof, call(*into.packed(leaves)))
        if shapes not in self._refused:
            into = Packing.of(leaves, tree)
            outof = Packing.of(*jax.tree.flatten(jax.tree.map(np.asarray, arguments[0])))
            names = "\n".join((self.flow.identity, repr(self.method), f"{self.record} {self.chunk} {tree} {into}"))
            packed = into.packed(leaves)
            out = ((0,) * len(outof.kinds), Chunk(0, 0, 0, 0) if self.record else None)
            whole = jax.jit(partial(self._packed, into, outof))
            for anew in (False, True):  # what was kept may be of no use here
                try:
                    call = kept_code.ready(names, whole, packed, out, anew=anew)
                    found = _on_host(outof, call(*packed))
                except jax.errors.JaxRuntimeError:
                    continue
                self._ready[key] = call, into, outof
                return found
            self._refused.add(shapes)  # something in the flow that XLA does not put into one kernel
        return jax.tree.map(np.asarray, self._pieces(*arguments))

    def _called(self, shapes: Any, *arguments: Any) -> tuple[Carry, Chunk | None]:
        import jax

        if shapes not in self._refused:
            try:
                return self._whole(*arguments)
            except jax.errors.JaxRuntimeError:  # something in the flow that XLA does not put into one kernel
                self._refused.add(shapes)
        return self._pieces(*arguments)


def _on_host(outof: Packing, made: Any) -> tuple[Carry, Chunk | None]:
    """What a packed call gave, as NumPy arrays."""
    import jax

    state, chunk = jax.tree.map(np.asarray, made)
    return outof.unpacked(state), chunk


def integrator(flow: Flow, method: Method, *, record: bool = True, chunk: int | None = None) -> Integrator:
    """What integrates this flow by this method.

    Args:
        flow: what is integrated.
        method: `Rodas5P()` or `Tsit5()`.
        record: give the dense output of all steps, not only the end.
        chunk: steps in one call (else as many as fit into 16 MB, at most 1024; 100,000 without a record).
    """
    import jax

    use_compile_cache()
    flow = dataclasses.replace(flow, rates=jax.jit(flow.rates, inline=True))  # traced once, used in four places

    stepping = method.suited(flow.gates)

    def advance(carry: Carry, breaks: Any, p: Any, how: Settings) -> tuple[Carry, Chunk | None]:
        return _advance(flow, stepping, record, chunk, carry, breaks, p, how)

    def fits(carry: Carry, p: Any) -> bool:
        return (
            fits_one_kernel(flow.rates, carry.t, carry.y, carry.k, p, copies=len(carry.y))
            and fits_one_kernel(flow.enter, carry.y, carry.k, p)
            and fits_one_kernel(flow.inside, carry.y, carry.k, p)
            and (flow.watch is None or _watch_fits(flow.watch, carry, p))
        )

    def advance_whole(carry: Carry, breaks: Any, p: Any, how: Settings) -> tuple[Carry, Chunk | None]:
        return one_kernel(advance, carry, breaks, p, how) if fits(carry, p) else advance(carry, breaks, p, how)

    def advance_packed(into: Packing, outof: Packing, *arrays: Any) -> tuple[tuple[Any, ...], Chunk | None]:
        def packed(*given: Any) -> Any:
            state, chunk = advance(*into.unpacked(given))
            return outof.packed(jax.tree.leaves(state), jax.numpy), chunk

        carry, _, p, _ = into.unpacked(arrays)
        return marked(packed, *arrays) if fits(carry, p) else packed(*arrays)

    return Integrator(flow, method, record, chunk, jax.jit(advance_whole), jax.jit(advance), advance_packed)


def chunk_length(n: int, lanes: int) -> int:
    """Steps in one recorded chunk."""
    return int(min(_MOST, max(8, _BYTES // (8 * (5 * n + 2) * lanes))))


def _watch_fits(watch: Watch, carry: Carry, p: Any) -> bool:
    import jax.numpy as jnp

    coefficients = jnp.stack([carry.y] * 5)
    return fits_one_kernel(watch.begin, carry.t, carry.y, carry.k, p) and fits_one_kernel(
        watch.step, carry.w, carry.t, carry.h, coefficients, carry.k, p
    )


def _advance(
    flow: Flow, method: Method, record: bool, chunk: int | None, carry: Carry, breaks: Any, p: Any, how: Settings
) -> tuple[Carry, Chunk | None]:
    """Traced: one loop over steps, all lanes in each."""
    import jax
    import jax.numpy as jnp

    n, lanes = carry.y.shape
    steps = chunk or (chunk_length(n, lanes) if record else _MOST_SILENT)
    buffers = None
    if record:
        buffers = (jnp.zeros((steps, lanes)), jnp.zeros((steps, lanes)), jnp.zeros((steps, 5, n, lanes)))

    def going(loop: Any) -> Any:
        i, state, _ = loop
        return (i < steps) & jnp.any(state.status == Status.unfinished)

    def once(loop: Any) -> Any:
        i, before, filled = loop
        after, made = _step(flow, method, before, breaks, p, how)
        if record:
            filled = tuple(
                jax.lax.dynamic_update_index_in_dim(buffer, new, i, 0) for buffer, new in zip(filled, made, strict=True)
            )
        return i + 1, after, filled

    count, carry, buffers = jax.lax.while_loop(going, once, (0, carry, buffers))
    return carry, Chunk(count, *buffers) if buffers is not None else None


def _step(flow: Flow, method: Method, c: Carry, breaks: Any, p: Any, how: Settings) -> tuple[Carry, Any]:
    """Traced: one attempt in all lanes; also (begin, end, coefficients) of what was accepted."""
    import jax
    import jax.numpy as jnp

    c = jax.lax.cond(
        jnp.any(c.fresh & (c.status == Status.unfinished)),
        lambda state: _enter(flow, method, state, breaks, p, how),
        lambda state: state,
        c,
    )
    active = c.status == Status.unfinished
    edge = breaks[c.k + 1]
    left = edge - c.t
    h = jnp.minimum(c.h, how.longest)
    lands = 1.1 * h >= left  # stretched a little rather than leave a sliver
    h = jnp.where(lands, left, jnp.where(2.0 * h > left, 0.5 * left, h))
    h = jnp.where(active, h, 1.0)
    made = method.step(lambda t, y: flow.rates(t, y, c.k, p), c.t, c.y, c.q, h, (c.dy, c.dq))

    strain = made.error / (how.atol + how.rtol * jnp.maximum(jnp.abs(c.y), jnp.abs(made.y)))
    error = jnp.sqrt(sum_rows(strain**2) / len(strain))
    finite = jnp.isfinite(error) & _all_finite(made.y, made.q)
    inside = flow.inside(made.y, c.k, p)
    good = active & finite & inside & (error <= 1.0)
    bad = active & ~good

    # proportional-integral control: Hairer & Wanner 1996, sec. IV.2
    power = 1.0 / (method.error_order + 1)
    error = jnp.maximum(error, 1e-8)
    grow = jnp.clip(SAFETY * error ** (-BY_ERROR * power) * c.error ** (BY_ERROR_BEFORE * power), 0.2, 10.0)
    grow = jnp.where(c.retry, jnp.minimum(grow, 1.0), grow)
    shrink = jnp.where(finite & inside, jnp.clip(SAFETY * error**-power, 0.1, 0.9), 0.25)
    ahead = h if method.fixed else h * jnp.where(good, grow, shrink)

    end = jnp.where(lands, edge, c.t + h)
    arrived = good & lands
    final = arrived & jnp.isinf(breaks[c.k + 2])
    too_small = bad if method.fixed else bad & (ahead <= 4.0 * _EPS * jnp.abs(c.t) + 1e-20 * jnp.abs(edge))
    spent = active & ~final & (c.accepted + c.rejected + 1 >= how.most)
    reason = jnp.where(
        finite, jnp.where(inside, int(Status.step_too_small), int(Status.left_domain)), int(Status.not_finite)
    )
    status = jnp.where(spent, int(Status.too_many_steps), c.status)
    status = jnp.where(too_small, reason, status)
    status = jnp.where(final, int(Status.ok), status).astype(c.status.dtype)
    after = Carry(
        t=jnp.where(good, end, c.t),
        y=jnp.where(good, made.y, c.y),
        q=jnp.where(good, made.q, c.q),
        w=c.w if flow.watch is None else _watched(flow.watch, c, good, h, made.coefficients, p),
        h=jnp.where(active, ahead, c.h),
        error=jnp.where(good, error, c.error),
        k=c.k + (arrived & ~final),
        status=status,
        accepted=c.accepted + good,
        rejected=c.rejected + bad,
        fresh=c.fresh | (arrived & ~final),
        retry=jnp.where(active, bad, c.retry),
        dy=jnp.where(good, made.last[0], c.dy),
        dq=jnp.where(good, made.last[1], c.dq),
        attempt=jnp.where(active, made.y, c.attempt),
        strain=jnp.where(active, strain, c.strain),
    )
    return after, (c.t, jnp.where(good, end, c.t), made.coefficients)


def _watched(watch: Watch, c: Carry, good: Any, h: Any, coefficients: Any, p: Any) -> Any:
    """Traced: what is kept, with the step in the lanes that took it."""
    import jax.numpy as jnp

    return jnp.where(good, watch.step(c.w, c.t, h, coefficients, c.k, p), c.w)


def _enter(flow: Flow, method: Method, c: Carry, breaks: Any, p: Any, how: Settings) -> Carry:
    """Traced: the jump and the first step size of the lanes that have reached a new segment.

    Source: Hairer, Norsett & Wanner 1993, sec. II.4, with times measured by the segment's length.
    """
    import jax
    import jax.numpy as jnp

    new = c.fresh & (c.status == Status.unfinished)
    span = breaks[c.k + 1] - c.t
    y = jnp.where(new, flow.enter(c.y, c.k, p), c.y)
    w = c.w
    if flow.watch is not None:
        w = jnp.where(new & (c.accepted == 0), flow.watch.begin(c.t, y, c.k, p), w)
    scale = how.atol + how.rtol * jnp.abs(y)

    def size(x: Any) -> Any:
        return jnp.sqrt(sum_rows((x / scale) ** 2) / len(x))

    def trial_of(slope: Any) -> Any:
        d0, d1 = size(y), size(slope)
        return jnp.minimum(span, jnp.where((d0 < 1e-5) | (d1 < 1e-5 / span), 1e-6 * span, 0.01 * d0 / d1))

    def probe(i: Any, held: Any) -> Any:
        """The rates at the start, then after a trial step: one loop, so that they are compiled once."""
        moment, point, at_start, _ = held
        here = flow.rates(moment, point, c.k, p)
        at_start = jax.tree.map(lambda new, old: jnp.where(i == 0, new, old), here, at_start)
        trial = trial_of(at_start[0])
        return c.t + trial, y + trial * at_start[0], at_start, here

    none = (jnp.zeros_like(c.dy), jnp.zeros_like(c.dq))
    _, _, (dy, dq), (dy_ahead, _) = jax.lax.fori_loop(0, 2, probe, (c.t, y, none, none))
    trial, d1 = trial_of(dy), size(dy)
    bend = size(dy_ahead - dy) / trial
    steepest = jnp.maximum(d1, bend)
    guess = jnp.where(steepest * span <= 1e-12, 1e-3 * span, (0.01 / steepest) ** (1.0 / (method.error_order + 1)))
    h = jnp.minimum(100.0 * trial, jnp.where(jnp.isfinite(guess) & (guess > 0), guess, trial))
    h = jnp.minimum(jnp.minimum(h, how.longest), span)
    if method.fixed:
        h = span / equal_steps(span, method.fixed, jnp)

    finite = _all_finite(y, dy, dq)
    inside = flow.inside(y, c.k, p)
    reason = jnp.where(finite, int(Status.left_domain), int(Status.not_finite))
    reason = jnp.where(c.accepted == 0, int(Status.started_badly), reason)
    status = jnp.where(new & ~(finite & inside), reason, c.status).astype(c.status.dtype)
    return c._replace(
        y=y,
        w=w,
        h=jnp.where(new, h, c.h),
        error=jnp.where(new, 1.0, c.error),
        status=status,
        fresh=c.fresh & ~new,
        retry=c.retry & ~new,
        dy=jnp.where(new, dy, c.dy),
        dq=jnp.where(new, dq, c.dq),
        attempt=jnp.where(new, y, c.attempt),
    )


def equal_steps(span: Any, size: float, xp: Any) -> Any:
    """How many equal steps of at most this size a span is cut into."""
    return xp.maximum(xp.ceil(span / size * (1.0 - 1e-12)), 1.0)


def _all_finite(*arrays: Any) -> Any:
    """Whether each lane is finite in all arrays; not a number spreads through a sum, so one sum tells."""
    import jax.numpy as jnp

    return jnp.isfinite(sum(sum_rows(0.0 * array) for array in arrays if len(array)))
