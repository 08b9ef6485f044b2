"""Exponential, logarithm and their kin for many lanes: polynomials inlined into the code, accurate to 2 ulp."""

from collections.abc import Callable
from typing import Final

from .block import Block, Width

_LOG2E: Final = 1.4426950408889634074
_LN2_HIGH: Final = 6.93147180369123816490e-01  # ln 2, its first 33 bits: n ln2 is exact
_LN2_LOW: Final = 1.90821492927058770002e-10
_SHIFTER: Final = 6755399441055744.0  # 1.5 2^52: added, it rounds to a whole number in the last bits
_OVERFLOW: Final = 709.782712893384
_UNDERFLOW: Final = -708.3964185322641
_ROOT_HALF: Final = 0x3FE6A09E667F3BCD  # bits of sqrt(1/2)
# exp(r) = 1 + r + r^2 q(r) for |r| <= ln2 / 2: Taylor's series to r^13, whose rest is below 2^-60 there
_Q: Final = tuple(1.0 / k for k in (
    2, 6, 24, 120, 720, 5040, 40320, 362880, 3628800, 39916800, 479001600, 6227020800
))  # fmt: skip
# log(1 + f), s = f / (2 + f): the polynomial of FreeBSD's e_log.c (Sun Microsystems 1993), error below 2^-58.45
_LG: Final = (
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
)


def definitions(width: Width) -> str:
    """The text of all functions of this width."""
    declared = [
        f"declare {width.number} @llvm.{name}.{width.suffix}({', '.join([width.number] * count)})"
        for name, count in (("fma", 3), ("sqrt", 1), ("fabs", 1), ("floor", 1), ("sin", 1), ("cos", 1), ("pow", 2),
                            ("copysign", 2))
    ]  # fmt: skip
    found = []
    for name, write in _WRITTEN.items():
        block = Block(width)
        result = write(block, "%x")
        head = f"define internal {width.number} @poise_{name}({width.number} %x) alwaysinline"
        found.append(block.function(head, f"ret {width.number} {result}"))
    return "\n".join([*declared, "", *found])


def _polynomial(b: Block, x: str, coefficients: tuple[float, ...]) -> str:
    """c0 + c1 x + ..., by halves, so that several products are under way at once."""
    terms = [b.number(c) for c in coefficients]
    power = x
    while len(terms) > 1:
        pairs = []
        for k in range(0, len(terms) - 1, 2):
            pairs.append(b.fma(terms[k + 1], power, terms[k]))
        if len(terms) % 2:
            pairs.append(terms[-1])
        terms = pairs
        if len(terms) > 1:
            power = b.apply("mul", power, power)
    return terms[0]


def _reduced(b: Block, x: str) -> tuple[str, str]:
    """x = n ln2 + r: the bits that hold n last, and exp(r) - 1."""
    shifted = b.fma(x, b.number(_LOG2E), b.number(_SHIFTER))
    n = b.put(f"fsub {b.width.number} {shifted}, {b.number(_SHIFTER)}")
    r = b.fma(n, b.number(-_LN2_HIGH), x)
    r = b.fma(n, b.number(-_LN2_LOW), r)
    square = b.apply("mul", r, r)
    return b.as_bits(shifted), b.fma(square, _polynomial(b, r, _Q), r)


def _exp(b: Block, x: str) -> str:
    bits, grown = _reduced(b, x)
    whole = b.put(f"fadd {b.width.number} {grown}, {b.number(1.0)}")
    power = b.integer("shl", bits, b.width.whole(52))
    result = b.as_number(b.integer("add", b.as_bits(whole), power))
    result = b.apply("select", b.apply("gt", x, b.number(_OVERFLOW)), b.number(float("inf")), result)
    result = b.apply("select", b.apply("lt", x, b.number(_UNDERFLOW)), b.number(0.0), result)
    return b.apply("select", b.put(f"fcmp uno {b.width.number} {x}, {x}"), x, result)


def _expm1(b: Block, x: str) -> str:
    low = b.apply("max", x, b.number(-60.0))
    bits, grown = _reduced(b, low)
    # 2^(n - 1), since 2^1024 is no number
    half = b.integer("add", b.integer("shl", bits, b.width.whole(52)), b.width.whole(1022 << 52))
    scale = b.as_number(half)
    rest = b.put(f"fsub {b.width.number} {scale}, {b.number(0.5)}")
    sum_ = b.fma(grown, scale, rest)
    result = b.put(f"fadd {b.width.number} {sum_}, {sum_}")
    result = b.apply("select", b.apply("gt", x, b.number(_OVERFLOW)), b.number(float("inf")), result)
    tiny = b.apply("lt", b.apply("abs", x), b.number(1e-300))  # and keeps the sign of zero
    result = b.apply("select", tiny, x, result)
    return b.apply("select", b.put(f"fcmp uno {b.width.number} {x}, {x}"), x, result)


