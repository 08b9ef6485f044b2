"""What other programs read: the keys of CLI.md, strict JSON, xarray and pandas with their units."""

import json
import re

import numpy as np
import pytest

from poise.errors import InputError
from unit.results.made import MODELS, curves_of, rest_of

INTERFACE = {
    "potential_mV", "roots", "chosen", "net_current_A_per_m2", "charge_error_relative", "slope_conductance_S_per_m2",
    "injected_A_per_m2", "total_dissipation_W_per_m2",
}  # fmt: skip
ROOT = {"potential_mV", "stable", "slope_S_per_m2"}
PROCESS = {
    "name", "interface", "equilibrium_mV", "driving_force_mV", "current_A_per_m2", "affinity_J_per_mol",
    "dissipation_W_per_m2", "share", "conductance_S_per_m2", "rate_mol_per_m2_s", "scale",
}  # fmt: skip
ION = {"name", "compartment", "interface", "concentration_mM", "nernst_mV", "net_flux_mol_per_m2_s"}


def nesting(value: object) -> tuple[int, ...]:
    """Lengths of nested lists."""
    return (len(value), *nesting(value[0])) if isinstance(value, list) else ()


def test_the_keys_of_rest() -> None:
    found = rest_of("four").to_dict()
    assert set(found) == {
        "verb", "model", "status", "interfaces", "processes", "ions", "compartments", "sums", "notes", "provenance",
        "references",
    }  # fmt: skip
    assert set(found["interfaces"]["membrane"]) == INTERFACE
    assert all(set(one) == ROOT for one in found["interfaces"]["membrane"]["roots"])
    assert all(set(one) == PROCESS for one in found["processes"])
    assert all(set(one) == ION for one in found["ions"])


def test_the_numbers_of_rest() -> None:
    result = rest_of("four")
    found = result.to_dict()
    one = found["interfaces"]["membrane"]
    assert one["potential_mV"] == pytest.approx(-81.80852, abs=1e-5)
    assert one["roots"][one["chosen"]]["potential_mV"] == one["potential_mV"]
    pump = next(p for p in found["processes"] if p["name"] == "pump")
    assert pump["interface"] == "membrane"
    assert pump["current_A_per_m2"] == result.of("current", "pump")
    assert pump["driving_force_mV"] == pytest.approx(one["potential_mV"] - pump["equilibrium_mV"])
    assert found["compartments"] == {"cytosol": {"potential_mV": one["potential_mV"]}, "bath": {"potential_mV": 0.0}}
    sums = found["sums"]["membrane"]
    assert sums["share"] == pytest.approx(1.0)
    assert abs(sums["current_A_per_m2"]) < 1e-15
    assert sums["dissipation_W_per_m2"] == pytest.approx(sum(p["dissipation_W_per_m2"] for p in found["processes"]))
    potassium = next(i for i in found["ions"] if i["name"] == "K+" and i["compartment"] == "bath")
    assert potassium["concentration_mM"] == 4.0
    assert potassium["nernst_mV"] == pytest.approx(-95.0226, abs=1e-4)


@pytest.mark.parametrize("name", MODELS)
def test_json_is_strict_and_keys_end_in_their_unit(name: str) -> None:
    found = rest_of(name).to_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    for rows in (found["processes"], found["ions"]):
        for key in {k for row in rows for k in row} - {"name", "interface", "compartment", "share", "scale"}:
            assert re.search(r"_(mV|mM|A_per_m2|J_per_mol|W_per_m2|S_per_m2|mol_per_m2_s)$", key), key


def test_an_answer_that_is_not_there_is_null() -> None:
    found = rest_of("no_rest").to_dict()
    assert found["status"] == "no_root"
    assert found["interfaces"]["membrane"]["potential_mV"] is None
    assert found["interfaces"]["membrane"]["roots"] == []
    assert found["interfaces"]["membrane"]["chosen"] is None


def test_several_roots_with_their_stability() -> None:
    one = rest_of("n_shaped").to_dict()["interfaces"]["membrane"]
    assert [root["stable"] for root in one["roots"]] == [True, False, True]
    assert [root["slope_S_per_m2"] > 0 for root in one["roots"]] == [True, False, True]
    assert one["chosen"] == 0


def test_dimensions_of_the_users_are_nested_lists() -> None:
    found = rest_of("grid").to_dict()
    assert found["dims"] == {"swap": 5, "membrane.pump.rate": 2}
    assert found["coordinates"]["bath.K+"] == {"dim": "swap", "unit": "mM", "values": [1.0, 25.75, 50.5, 75.25, 100.0]}
    assert found["coordinates"]["membrane.pump.rate"]["values"] == pytest.approx([0.0, 50.0])
    assert found["status"] == "ok"
    assert found["statuses"] == [["ok", "ok"]] * 5
    for value in (
        found["interfaces"]["membrane"]["potential_mV"],
        found["interfaces"]["membrane"]["chosen"],
        found["interfaces"]["membrane"]["roots"][0]["potential_mV"],
        found["interfaces"]["membrane"]["roots"][0]["stable"],
        found["processes"][0]["current_A_per_m2"],
        found["ions"][0]["nernst_mV"],
        found["sums"]["membrane"]["share"],
    ):
        assert nesting(value) == (5, 2)


