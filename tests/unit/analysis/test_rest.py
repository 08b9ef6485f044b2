"""The verb `rest` against closed forms: one interface, series, loops, injected current, balanced pumps, statuses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import poise
from poise.errors import InputError, StatusError, UnknownNameError
from poise.formulas import ghk_voltage, mullins_noda_chord, mullins_noda_voltage, nernst
from poise.processes import (
    BoltzmannChannel,
    GHKChannel,
    Leak,
    NaKATPase,
    OhmicChannel,
    PrescribedCurrent,
    PrescribedFlux,
)

CELL = {"K+": "140 mM", "Na+": "12 mM", "Cl-": "7 mM"}
BATH = {"K+": "4 mM", "Na+": "145 mM", "Cl-": "120 mM"}
PUMP = "3 Na+(in) + 2 K+(out) <-> 3 Na+(out) + 2 K+(in)"


def cell(processes, inside=CELL, outside=BATH, **interface):
    return poise.Model(
        "cell",
        {"cytosol": poise.Compartment(inside), "bath": poise.Compartment(outside, ground=True)},
        {"membrane": poise.Interface("cytosol", "bath", processes, **interface)},
        temperature="37 degC",
    )


concentration = st.floats(-1.0, 3.0).map(lambda power: 10.0**power)
permeability = st.floats(-10.0, -6.0).map(lambda power: 10.0**power)
ions = st.tuples(permeability, concentration, concentration)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(ions, ions, ions, st.floats(273.15, 320.0)), min_size=20, max_size=20))
def test_ghk_rest_equals_the_closed_form_to_1e_9_mV(rows):
    """50 times 20 compositions, the 20 as lanes of one answer; the first of them alone too."""
    names = ("K+", "Na+", "Cl-")
    model = poise.Model(
        "random",
        {
            "cytosol": poise.Compartment(dict.fromkeys(names, 1.0)),
            "bath": poise.Compartment(dict.fromkeys(names, 1.0), ground=True),
        },
        {
            "membrane": poise.Interface(
                "cytosol", "bath", {name[:2].strip("+-"): GHKChannel(name, 1e-8) for name in names}
            )
        },
        temperature=300.0,
    )
    given = {"temperature": [row[3] for row in rows]}
    for k, name in enumerate(names):
        given[f"membrane.{name[:2].strip('+-')}.permeability"] = [row[k][0] for row in rows]
        given[f"cytosol.{name}"] = [row[k][1] for row in rows]
        given[f"bath.{name}"] = [row[k][2] for row in rows]
    expected = []
    for *of_ions, temperature in rows:
        p, inside, outside = zip(*of_ions, strict=True)
        expected.append(ghk_voltage(p, (1, 1, -1), outside, inside, temperature))
    found = poise.rest(model.set(given, along="composition")).of("potential", "membrane")
    assert found == pytest.approx(expected, abs=1e-12)
    alone = poise.rest(model.set({path: values[0] for path, values in given.items()}))
    assert alone.of("potential", "membrane") == pytest.approx(expected[0], abs=1e-12)


@settings(max_examples=200, deadline=None)
@given(st.floats(1e-3, 10), st.floats(1e-3, 10), concentration, concentration, concentration, concentration)
def test_mullins_noda_chord_is_a_limit_of_the_solver(g_k, g_na, k_i, k_o, na_i, na_o):
    model = cell(
        {"K": OhmicChannel("K+", g_k), "Na": OhmicChannel("Na+", g_na), "pump": PrescribedFlux(PUMP, 1e-8)},
        {"K+": k_i, "Na+": na_i},
        {"K+": k_o, "Na+": na_o},
    )
    found = poise.rest(model, balance={"membrane.pump": "Na+"})
    t = model.temperature
    expected = mullins_noda_chord(g_k, nernst(1, k_o, k_i, t), g_na, nernst(1, na_o, na_i, t))
    assert found.of("potential", "membrane") == pytest.approx(expected, rel=1e-9, abs=1e-12)
    scale = max(g_k, g_na) * 0.025 / 96485.0
    assert found.of("net_flux", "membrane.cytosol.Na+") == pytest.approx(0.0, abs=1e-14 * scale)
    assert found.of("net_flux", "membrane.cytosol.K+") == pytest.approx(0.0, abs=1e-9 * scale)


@settings(max_examples=200, deadline=None)
@given(st.floats(1e-4, 1e2), concentration, concentration, concentration, concentration)
def test_mullins_noda_ghk_is_a_limit_of_the_solver(b, k_i, k_o, na_i, na_o):
    model = cell(
        {"K": GHKChannel("K+", 1e-8), "Na": GHKChannel("Na+", b * 1e-8), "pump": PrescribedFlux(PUMP, 1e-8)},
        {"K+": k_i, "Na+": na_i},
        {"K+": k_o, "Na+": na_o},
    )
    found = poise.rest(model, balance={"membrane.pump": "Na+"})
    expected = mullins_noda_voltage(b, k_o, k_i, na_o, na_i, model.temperature)
    assert found.of("potential", "membrane") == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_injected_current_shifts_an_ohmic_rest_by_i_over_g():
    model = cell({"leak": Leak("0.5 mS/cm2", "-70 mV")}, injected="1 uA/cm2")
    assert poise.rest(model).of("potential", "membrane") == pytest.approx(-0.068, abs=1e-15)


def test_a_prescribed_outward_current_hyperpolarises():
    model = cell({"leak": Leak("0.5 mS/cm2", "-70 mV"), "pump": PrescribedCurrent("1 uA/cm2")})
    assert poise.rest(model).of("potential", "membrane") == pytest.approx(-0.072, abs=1e-15)


def series(*, area_ratio=1.0):
    """Apoplast - cytosol - vacuole: three compartments in a row."""
    return poise.Model(
        "plant",
        {
            "apoplast": poise.Compartment({"K+": "1 mM"}, ground=True),
            "cytosol": poise.Compartment({"K+": "100 mM"}),
            "vacuole": poise.Compartment({"K+": "50 mM"}),
        },
        {
            "plasma": poise.Interface("cytosol", "apoplast", {"K": GHKChannel("K+", 1e-8)}, area="1000 um2"),
            "tonoplast": poise.Interface("vacuole", "cytosol", {"leak": Leak(1.0, "20 mV")}, area=1e-9 * area_ratio),
        },
        temperature="25 degC",
    )


def test_compartments_in_series_add_up():
    found = poise.rest(series())
    e_k = nernst(1, 1.0, 100.0, 298.15)
    assert found.of("potential", "plasma") == pytest.approx(e_k, abs=1e-15)
    assert found.of("potential", "tonoplast") == pytest.approx(0.02, abs=1e-15)
    assert found.of("compartment_potential", "vacuole") == pytest.approx(e_k + 0.02, abs=1e-15)
    assert poise.rest(series(area_ratio=7.0)).of("potential", "plasma") == found.of("potential", "plasma")


def epithelium(g=(1.0, 2.0, 0.5), e=(-0.06, -0.08, 0.0), areas=(1e-9, 3e-9, 1e-9)):
    contents = {"K+": "100 mM"}
    faces = {
        "apical": ("cell", "lumen"),
        "basolateral": ("cell", "blood"),
        "paracellular": ("lumen", "blood"),
    }
    return poise.Model(
        "epithelium",
        {
            "lumen": poise.Compartment(contents),
            "cell": poise.Compartment(contents),
            "blood": poise.Compartment(contents, ground=True),
        },
        {
            name: poise.Interface(*sides, {"leak": Leak(g[k], e[k])}, area=areas[k])
            for k, (name, sides) in enumerate(faces.items())
        },
        temperature="37 degC",
    )


@settings(max_examples=50, deadline=None)
@given(
    st.tuples(*[st.floats(0.01, 100)] * 3),
    st.tuples(*[st.floats(-0.1, 0.1)] * 3),
    st.tuples(*[st.floats(1e-10, 1e-8)] * 3),
)
def test_a_loop_of_ohmic_walls_is_kirchhoffs_circuit(g, e, areas):
    found = poise.rest(epithelium(g, e, areas))
    assert found.status == "ok"
    # one current circulates: I = sum(E round the loop) / sum(R); apical - basolateral + paracellular = 0
    r = [1.0 / (g[k] * areas[k]) for k in range(3)]
    around = (e[0] - e[1] + e[2]) / sum(r)  # V_a - V_b + V_p = 0 with V = E + I R, and I_a = I_p = -I_b = -around
    wanted = [e[0] - around * r[0], e[1] + around * r[1], e[2] - around * r[2]]
    assert found["potential"] == pytest.approx(wanted, abs=1e-12)
    assert found["root_stable"].all()


def test_parallel_interfaces_share_one_potential():
    model = poise.Model(
        "pair",
        {"metal": poise.Compartment({"K+": 1.0}), "solution": poise.Compartment({"K+": 1.0}, ground=True)},
        {
            "anode": poise.Interface("metal", "solution", {"a": Leak(1.0, 0.1)}, area=1e-4),
            "cathode": poise.Interface("solution", "metal", {"c": Leak(1.0, 0.3)}, area=3e-4),
        },
        temperature="25 degC",
    )
    found = poise.rest(model)
    # the cathode is written the other way round: its battery is -0.3 V in the anode's direction
    assert found.of("potential", "anode") == pytest.approx((0.1 - 3 * 0.3) / 4, abs=1e-15)
    assert found.of("potential", "cathode") == -found.of("potential", "anode")


N_SHAPED = {
    "leak": Leak("0.1 mS/cm2", "0 mV"),
    "window": BoltzmannChannel("K+", conductance="2 mS/cm2", half="-75 mV", slope="-4 mV"),
}


def test_an_n_shaped_curve_has_three_rests_two_of_them_stable():
    found = poise.rest(cell(N_SHAPED))
    roots = found["root"][0]
    assert len(roots) == 3
    assert found["root_stable"][0].tolist() == [True, False, True]
    assert found.of("potential", "membrane") == roots[0]
    assert poise.rest(cell(N_SHAPED), near=0.0).of("potential", "membrane") == roots[2]
    assert any("several" in note for note in found.notes)


def test_statuses_are_values_and_throw_raises():
    pushed = cell({"push": PrescribedCurrent("1 uA/cm2")})
    assert poise.rest(pushed).status == "no_root"
    blocked = cell({"K": GHKChannel("K+", 0.0)})
    assert poise.rest(blocked).status == "flat"
    with pytest.raises(StatusError, match="no_root"):
        poise.rest(pushed, throw=True)


def test_arrays_make_arrays_and_one_bad_lane_spares_the_others():
    model = cell({"K": GHKChannel("K+", 1e-8), "push": PrescribedCurrent(0.0)})
    found = poise.rest(model.set("membrane.push.current", [0.0, 1e3, 1e-4]).set("bath.K+", [1.0, 10.0]))
    assert found["potential"].shape == (1, 2, 3)
    assert found.statuses.tolist() == [["ok", "no_root", "ok"]] * 2
    for k, outside in enumerate((1.0, 10.0)):
        alone = poise.rest(model.set("bath.K+", outside))
        assert found["potential"][0, k, 0] == alone.of("potential", "membrane")


def test_arrays_along_one_dimension_vary_together():
    model = cell({"K": GHKChannel("K+", 1e-8), "Na": GHKChannel("Na+", 1e-10)})
    outside, inside = np.array([1.0, 10.0, 100.0]), np.array([100.0, 110.0, 120.0])
    together = poise.rest(model.set({"bath.K+": outside, "cytosol.K+": inside}, along="wash"))
    assert together.sizes == {"wash": 3}
    one_by_one = [
        poise.rest(model.set({"bath.K+": float(o), "cytosol.K+": float(i)})).of("potential", "membrane")
        for o, i in zip(outside, inside, strict=True)
    ]
    assert together["potential"][0] == pytest.approx(one_by_one, abs=1e-16)


def test_balance_refuses_what_it_cannot_do():
    model = cell({"K": OhmicChannel("K+", 1.0), "pump": PrescribedFlux(PUMP, 1e-8), "Na": OhmicChannel("Na+", 1.0)})
    with pytest.raises(UnknownNameError, match=r"membrane\.pump"):
        poise.rest(model, balance={"membrane.pumpe": "Na+"})
    with pytest.raises(InputError, match="does not move Cl-"):
        poise.rest(model, balance={"membrane.pump": "Cl-"})
    with pytest.raises(InputError, match="empty"):
        poise.rest(model, low=0.1, high=-0.1)


def test_sums_vanish_and_heat_is_positive():
    inside = {**CELL, "ATP": "3 mM", "ADP": "0.05 mM", "Pi": "2 mM", "H+": "pH 7.2", "Mg2+": "0.5 mM"}
    found = poise.rest(
        cell({"K": GHKChannel("K+", 1e-8), "Na": GHKChannel("Na+", 1e-10), "pump": NaKATPase(3e-7)}, inside)
    )
    assert abs(found["charge_error"]).max() < 1e-14
    assert (found["dissipation"] >= 0).all()
    assert found["share"].sum() == pytest.approx(1.0, abs=1e-14)
    weighted = (found["share"] * found["equilibrium"]).sum()
    assert weighted == pytest.approx(found.of("potential", "membrane"), abs=1e-14)


def test_knockout_shifts_are_differences_of_rests():
    model = cell({"K": GHKChannel("K+", 1e-8), "Na": GHKChannel("Na+", 5e-10)})
    found = poise.knockout(model)
    assert found.without["membrane.Na"] == pytest.approx(nernst(1, 4.0, 140.0, 310.15), abs=1e-15)
    assert found.shifts["membrane.K"] == pytest.approx(nernst(1, 145.0, 12.0, 310.15) - found.potential, abs=1e-15)


def test_iv_zeros_are_rests():
    curve = poise.iv(cell(N_SHAPED), low=-0.15, high=0.1)
    assert curve["zero"][0] == pytest.approx(poise.rest(cell(N_SHAPED))["root"][0], abs=1e-15)
    assert curve["current"].shape == (2, 401)
    assert curve["current"].sum(axis=0) == pytest.approx(curve["total"][0], rel=1e-12)
    alone = poise.iv(cell(N_SHAPED), process="window")
    assert alone["zero"][0] == pytest.approx([nernst(1, 4.0, 140.0, 310.15)], abs=1e-12)


def test_the_compiled_path_equals_the_scan(monkeypatch):
    rng = np.random.default_rng(1)
    model = cell({"K": GHKChannel("K+", 1e-8), "Na": GHKChannel("Na+", 1e-10), "push": PrescribedCurrent(0.0)})
    many = model.set(
        {"bath.K+": rng.uniform(1, 100, 3000), "membrane.push.current": rng.uniform(-0.01, 5.0, 3000)}, along="s"
    )
    scanned = poise.potential(many)
    monkeypatch.setattr("poise.analysis.potential._MANY", 100)
    compiled = poise.potential(many)
    assert compiled.status.tolist() == scanned.status.tolist()
    assert set(scanned.status.tolist()) == {0, 1}
    assert compiled.values == pytest.approx(scanned.values, abs=1e-14, nan_ok=True)


def test_an_ion_absent_from_one_side_is_met_as_a_limit():
    """K+ inside only, Ca2+ outside only: Fatt & Ginsborg's case, 0 mV where 4 P' [Ca] = [K] (check GHKV-013)."""
    model = cell(
        {"K": GHKChannel("K+", 1e-8), "Ca": GHKChannel("Ca2+", 1e-8)},
        {"K+": "100 mM", "Ca2+": 0.0},
        {"K+": 0.0, "Ca2+": "50 mM"},
    )
    found = poise.rest(model)
    assert found.of("potential", "membrane") == pytest.approx(0.0, abs=1e-12)
    assert found["equilibrium"].tolist() == [-np.inf, np.inf]
    assert poise.iv(model, low=-0.1, high=0.1)["zero"][0] == pytest.approx([0.0], abs=1e-12)
