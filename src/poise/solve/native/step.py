"""One attempt of a step in all lanes, and the entry into a segment, as lines; see `integrate` for the same in JAX."""

from collections.abc import Callable
from typing import Any

from ..status import Status
from ..steps import BY_ERROR, BY_ERROR_BEFORE, SAFETY, Method
from .block import Block
from .rows import Rows
from .stages import Stages, copied, offset

_EPS = 2.220446049250313e-16
_ROW = 64  # steps of fixed size that are looked at together
_LEAST = 1e-8  # an error smaller than this makes the step no longer


def _squares(b: Block, rows: Rows, size: int, term: Callable[[str], str]) -> str:
    """The root of the mean of squares; `term` writes a component, given its index."""
    b.store(rows.sum, b.number(0.0))
    with b.each(size) as k:
        value = term(k)
        b.store(rows.sum, b.fma(value, value, b.load(rows.sum)))
    return b.apply("sqrt", b.apply("mul", b.load(rows.sum), b.number(1.0 / size)))


def _finite(b: Block, rows: Rows, *blocks: tuple[int, int]) -> str:
    """Whether all rows of blocks (first, size) are finite: what is not spreads through a sum."""
    vt = b.width.number
    b.store(rows.sum, b.number(0.0))
    for first, size in blocks:
        with b.each(size) as k:
            nothing = b.put(f"fmul {vt} {b.load(offset(b, first, k))}, {b.number(0.0)}")
            b.store(rows.sum, b.put(f"fadd {vt} {nothing}, {b.load(rows.sum)}"))
    return b.apply("eq", b.load(rows.sum), b.number(0.0))


def _is(b: Block, row: int) -> str:
    return b.apply("ne", b.load(row), b.number(0.0))


def _chosen(b: Block, truth: str, first: int, second: int, size: int) -> None:
    """Rows from `first` on take those from `second` on where it is true."""
    with b.each(size) as k:
        target = offset(b, first, k)
        b.store(target, b.apply("select", truth, b.load(offset(b, second, k)), b.load(target)))


def _keep(b: Block, truth: str, row: int, value: str) -> None:
    b.store(row, b.apply("select", truth, value, b.load(row)))


def _power(b: Block, log: str, exponent: float) -> str:
    return b.apply("exp", b.apply("mul", log, b.number(exponent)))


