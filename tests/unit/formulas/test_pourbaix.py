"""Pourbaix diagrams: the atlas's own lines, polygons against a grid, temperature, bad input."""

import numpy as np
import pytest

from poise.analysis.pourbaix import pourbaix
from poise.chemistry.couples import couple
from poise.chemistry.pourbaix import forms, oxygen_potential
from poise.errors import InputError
from poise.formulas.pourbaix import least_regions

# Pourbaix 1974, sections on iron and zinc, from memory: E = a + b pH + c log(activity), or log(activity) = d + e pH
ATLAS = {
    ("Fe", "oxides"): {
        ("Fe", "Fe2+"): (-0.440, 0.0, 0.0295),
        ("Fe2+", "Fe3+"): (0.771, 0.0, 0.0),
        ("Fe", "Fe3O4"): (-0.085, -0.0591, 0.0),
        ("Fe3O4", "Fe2O3"): (0.221, -0.0591, 0.0),
        ("Fe2+", "Fe2O3"): (0.728, -0.1773, -0.0591),
        ("Fe2+", "Fe3O4"): (0.980, -0.2364, -0.0886),
        ("Fe", "HFeO2-"): (0.493, -0.0886, 0.0295),
        ("HFeO2-", "Fe3O4"): (-1.819, 0.0295, -0.0886),
    },
    ("Fe", "hydroxides"): {("Fe", "Fe(OH)2"): (-0.047, -0.0591, 0.0), ("Fe(OH)2", "Fe(OH)3"): (0.271, -0.0591, 0.0)},
    ("Zn", "hydroxides"): {
        ("Zn", "Zn2+"): (-0.763, 0.0, 0.0295),
        ("Zn", "Zn(OH)2"): (-0.439, -0.0591, 0.0),
        ("Zn", "HZnO2-"): (0.054, -0.0886, 0.0295),
        ("Zn", "ZnO22-"): (0.441, -0.1182, 0.0295),
    },
}
UPRIGHT = {
    ("Zn", "hydroxides"): {("Zn2+", "Zn(OH)2"): (10.96, -2.0), ("HZnO2-", "Zn(OH)2"): (-16.68, 1.0)},
    ("Fe", "hydroxides"): {("Fe2+", "Fe(OH)2"): (13.29, -2.0), ("HFeO2-", "Fe(OH)2"): (-18.30, 1.0)},
}


@pytest.mark.parametrize("activity", [1e-6, 1e-4])
@pytest.mark.parametrize("key", ATLAS, ids=str)
def test_the_atlas_s_lines(key: tuple[str, str], activity: float) -> None:
    diagram = pourbaix(key[0], activity=activity, solids=key[1])
    lines = {(one.first, one.second): one for one in diagram.borders}
    met = 0
    for pair, (a, b, c) in ATLAS[key].items():
        one = lines.get(pair)
        if one is None:  # its line is covered at this activity
            continue
        met += 1
        assert one.potential == pytest.approx(a + c * np.log10(activity), abs=3e-3), pair
        assert one.slope == pytest.approx(b, abs=3e-4), pair
    assert met >= len(ATLAS[key]) - 1
    for pair, (d, e) in UPRIGHT.get(key, {}).items():
        assert lines[pair].ph == pytest.approx((np.log10(activity) - d) / e, abs=0.05), pair


def test_lines_of_water() -> None:
    diagram = pourbaix("Fe")
    assert diagram.oxygen == pytest.approx(1.229, abs=1e-3)
    assert diagram.decade == pytest.approx(0.05916, abs=1e-5)
    # their slopes with temperature are those of the couples
    change = (oxygen_potential(308.15) - oxygen_potential(298.15)) / 10
    assert change == pytest.approx(couple("O2/H2O").slope, abs=5e-6)


@pytest.mark.parametrize(("element", "solids"), list(ATLAS))
@pytest.mark.parametrize("kelvin", [298.15, 333.15])
def test_regions_are_where_a_grid_finds_them(element: str, solids: str, kelvin: float) -> None:
    from matplotlib.path import Path

    diagram = pourbaix(element, solids=solids, temperature=kelvin)
    rng = np.random.default_rng(4)
    points = np.column_stack([rng.uniform(-2, 16, 4000), rng.uniform(-2, 2, 4000)])
    inside = {one.name: Path(one.corners, closed=False).contains_points(points) for one in diagram.regions}
    assert (np.sum(list(inside.values()), axis=0) == 1).mean() > 0.999
    for k, (x, y) in enumerate(points):
        name = diagram.at(x, y)
        assert inside[name][k] or sum(found[k] for found in inside.values()) == 0
    area = sum(0.5 * sum(x * y2 - x2 * y for (x, y), (x2, y2) in zip(c, c[1:] + c[:1], strict=True))
               for c in (one.corners for one in diagram.regions))  # fmt: skip
    assert area == pytest.approx(18 * 4, rel=1e-12)


def test_planes_that_are_alike_have_one_region() -> None:
    found = least_regions([(0.0, 0.0, 0.0), (0.0, 0.0, 0.0), (1.0, 0.0, 0.0)], (0.0, 0.0), (1.0, 1.0))
    assert [len(one) for one in found] == [4, 0, 0]


def test_forms_balance() -> None:
    for element in ("Fe", "Zn"):
        for one in {*forms(element), *forms(element, "hydroxides")}:
            # a M + b H2O = form + h H+ + n e-: hydrogen and charge
            assert 2 * one.oxygen == one.hydrogen + one.protons
            assert one.charge + one.protons - one.electrons == 0


def test_bad_input() -> None:
    with pytest.raises(InputError, match="no Pourbaix diagram of 'Cu'"):
        pourbaix("Cu")
    with pytest.raises(InputError, match="oxides or hydroxides"):
        pourbaix("Fe", solids="rust")
    with pytest.raises(InputError, match="above 0"):
        pourbaix("Fe", activity=0.0)
    with pytest.raises(InputError, match="250 to 400 K"):
        pourbaix("Fe", temperature=500.0)