def _log(b: Block, x: str) -> str:
    w = b.width
    small = b.apply("lt", x, b.number(2.2250738585072014e-308))
    scaled = b.apply("select", small, b.put(f"fmul {w.number} {x}, {b.number(2.0**54)}"), x)
    bits = b.as_bits(scaled)
    # k + 1023 in the exponent's place, mantissa from sqrt(1/2) to sqrt 2
    moved = b.integer("add", bits, w.whole((1023 << 52) - _ROOT_HALF))
    power = b.integer("lshr", moved, w.whole(52))
    mantissa = b.integer("sub", bits, b.integer("shl", b.integer("sub", power, w.whole(1023)), w.whole(52)))
    counted = b.as_number(b.integer("or", power, w.whole(0x4330000000000000)))
    k = b.put(f"fsub {w.number} {counted}, {b.number(2.0**52 + 1023)}")
    fewer = b.put(f"fsub {w.number} {k}, {b.number(54.0)}")
    k = b.apply("select", small, fewer, k)
    f = b.put(f"fsub {w.number} {b.as_number(mantissa)}, {b.number(1.0)}")
    s = b.put(f"fdiv {w.number} {f}, {b.put(f'fadd {w.number} {f}, {b.number(2.0)}')}")
    z = b.put(f"fmul {w.number} {s}, {s}")
    rest = b.put(f"fmul {w.number} {z}, {_polynomial(b, z, _LG)}")
    half = b.put(f"fmul {w.number} {b.put(f'fmul {w.number} {f}, {b.number(0.5)}')}, {f}")
    inner = b.put(f"fadd {w.number} {half}, {rest}")
    low = b.fma(k, b.number(_LN2_LOW), b.put(f"fmul {w.number} {s}, {inner}"))
    drop = b.put(f"fsub {w.number} {half}, {low}")
    result = b.fma(k, b.number(_LN2_HIGH), b.put(f"fsub {w.number} {f}, {drop}"))
    result = b.apply("select", b.apply("lt", x, b.number(float("inf"))), result, x)
    result = b.apply("select", b.apply("eq", x, b.number(0.0)), b.number(float("-inf")), result)
    return b.apply("select", b.apply("lt", x, b.number(0.0)), b.number(float("nan")), result)


def _log1p(b: Block, x: str) -> str:
    w = b.width
    u = b.put(f"fadd {w.number} {x}, {b.number(1.0)}")
    lost = b.put(f"fsub {w.number} {b.put(f'fsub {w.number} {u}, {b.number(1.0)}')}, {x}")
    corrected = b.put(f"fsub {w.number} {_log(b, u)}, {b.put(f'fdiv {w.number} {lost}, {u}')}")
    plain = b.apply("lt", b.apply("abs", x), b.number(1e-17))
    found = b.apply("select", plain, x, corrected)
    edge = b.apply("or", b.apply("eq", u, b.number(float("inf"))), b.apply("eq", u, b.number(0.0)))
    return b.apply("select", edge, _log(b, u), found)


def _with_sign(b: Block, value: str, sign: str) -> str:
    vt = b.width.number
    return b.put(f"call {vt} @llvm.copysign.{b.width.suffix}({vt} {value}, {vt} {sign})")


def _tanh(b: Block, x: str) -> str:
    size = b.apply("min", b.apply("abs", x), b.number(22.0))
    grown = _expm1(b, b.apply("mul", size, b.number(2.0)))
    return _with_sign(b, b.apply("div", grown, b.apply("add", grown, b.number(2.0))), x)


def _sinh(b: Block, x: str) -> str:
    grown = _expm1(b, b.apply("abs", x))
    share = b.apply("div", grown, b.apply("add", grown, b.number(1.0)))
    share = b.apply("select", b.apply("eq", grown, b.number(float("inf"))), b.number(1.0), share)
    return _with_sign(b, b.apply("mul", b.number(0.5), b.apply("add", grown, share)), x)


def _cosh(b: Block, x: str) -> str:
    grown = _exp(b, b.apply("abs", x))
    return b.apply("mul", b.number(0.5), b.apply("add", grown, b.apply("div", b.number(1.0), grown)))


_WRITTEN: Final[dict[str, Callable[[Block, str], str]]] = {
    "exp": _exp,
    "expm1": _expm1,
    "log": _log,
    "log1p": _log1p,
    "tanh": _tanh,
    "sinh": _sinh,
    "cosh": _cosh,
}
