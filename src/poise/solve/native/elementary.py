"""Exponential, logarithm and their kin for many lanes: polynomials inlined into the code, accurate to 2 ulp."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from .block import Block, Width

_LOG2E: Final = 1.4426950408889634074


@dataclass(frozen=True)
class Format:
    """What the polynomials need to know of a type of number.

    Attributes:
        mantissa, bias: bits of the mantissa, and of the exponent its offset.
        ln2: ln 2 in two parts, the first short enough that its whole multiples are exact.
        overflow, underflow: between these the exponential is a normal number.
        terms: of q in exp(r) = 1 + r + r^2 q(r), |r| <= ln2 / 2.
        log: of log(1 + f) in s = f / (2 + f): polynomials of FreeBSD's e_log.c, e_logf.c (Sun 1993).
        root_half: bits of sqrt(1/2).
        least: the smallest normal number.
        tiny: below it in size, log1p(x) = x.
    """

    mantissa: int
    bias: int
    ln2: tuple[float, float]
    overflow: float
    underflow: float
    terms: int
    log: tuple[float, ...]
    root_half: int
    least: float
    tiny: float

    @property
    def shifter(self) -> float:
        """Added, it rounds to a whole number in the last bits."""
        return 1.5 * 2.0**self.mantissa

    @property
    def series(self) -> tuple[float, ...]:
        """Coefficients of q, at the nodes of Chebyshev's polynomial: next to the best of this degree."""
        return _interpolated(self.terms)


@lru_cache
def _interpolated(count: int) -> tuple[float, ...]:
    """q(r) = (exp(r) - 1 - r) / r^2 through as many nodes in |r| <= ln2 / 2: exact fractions, rounded last."""
    half = Fraction(0.5 * math.log(2.0))
    nodes = [half * Fraction(math.cos(math.pi * (k + 0.5) / count)) for k in range(count)]
    steps = [sum(r**j / math.factorial(j + 2) for j in range(count + 12)) for r in nodes]
    for order in range(1, count):  # divided differences, in place
        for k in range(count - 1, order - 1, -1):
            steps[k] = (steps[k] - steps[k - 1]) / (nodes[k] - nodes[k - order])
    found = [steps[-1]]
    for k in range(count - 2, -1, -1):  # times (r - node), plus the next
        found = [low - nodes[k] * high for low, high in zip([Fraction(0), *found], [*found, Fraction(0)], strict=True)]
        found[0] += steps[k]
    return tuple(float(one) for one in found)


_DOUBLE: Final = Format(
    mantissa=52,
    bias=1023,
    ln2=(6.93147180369123816490e-01, 1.90821492927058770002e-10),
    overflow=709.782712893384,
    underflow=-708.3964185322641,
    terms=11,  # the rest is below 2^-60
    log=(
        6.666666666666735130e-01,
        3.999999999940941908e-01,
        2.857142874366239149e-01,
        2.222219843214978396e-01,
        1.818357216161805012e-01,
        1.531383769920937332e-01,
        1.479819860511658591e-01,
    ),
    root_half=0x3FE6A09E667F3BCD,
    least=2.2250738585072014e-308,
    tiny=1e-17,
)
_SINGLE: Final = Format(
    mantissa=23,
    bias=127,
    ln2=(6.9313812256e-01, 9.0580006145e-06),
    overflow=88.72283,
    underflow=-87.33654,
    terms=5,  # the rest is below 2^-26
    log=(0.66666662693, 0.40000972152, 0.28498786688, 0.24279078841),
    root_half=0x3F3504F3,
    least=1.1754943508222875e-38,
    tiny=1e-9,
)


def format_of(width: Width) -> Format:
    """The format of a width's numbers."""
    return _SINGLE if width.single else _DOUBLE


def definitions(width: Width) -> str:
    """The text of all functions of this width."""
    declared = [
        f"declare {width.number} @llvm.{name}.{width.suffix}({', '.join([width.number] * count)})"
        for name, count in (("fma", 3), ("sqrt", 1), ("fabs", 1), ("floor", 1), ("sin", 1), ("cos", 1), ("pow", 2),
                            ("copysign", 2))
    ]  # fmt: skip
    declared.append("declare i64 @llvm.smin.i64(i64, i64)")
    if width.lanes > 1:
        declared.append(f"declare {width.kind} @llvm.vector.reduce.fmin.{width.suffix}({width.number})")
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
    kind = format_of(b.width)
    shifted = b.fma(x, b.number(_LOG2E), b.number(kind.shifter))
    n = b.put(f"fsub {b.width.number} {shifted}, {b.number(kind.shifter)}")
    r = b.fma(n, b.number(-kind.ln2[0]), x)
    r = b.fma(n, b.number(-kind.ln2[1]), r)
    square = b.apply("mul", r, r)
    return b.as_bits(shifted), b.fma(square, _polynomial(b, r, kind.series), r)


