"""Designs: what they sample is what they say, any slice is the same, and text that cannot be meant is refused."""

import itertools
import math
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import poise
from poise.analysis.designs import (
    Grid,
    LatinHypercube,
    Listed,
    LogNormal,
    LogUniform,
    Normal,
    Product,
    Random,
    Sobol,
    Truncated,
    Uniform,
    distribution,
)
from poise.errors import InputError, UnitError, UnknownNameError
from poise.units import CONCENTRATION, DIMENSIONS, TEMPERATURE

MODEL = poise.load("textbook_neuron")
DRAWS = {"bath.K+": "normal(4 mM, 10 %)", "bath.Na+": "uniform(100, 150 mM)", "temperature": "normal(37 degC, 2 degC)"}
PAIR = {("bath.K+", "bath.Na+"): 0.7}


def all_of(design):
    bound = design.of(MODEL)
    return bound.values(0, bound.total)


def test_a_grid_is_every_combination_the_last_fastest():
    found = all_of(Grid({"bath.K+": "1:3 mM:3", "bath.Na+": "100,150 mM", "temperature": "20:30:2"}))
    wanted = list(itertools.product([1.0, 2.0, 3.0], [100.0, 150.0], [293.15, 303.15]))
    assert np.stack(list(found.values()), axis=1).tolist() == pytest.approx(np.array(wanted))
    assert list(found) == ["bath.K+", "bath.Na+", "temperature"]


@pytest.mark.parametrize(
    ("path", "given", "wanted"),
    [
        ("bath.K+", "1:100 mM:3:log", [1.0, 10.0, 100.0]),
        ("bath.K+", "1 uM:100 mM:6:log", [1e-3, 1e-2, 1e-1, 1.0, 10.0, 100.0]),
        ("bath.K+", "1:2:3", [1.0, 1.5, 2.0]),
        ("bath.K+", " 5 mM : 1 mM : 3 ", [5.0, 3.0, 1.0]),
        ("bath.K+", "1 M,2 mM", [1000.0, 2.0]),
        ("bath.potassium", "2.5", [2.5]),
        ("bath.K+", ["2 mM", 3.0], [2.0, 3.0]),
        ("bath.K+", np.array([1, 2]), [1.0, 2.0]),
        ("bath.K+", poise.Along("x", [7.0]), [7.0]),
        ("temperature", "0:100:3", [273.15, 323.15, 373.15]),
        ("membrane.injected", "-10:10 uA/cm2:3", [-0.1, 0.0, 0.1]),
    ],
)
def test_what_is_written_for_an_axis(path, given, wanted):
    (found,) = all_of(Grid({path: given})).values()
    assert found.tolist() == pytest.approx(wanted, rel=1e-14, abs=1e-300)


@pytest.mark.parametrize("given", ["6:8:3", "pH 6:pH 8:3", "6,7,8", [6, "7", "pH 8"], np.array([6.0, 7.0, 8.0])])
def test_a_ph_axis_is_even_in_ph(given):
    model = poise.load("pump_leak_cell")
    (path,) = (one for one in model.paths() if one.endswith(".H+"))
    bound = Grid({path.replace("H+", "pH"): given}).of(model)
    assert list(bound.sizes) == [path]
    assert bound.values(0, 3)[path] == pytest.approx([1e-3, 1e-4, 1e-5], rel=1e-12)


BAD = [
    ("bath.K+", "1:50 mV:100", "'mV' is a unit of potential", "1:50 mV:100", "  ^^^^^"),
    ("bath.K+", "1 mM:50:9", "'50' has no unit", "1 mM:50:9", "     ^^"),
    ("bath.K+", "1:5 mM:x", "'x' is not how many values", "1:5 mM:x", "       ^"),
    ("bath.K+", "1:5 mM:1", "from 2 on", "1:5 mM:1", "       ^"),
    ("bath.K+", "0:5 mM:4:log", "need both ends above 0", "0:5 mM:4:log", "^"),
    ("bath.K+", "1:5 mM:4:lin", "'lin' is not how values are spaced", "1:5 mM:4:lin", "         ^^^"),
    ("bath.K+", "5:5 mM:3", "both ends are the same", "5:5 mM:3", "  ^^^^"),
    (
        "bath.K+",
        "1:5 mM:2000000000",
        "2,000,000,000 values along one path; at most 1,000,000,000",
        "1:5 mM:2000000000",
        "       ^^^^^^^^^^",
    ),
    ("bath.K+", "1:5 mM", "a range is 'from:to:how many'", "", ""),
    ("bath.K+", "1:::", "a range is 'from:to:how many'", "", ""),
    ("bath.K+", "1 mM,,3 mM", "a value is missing beside a comma", "", ""),
    ("bath.K+", "1 mM,3", "'3' has no unit beside others", "1 mM,3", "     ^"),
    ("bath.K+", "two", "'two' is not a quantity", "two", "^^^"),
    ("bath.K+", "1" * 200_000, "is too long; give an array", "", ""),
    ("bath.K+", [1.0, np.nan], "not all values are finite", "", ""),
    ("bath.K+", np.zeros((2, 2)), "2 dimensions", "", ""),
    ("bath.K+", [], "an empty array", "", ""),
]