def test_lanes_with_fewer_roots_hold_null() -> None:
    roots = rest_of("folded").to_dict()["interfaces"]["membrane"]["roots"]
    assert len(roots) == 3
    missing = [value is None for value in roots[2]["potential_mV"]]
    assert any(missing)
    assert not all(missing)
    assert [value is None for value in roots[2]["stable"]] == missing
    assert roots[1]["stable"][0] is False


def test_the_keys_of_iv() -> None:
    found = curves_of("n_shaped").to_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert set(found["current_A_per_m2"]) == {"K_leak", "Na_P", "Cl_leak", "total"}
    assert nesting(found["voltage_mV"]) == nesting(found["current_A_per_m2"]["total"]) == (401,)
    total = sum(np.array(found["current_A_per_m2"][one]) for one in ("K_leak", "Na_P", "Cl_leak"))
    assert total == pytest.approx(np.array(found["current_A_per_m2"]["total"]))
    assert found["zeros_mV"] == pytest.approx([-91.7485, -61.7523, 50.1692], abs=1e-4)
    assert [one["stable"] for one in found["zeros"]] == [True, False, True]


def test_xarray_holds_units_labels_and_provenance() -> None:
    data = rest_of("grid").to_xarray()
    assert data["potential"].dims == ("interface", "swap", "membrane.pump.rate")
    assert data["potential"].attrs["units"] == "V"
    assert data["current"].attrs == {"units": "A/m2", "long_name": "outward"}
    assert float(data["current"].sel(process="membrane.pump").isel({"swap": 0, "membrane.pump.rate": 0})) == 0.0
    assert data["bath.K+"].attrs["units"] == "mol/m3"
    assert data["bath.K+"].dims == ("swap",)
    assert data["root_potential"].dims[:2] == ("interface", "root")
    assert (data["status"] == "ok").all()
    assert data.attrs["provenance_model"] == "cell"
    assert data.attrs["verb"] == "rest"
    assert "goldman_1943" in data.attrs["references"]
    assert all(isinstance(one, str | int | float) for one in data.attrs.values())


def test_xarray_of_curves_has_the_voltage_as_a_coordinate() -> None:
    data = curves_of("n_shaped").to_xarray()
    assert data["total"].dims == ("interface", "point")
    assert "voltage" in data.coords
    assert data["voltage"].attrs["units"] == "V"


def test_a_dimension_with_the_name_of_a_variable_is_refused_with_the_remedy() -> None:
    from poise.analysis.rest import rest

    result = rest(MODELS["four"]().set("bath.K+", np.linspace(3.0, 5.0, 3), along="current"))
    with pytest.raises(InputError, match="'current' has the name of a variable; give it another with along="):
        result.to_xarray()


def test_pandas_shows_the_units_that_people_read() -> None:
    frame = rest_of("four").to_pandas()
    assert list(frame.index) == ["membrane.K_leak", "membrane.Na_leak", "membrane.Cl_leak", "membrane.pump"]
    assert {"equilibrium (mV)", "share (%)", "current (uA/cm2)", "rate (pmol/cm2/s)", "affinity (kJ/mol)"} <= set(frame)
    assert frame.loc["membrane.K_leak", "equilibrium (mV)"] == pytest.approx(-95.0226, abs=1e-4)
    assert frame.loc["membrane.K_leak", "current (uA/cm2)"] == pytest.approx(0.31706, abs=1e-5)
    assert frame["share (%)"].sum() == pytest.approx(100.0)


def test_pandas_of_interfaces_lists_every_root() -> None:
    frame = rest_of("n_shaped").to_pandas("interface")
    assert frame.loc["membrane", "root 2 (mV)"] == pytest.approx(-61.7523, abs=1e-4)
    assert not frame.loc["membrane", "root_stable 2"]


def test_pandas_puts_the_users_dimensions_in_the_index() -> None:
    result = rest_of("grid")
    frame = result.to_pandas()
    assert list(frame.index.names) == ["process", "bath.K+ (mM)", "membrane.pump.rate (pmol/cm2/s)"]
    assert len(frame) == 4 * 5 * 2
    row = frame.loc[("membrane.K_leak", 25.75, 0.0)]
    assert row["bath.Na+ (mM)"] == pytest.approx(123.25)
    assert row["current (uA/cm2)"] == pytest.approx(100.0 * result.of("current", "K_leak")[1, 0])


def test_pandas_of_curves() -> None:
    wide = curves_of("n_shaped").to_pandas("point")
    assert list(wide) == ["K_leak (uA/cm2)", "Na_P (uA/cm2)", "Cl_leak (uA/cm2)", "total (uA/cm2)"]
    assert wide.index[0] == pytest.approx(-150.0)
    assert wide.index.name == "voltage (mV)"
    long = curves_of("n_shaped").to_pandas()
    assert list(long.index.names) == ["process", "voltage (mV)"]
    assert len(long) == 3 * 401


def test_pandas_refuses_a_dimension_that_is_not_there() -> None:
    with pytest.raises(InputError, match="no rows for 'gate'; it has them for interface, process, ion, compartment"):
        rest_of("four").to_pandas("gate")