def attempt(b: Block, rows: Rows, method: Method, stages: Stages, *, dense: bool, record: bool) -> str:
    """The lines of an attempt; the lanes that need to be looked at, as the bits of an i64."""
    s = rows.sizes
    number, apply = b.number, b.apply
    if method.fixed and not record:
        _leapt(b, rows, stages)
    _begun(b, rows, bool(method.fixed))
    stages.write(b, rows, dense)
    error = number(1.0) if method.fixed else _error(b, rows)
    finite = apply("and", apply("finite", error), _finite(b, rows, (rows.new, s.n), (rows.new_q, s.m)))
    copied(b, rows.new, rows.point, s.n)
    b.line(f"call void @inside(ptr {b.memory})")
    inside, active, lands = _is(b, rows.inside), _is(b, rows.active), _is(b, rows.lands)
    possible = apply("and", finite, inside)
    good = apply("and", active, apply("and", possible, apply("le", error, number(1.0))))
    bad = apply("and", active, apply("not", good))
    b.store(rows.good, b.marks(good))
    t, edge, h = b.load(rows.t), b.load(rows.edge), b.load(rows.step)
    if method.fixed:
        left = apply("sub", b.load(rows.retry), number(1.0))
        end = apply("select", lands, edge, apply("sub", edge, apply("mul", left, h)))
        too_small = bad
        _keep(b, good, rows.retry, left)
    else:
        end = apply("select", lands, edge, apply("add", t, h))
        ahead = _controlled(b, rows, method, error, good, possible)
        least = b.fma(number(4.0 * _EPS), apply("abs", t), apply("mul", number(1e-20), apply("abs", edge)))
        too_small = apply("and", bad, apply("le", ahead, least))
        _keep(b, active, rows.h, ahead)
        _keep(b, good, rows.error, apply("max", error, number(_LEAST)))
        _keep(b, active, rows.retry, b.marks(bad))
        _chosen(b, active, rows.strain, rows.right, s.n)

    arrived = apply("and", good, lands)
    last = apply("eq", b.load(rows.beyond), number(float("inf")))
    final = apply("and", arrived, last)
    onward = apply("and", arrived, apply("not", last))
    accepted = apply("add", b.load(rows.accepted), b.marks(good))
    rejected = apply("add", b.load(rows.rejected), b.marks(bad))
    tried = apply("add", accepted, rejected)
    spent = apply("and", active, apply("and", apply("not", final), apply("ge", tried, b.load(rows.most))))
    reason = apply("select", inside, number(float(Status.step_too_small)), number(float(Status.left_domain)))
    reason = apply("select", finite, reason, number(float(Status.not_finite)))
    status = apply("select", spent, number(float(Status.too_many_steps)), b.load(rows.status))
    status = apply("select", too_small, reason, status)
    status = apply("select", final, number(float(Status.ok)), status)
    b.store(rows.accepted, accepted)
    b.store(rows.rejected, rejected)
    b.store(rows.status, status)
    _keep(b, good, rows.t, end)
    b.store(rows.k, apply("add", b.load(rows.k), b.marks(onward)))
    _keep(b, onward, rows.fresh, number(1.0))
    _chosen(b, good, rows.y, rows.new, s.n)
    _chosen(b, good, rows.q, rows.new_q, s.m)
    handed_on = stages.handed_on(rows)
    if handed_on is not None:
        _chosen(b, good, rows.dy, handed_on[0], s.n)
        _chosen(b, good, rows.dq, handed_on[1], s.m)
    _chosen(b, active, rows.attempt, rows.new, s.n)
    if s.w:
        b.line(f"call void @watch_step(ptr {b.memory})")
        _chosen(b, good, rows.w, rows.new_w, s.w)
    over = apply("ne", status, number(float(Status.unfinished)))
    return b.mask(apply("and", active, apply("or", over, onward)))


def _leapt(b: Block, rows: Rows, stages: Any) -> None:
    """Steps of fixed size in a row, all but the segment's last, looked at only at their end.

    If a lane's state is not possible there, all go back and take them one by one.
    """
    s = rows.sizes
    number, apply = b.number, b.apply
    kind, width = b.width.kind, b.width
    active = apply("eq", b.load(rows.status), number(float(Status.unfinished)))
    left = apply("sub", apply("select", active, b.load(rows.retry), number(_ROW + 1.0)), number(1.0))
    if width.lanes > 1:
        least = b.put(f"call {kind} @llvm.vector.reduce.fmin.{width.suffix}({width.number} {left})")
    else:
        least = left
    whole = b.put(f"fptosi {kind} {least} to i64")
    whole = b.put(f"call i64 @llvm.smin.i64(i64 {whole}, i64 {_ROW})")
    slow = b.get(kind, b.place(rows.slow))
    one_by_one = b.put(f"fcmp ogt {kind} {slow}, 0.0")
    with b.when(one_by_one, "slow"):
        b.store(rows.slow, apply("sub", b.load(rows.slow), number(1.0)))
    count = b.put(f"select i1 {one_by_one}, i64 0, i64 {whole}")
    with b.when(b.put(f"icmp sgt i64 {count}, 0"), "leaps"):
        copied(b, rows.y, rows.safe, s.n)
        copied(b, rows.q, rows.safe + s.n, s.m)
        copied(b, rows.w, rows.safe + s.n + s.m, s.w)
        b.store(rows.step, apply("select", active, b.load(rows.h), number(1.0)))
        copied(b, rows.y, rows.point, s.n)
        b.store(rows.moment, b.load(rows.t))
        with b.each(count, "leap"):
            b.store(rows.before, b.load(rows.moment))
            b.line(f"call void @leap(ptr {b.memory})")
            copied(b, rows.new_q, rows.q, s.m)
            if s.w:
                stages.line(b, rows)
                b.line(f"call void @watch_step(ptr {b.memory})")
                copied(b, rows.new_w, rows.w, s.w)
                copied(b, rows.point, rows.y, s.n)
            b.store(rows.moment, apply("add", b.load(rows.moment), b.load(rows.step)))
        b.line(f"call void @inside(ptr {b.memory})")
        possible = apply("and", _finite(b, rows, (rows.point, s.n), (rows.q, s.m)), _is(b, rows.inside))
        failed = b.put(f"icmp ne i64 {b.mask(apply('and', active, apply('not', possible)))}, 0")
        with b.when(failed, "back"):
            copied(b, rows.safe, rows.y, s.n)
            copied(b, rows.safe + s.n, rows.q, s.m)
            copied(b, rows.safe + s.n + s.m, rows.w, s.w)
            b.store(rows.slow, number(_ROW + 0.0))
        with b.when(b.put(f"xor i1 {failed}, true"), "on"):
            copied(b, rows.point, rows.y, s.n)
            made = b.all(b.put(f"sitofp i64 {count} to {kind}"))
            made = apply("select", active, made, number(0.0))
            left = apply("sub", b.load(rows.retry), made)
            b.store(rows.retry, left)
            b.store(rows.accepted, apply("add", b.load(rows.accepted), made))
            t = apply("sub", b.load(rows.edge), apply("mul", left, b.load(rows.h)))
            _keep(b, active, rows.t, t)