def _exp(b: Block, x: str) -> str:
    kind = format_of(b.width)
    bits, grown = _reduced(b, x)
    whole = b.put(f"fadd {b.width.number} {grown}, {b.number(1.0)}")
    power = b.integer("shl", bits, b.width.whole(kind.mantissa))
    result = b.as_number(b.integer("add", b.as_bits(whole), power))
    beyond = b.put(f"fadd {b.width.number} {x}, {b.number(float('inf'))}")  # no number stays none
    result = b.apply("select", b.apply("le", x, b.number(kind.overflow)), result, beyond)
    return b.apply("select", b.apply("lt", x, b.number(kind.underflow)), b.number(0.0), result)


def _expm1(b: Block, x: str) -> str:
    kind = format_of(b.width)
    bits, grown = _reduced(b, b.apply("min", b.apply("max", x, b.number(-60.0)), b.number(kind.overflow + 0.2)))
    # 2^(n - 1), since 2^n may be no number
    half = b.integer(
        "add", b.integer("shl", bits, b.width.whole(kind.mantissa)), b.width.whole((kind.bias - 1) << kind.mantissa)
    )
    scale = b.as_number(half)
    rest = b.put(f"fsub {b.width.number} {scale}, {b.number(0.5)}")
    sum_ = b.fma(grown, scale, rest)
    return b.put(f"fadd {b.width.number} {sum_}, {sum_}")


def _log(b: Block, x: str) -> str:
    w, kind = b.width, format_of(b.width)
    lifted = kind.mantissa + 2
    small = b.apply("lt", x, b.number(kind.least))
    scaled = b.apply("select", small, b.put(f"fmul {w.number} {x}, {b.number(2.0**lifted)}"), x)
    bits = b.as_bits(scaled)
    # k + bias in the exponent's place, mantissa from sqrt(1/2) to sqrt 2
    moved = b.integer("add", bits, w.whole((kind.bias << kind.mantissa) - kind.root_half))
    power = b.integer("lshr", moved, w.whole(kind.mantissa))
    mantissa = b.integer(
        "sub", bits, b.integer("shl", b.integer("sub", power, w.whole(kind.bias)), w.whole(kind.mantissa))
    )
    counted = b.as_number(b.integer("or", power, w.whole((kind.bias + kind.mantissa) << kind.mantissa)))
    k = b.put(f"fsub {w.number} {counted}, {b.number(2.0**kind.mantissa + kind.bias)}")
    fewer = b.put(f"fsub {w.number} {k}, {b.number(float(lifted))}")
    k = b.apply("select", small, fewer, k)
    f = b.put(f"fsub {w.number} {b.as_number(mantissa)}, {b.number(1.0)}")
    s = b.put(f"fdiv {w.number} {f}, {b.put(f'fadd {w.number} {f}, {b.number(2.0)}')}")
    z = b.put(f"fmul {w.number} {s}, {s}")
    rest = b.put(f"fmul {w.number} {z}, {_polynomial(b, z, kind.log)}")
    half = b.put(f"fmul {w.number} {b.put(f'fmul {w.number} {f}, {b.number(0.5)}')}, {f}")
    inner = b.put(f"fadd {w.number} {half}, {rest}")
    low = b.fma(k, b.number(kind.ln2[1]), b.put(f"fmul {w.number} {s}, {inner}"))
    drop = b.put(f"fsub {w.number} {half}, {low}")
    result = b.fma(k, b.number(kind.ln2[0]), b.put(f"fsub {w.number} {f}, {drop}"))
    result = b.apply("select", b.apply("lt", x, b.number(float("inf"))), result, x)
    result = b.apply("select", b.apply("eq", x, b.number(0.0)), b.number(float("-inf")), result)
    return b.apply("select", b.apply("lt", x, b.number(0.0)), b.number(float("nan")), result)


def _log1p(b: Block, x: str) -> str:
    w = b.width
    u = b.put(f"fadd {w.number} {x}, {b.number(1.0)}")
    lost = b.put(f"fsub {w.number} {b.put(f'fsub {w.number} {u}, {b.number(1.0)}')}, {x}")
    corrected = b.put(f"fsub {w.number} {_log(b, u)}, {b.put(f'fdiv {w.number} {lost}, {u}')}")
    plain = b.apply("lt", b.apply("abs", x), b.number(format_of(w).tiny))
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