@pytest.mark.parametrize(("path", "given", "words", "line", "caret"), BAD)
def test_an_axis_that_cannot_be_meant(path, given, words, line, caret):
    with pytest.raises(InputError) as found:
        Grid({path: given}).of(MODEL)
    said = str(found.value)
    assert words in said
    assert said.startswith("bath.K+: ")
    if caret:
        assert said.splitlines()[-2:] == [f"  {line}", f"  {caret}"]
    else:
        assert len(said.splitlines()) == 1


def test_paths_that_are_not_there_or_twice():
    with pytest.raises(UnknownNameError, match=r"no quantity 'bath.Kalium'.*did you mean .*'bath.K\+'"):
        Grid({"bath.Kalium": "1:2 mM:2"}).of(MODEL)
    with pytest.raises(InputError, match=r"'bath.K\+' is given twice, as 'bath.K\+' too"):
        Grid({"bath.K+": "1:2 mM:2", "bath.potassium": "1:2 mM:2"}).of(MODEL)
    with pytest.raises(InputError, match="is in both designs"):
        Product(Grid({"bath.K+": "1:2 mM:2"}), Random(3, {"bath.K+": "uniform(1, 2 mM)"})).of(MODEL)
    with pytest.raises(InputError, match="nothing varies"):
        Grid({}).of(MODEL)


@pytest.mark.parametrize("design", [
    Grid({"bath.K+": "1:2 mM:2"}),
    Listed({"bath.K+": "1, 2 mM"}),
    Random(2, DRAWS),
    Sobol(2, {"bath.K+": "truncated(normal(4 mM, 10 %), 3 mM, 5 mM)"}),
    LatinHypercube(2, DRAWS),
], ids=lambda design: design.name)  # fmt: skip
def test_values_before_it_has_met_a_model(design):
    with pytest.raises(InputError, match="has met no model yet"):
        design.values(0, 1)


def test_more_samples_than_a_sweep_has():
    with pytest.raises(InputError, match="1,000,000,000,000 samples; a sweep has at most 1,000,000,000"):
        Grid({"bath.K+": "1:2 mM:1000000", "bath.Na+": "1:2 mM:1000000"}).of(MODEL)
    with pytest.raises(InputError, match="2,000,000,000 samples; a sweep has at most"):
        Random(2 * 10**9, DRAWS)
    with pytest.raises(InputError, match="use Sobol or Random"):
        LatinHypercube(2 * 10**8, DRAWS)


def test_columns_side_by_side():
    found = all_of(Listed({"bath.K+": "1,2,3 mM", "bath.Na+": [10.0, 20.0, 30.0]}))
    assert found["bath.K+"].tolist() == [1.0, 2.0, 3.0]
    assert found["bath.Na+"].tolist() == [10.0, 20.0, 30.0]
    with pytest.raises(InputError, match=r"as many values of each quantity: 3 of 'bath.K\+', but 2 of 'bath.Na\+'"):
        Listed({"bath.K+": "1,2,3 mM", "bath.Na+": [10.0, 20.0]}).of(MODEL)


DESIGNS = {
    "grid": Grid({"bath.K+": "1:50 mM:17:log", "bath.Na+": "100:150 mM:31"}),
    "list": Listed({"bath.K+": np.linspace(1, 5, 527)}),
    "lhs": LatinHypercube(527, DRAWS, seed=3),
    "sobol": Sobol(70_000, DRAWS, seed=3, correlation=PAIR),
    "random": Random(527, DRAWS, correlation=PAIR, seed=3),
    "product": Product(Grid({"membrane.injected": "0:1 uA/cm2:5"}), Random(101, DRAWS)),
}