def _begun(b: Block, rows: Rows, fixed: bool) -> None:
    """The size of the step: `step`, `lands`, `active`, `before`."""
    number, apply = b.number, b.apply
    t = b.load(rows.t)
    active = apply("eq", b.load(rows.status), number(float(Status.unfinished)))
    left = apply("sub", b.load(rows.edge), t)
    if fixed:  # `retry` holds how many steps are left in the segment
        h = b.load(rows.h)
        lands = apply("le", b.load(rows.retry), number(1.0))
    else:
        h = apply("min", b.load(rows.h), b.load(rows.longest))
        lands = apply("ge", apply("mul", number(1.1), h), left)
        halves = apply("gt", apply("add", h, h), left)
        h = apply("select", lands, left, apply("select", halves, apply("mul", number(0.5), left), h))
    b.store(rows.step, apply("select", active, h, number(1.0)))
    b.store(rows.lands, b.marks(lands))
    b.store(rows.active, b.marks(active))
    b.store(rows.before, t)


def _error(b: Block, rows: Rows) -> str:
    """The error over what is allowed; by component in `right`."""
    apply = b.apply

    def strain(k: str) -> str:
        before, after = b.load(offset(b, rows.y, k)), b.load(offset(b, rows.new, k))
        size = apply("max", apply("abs", before), apply("abs", after))
        allowed = b.fma(b.load(rows.rtol), size, b.load(offset(b, rows.atol, k)))
        value = apply("div", b.load(offset(b, rows.right, k)), allowed)
        b.store(offset(b, rows.right, k), value)
        return value

    return _squares(b, rows, rows.sizes.n, strain)


def _controlled(b: Block, rows: Rows, method: Method, error: str, good: str, possible: str) -> str:
    """The size of the next step by proportional-integral control, as in `integrate`."""
    number, apply = b.number, b.apply
    power = 1.0 / (method.error_order + 1)
    log = apply("log", apply("max", error, number(_LEAST)))
    log_before = apply("log", b.load(rows.error))
    grown = b.fma(log_before, number(BY_ERROR_BEFORE * power), apply("mul", log, number(-BY_ERROR * power)))
    chosen = apply("select", good, grown, apply("mul", log, number(-power)))
    factor = apply("mul", number(SAFETY), apply("exp", chosen))
    most = apply("select", _is(b, rows.retry), number(1.0), number(10.0))
    factor = apply("max", factor, apply("select", good, number(0.2), number(0.1)))
    factor = apply("min", factor, apply("select", good, most, number(0.9)))
    return apply("mul", b.load(rows.step), apply("select", possible, factor, number(0.25)))