@pytest.mark.parametrize("name", DESIGNS)
def test_any_slice_is_the_same_here_and_after_a_journey(name):
    bound = DESIGNS[name].of(MODEL)
    whole = bound.values(0, bound.total)
    sent = pickle.loads(pickle.dumps(bound))
    assert bound.total == math.prod(bound.sizes.values()) == len(whole["bath.K+"])
    assert sent.described(MODEL) == bound.described(MODEL)
    for begin, end in ((0, 0), (0, 1), (99, 103), (7, 131), (bound.total - 5, bound.total), (65_530, 65_545)):
        if end <= bound.total:
            for one in (bound.values(begin, end), sent.values(begin, end)):
                assert {path: values.tobytes() for path, values in one.items()} == {
                    path: values[begin:end].tobytes() for path, values in whole.items()
                }


@settings(max_examples=40)
@given(st.integers(0, 526), st.integers(1, 60), st.integers(0, 2**63))
def test_random_draws_depend_on_seed_and_place_alone(begin, length, seed):
    bound = Random(10_000, DRAWS, seed=seed).of(MODEL)
    one = bound.values(begin, begin + length)
    two = bound.values(begin + length // 2, begin + length)
    assert all((one[path][length // 2 :] == two[path]).all() for path in one)
    assert not (Random(10_000, DRAWS, seed=seed + 1).of(MODEL).values(begin, begin + length)["bath.K+"] == one["bath.K+"]).any()  # noqa: E501  # fmt: skip


def test_a_latin_hypercube_has_one_draw_in_each_layer():
    found = all_of(LatinHypercube(1000, {"bath.K+": "uniform(0, 1 mM)", "bath.Na+": "normal(100 mM, 10 mM)"}, seed=1))
    assert sorted((found["bath.K+"] * 1000).astype(int)) == list(range(1000))
    layers = (stats.norm(100, 10).cdf(found["bath.Na+"]) * 1000).astype(int)
    assert sorted(layers) == list(range(1000))
    assert abs(np.corrcoef(found["bath.K+"], found["bath.Na+"])[0, 1]) < 0.1


def test_sobol_fills_every_box_alike_and_integrates_better_than_chance():
    draws = {"bath.K+": "uniform(0, 1 mM)", "bath.Na+": "uniform(0, 1 mM)"}
    x, y = all_of(Sobol(1 << 12, draws, seed=5)).values()
    boxes = np.bincount((x * 16).astype(int) * 16 + (y * 16).astype(int), minlength=256)
    assert (boxes == 16).all()
    exact = (1.0 - math.cos(1.0)) * (math.e - 1.0)  # integral of sin(x) exp(y) over the unit square
    miss = abs(np.mean(np.sin(x) * np.exp(y)) - exact)
    u, v = all_of(Random(1 << 12, draws, seed=5)).values()
    assert miss < 2e-5 < abs(np.mean(np.sin(u) * np.exp(v)) - exact)


@pytest.mark.parametrize("design", [Sobol, Random])
@pytest.mark.parametrize("r", [-0.9, 0.3, 0.8])
def test_a_copula_gives_the_rank_correlation_it_should_and_leaves_the_margins(design, r):
    draws = {"bath.K+": "lognormal(4 mM, 50 %)", "bath.Na+": "uniform(100, 150 mM)"}
    x, y = all_of(design(1 << 14, draws, seed=2, correlation={("bath.Na+", "bath.K+"): r})).values()
    assert stats.spearmanr(x, y)[0] == pytest.approx(6 / math.pi * math.asin(r / 2), abs=0.02)  # Kruskal 1958
    assert stats.kstest(y, stats.uniform(100, 50).cdf).pvalue > 1e-3
    assert np.std(x) / np.mean(x) == pytest.approx(0.5, rel=0.03)


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ({("bath.K+", "bath.Cl-"): 0.5}, "'bath.Cl-' is not drawn"),
        ({("bath.K+", "bath.K+"): 0.5}, "with itself"),
        ({("bath.K+", "bath.Na+"): 1.0}, "'1.0' is not between -1 and 1"),
        ({("bath.K+",): 0.5}, "is not a pair of paths"),
        ([[1.0]], "write pairs of paths"),
        (
            {("bath.K+", "bath.Na+"): 0.9, ("bath.K+", "temperature"): 0.9, ("bath.Na+", "temperature"): -0.9},
            "cannot be together",
        ),
    ],
)
def test_correlations_that_cannot_be(pairs, words):
    with pytest.raises(InputError, match=words):
        Random(10, DRAWS, correlation=pairs).of(MODEL)


def bound(one, dimension=CONCENTRATION):
    from poise.processes.fields import QuantityKind

    return distribution(one).of(QuantityKind("it", dimension))


def test_quantiles_from_tables():
    assert bound(Normal("120 mM", "10 %")).ppf(0.975) == pytest.approx(120 + 12 * 1.959963984540054, rel=1e-14)
    assert bound(Uniform(1, "3 mM")).ppf(np.array([0.25, 0.5])) == pytest.approx([1.5, 2.0], rel=1e-14)
    assert bound(LogUniform("1 mM", "100 mM")).ppf(0.25) == pytest.approx(10**0.5, rel=1e-14)
    assert bound(LogNormal("4 mM", 0.3)).ppf(0.5) == pytest.approx(4.0, rel=1e-14)
    wide = bound(LogNormal("4 mM", "30 %"))
    sigma = math.sqrt(math.log(1.09))  # of a coefficient of variation of 0.3
    assert wide.ppf(0.8413447460685429) == pytest.approx(4.0 * math.exp(sigma), rel=1e-12)
    assert wide.frozen.std() / wide.frozen.mean() == pytest.approx(0.3, rel=1e-12)
    assert bound("normal(37 degC, 2 degC)", TEMPERATURE).ppf(0.5) == 310.15
    assert bound("normal(37 degC, 2 degC)", TEMPERATURE).frozen.std() == 2.0
    assert np.isfinite(bound(Normal(0.0, 1.0)).ppf(np.array([0.0, 1.0]))).all()


def test_truncation_keeps_digits_in_both_tails():
    share = np.linspace(0.01, 0.99, 99)
    for low, high in ((8.0, 9.0), (-9.0, -8.0), (-1.0, 2.0)):
        found = bound(Truncated(Normal(0.0, 1.0), low, high)).ppf(share)
        wanted = stats.truncnorm(low, high).ppf(share)
        assert found == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("name", ["uniform", "loguniform", "normal", "lognormal", "truncated"])
def test_text_is_read_back(name):
    text = {
        "uniform": "uniform(5 mM, 50 mM)",
        "loguniform": "loguniform(5 mM, 50 mM)",
        "normal": "normal(120 mM, 12 mM)",
        "lognormal": "lognormal(4 mM, 0.3)",
        "truncated": "truncated(normal(120 mM, 12 mM), 100 mM, 130 mM)",
    }[name]
    one = bound(text)
    assert one.text(CONCENTRATION) == text
    assert bound(one.text(CONCENTRATION)) == one
    assert bound(f"  {text.upper().replace('MM', 'mM')} ") == one


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("normal(120 mV, 10 %)", "'mV' is a unit of potential"),
        ("norml(1 mM, 2 mM)", "no distribution 'norml'; did you mean 'normal'"),
        ("normal(1 mM)", r"write normal\(mean, deviation\)"),
        ("normal(1 mM, )", r"write normal\(mean, deviation\)"),
        ("uniform(5 mM, 1 mM)", "'5 mM', is not below the upper one, '1 mM'"),
        ("uniform(5 mM, 50)", "'50' has no unit beside '5 mM'"),
        ("loguniform(0, 5 mM)", "the lower limit is 0"),
        ("normal(5 mM, -1 mM)", "the standard deviation is -1"),
        ("normal(0 mM, 10 %)", "the standard deviation is 0"),
        ("lognormal(-1 mM, 10 %)", "the median is -1"),
        ("truncated(normal(1 mM, 1 uM), 5, 6 mM)", "hardly any of normal"),
        ("truncated(1 mM, 5, 6 mM)", "'1 mM' is not a distribution"),
        ("normal", "is not a distribution; write one such as"),
        ("__import__('os')(1, 2)", "no distribution '__import__'"),
        (7, "is not a distribution"),
    ],
)
def test_distributions_that_cannot_be(text, words):
    with pytest.raises(InputError, match=words):
        Random(5, {"bath.K+": text}).of(MODEL)


def test_a_share_of_a_temperature_is_refused():
    with pytest.raises(UnitError, match="depends on its scale"):
        Random(5, {"temperature": "normal(37 degC, 10 %)"}).of(MODEL)
    assert bound("normal(0.5, 10 %)", DIMENSIONS["number"]).frozen.std() == pytest.approx(0.05)


@pytest.mark.parametrize(("samples", "seed"), [(0, 0), (-1, 0), (2.5, 0), ("9", 0), (5, -1), (True, 0)])
def test_numbers_that_are_none(samples, seed):
    for design in (LatinHypercube, Sobol, Random):
        with pytest.raises(InputError, match="is not a whole number from"):
            design(samples, DRAWS, seed=seed)