def enter(b: Block, rows: Rows, method: Method) -> str:
    """The jump and the first step size of lanes that have reached a segment; those that failed, as bits of an i64."""
    s = rows.sizes
    number, apply = b.number, b.apply
    count = ""
    new = apply("and", _is(b, rows.fresh), apply("eq", b.load(rows.status), number(float(Status.unfinished))))
    span = apply("sub", b.load(rows.edge), b.load(rows.t))
    copied(b, rows.y, rows.point, s.n)
    b.line(f"call void @jump(ptr {b.memory})")
    _chosen(b, new, rows.y, rows.new, s.n)
    copied(b, rows.y, rows.point, s.n)
    b.store(rows.moment, b.load(rows.t))
    b.line(f"call void @rates(ptr {b.memory})")
    copied(b, rows.slope, rows.new, s.n)
    copied(b, rows.slope_q, rows.new_q, s.m)

    def scaled(k: str, value: str) -> str:
        allowed = b.fma(b.load(rows.rtol), apply("abs", b.load(offset(b, rows.y, k))), b.load(offset(b, rows.atol, k)))
        return apply("div", value, allowed)

    d0 = _squares(b, rows, s.n, lambda k: scaled(k, b.load(offset(b, rows.y, k))))
    d1 = _squares(b, rows, s.n, lambda k: scaled(k, b.load(offset(b, rows.new, k))))
    slow = apply("lt", d1, apply("div", number(1e-5), span))
    trial = apply("select", apply("or", apply("lt", d0, number(1e-5)), slow),
                  apply("mul", number(1e-6), span), apply("div", apply("mul", number(0.01), d0), d1))  # fmt: skip
    trial = apply("min", span, trial)
    b.store(rows.step, trial)
    b.store(rows.moment, apply("add", b.load(rows.t), trial))
    with b.each(s.n) as k:
        ahead = b.fma(trial, b.load(offset(b, rows.new, k)), b.load(offset(b, rows.y, k)))
        b.store(offset(b, rows.point, k), ahead)
    b.line(f"call void @rates(ptr {b.memory})")
    change = _squares(
        b,
        rows,
        s.n,
        lambda k: scaled(k, apply("sub", b.load(offset(b, rows.slope, k)), b.load(offset(b, rows.new, k)))),
    )
    trial = b.load(rows.step)
    steepest = apply("max", d1, apply("div", change, trial))
    guess = apply("select", apply("le", apply("mul", steepest, span), number(1e-12)),
                  apply("mul", number(1e-3), span),
                  _power(b, apply("log", apply("div", number(0.01), steepest)),
                         1.0 / (method.error_order + 1)))  # fmt: skip
    usable = apply("and", apply("finite", guess), apply("gt", guess, number(0.0)))
    h = apply("min", apply("mul", number(100.0), trial), apply("select", usable, guess, trial))
    h = apply("min", apply("min", h, b.load(rows.longest)), span)
    if method.fixed:
        count = apply("div", apply("sub", b.load(rows.edge), b.load(rows.t)), number(method.fixed))
        count = apply("mul", count, number(1.0 - (1e-6 if b.width.single else 1e-12)))
        count = apply("max", apply("neg", apply("floor", apply("neg", count))), number(1.0))
        h = apply("div", span, count)

    finite = _finite(b, rows, (rows.y, s.n), (rows.new, s.n), (rows.new_q, s.m))
    copied(b, rows.y, rows.point, s.n)
    b.line(f"call void @inside(ptr {b.memory})")
    inside = _is(b, rows.inside)
    first = apply("eq", b.load(rows.accepted), number(0.0))
    reason = apply("select", finite, number(float(Status.left_domain)), number(float(Status.not_finite)))
    reason = apply("select", first, number(float(Status.started_badly)), reason)
    failed = apply("and", new, apply("not", apply("and", finite, inside)))
    _keep(b, failed, rows.status, reason)
    _keep(b, new, rows.h, h)
    _keep(b, new, rows.error, number(1.0))
    _keep(b, new, rows.fresh, number(0.0))
    _keep(b, new, rows.retry, count if method.fixed else number(0.0))
    _chosen(b, new, rows.dy, rows.new, s.n)
    _chosen(b, new, rows.dq, rows.new_q, s.m)
    _chosen(b, new, rows.attempt, rows.y, s.n)
    if s.w:
        b.store(rows.moment, b.load(rows.t))
        b.line(f"call void @watch_begin(ptr {b.memory})")
        _chosen(b, apply("and", new, first), rows.w, rows.new_w, s.w)
    return b.mask(failed)
