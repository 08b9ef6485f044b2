"""Tables of measurements: units in the header, every mistake with its line and a caret, kinds told by their columns."""

import numpy as np
import pytest

from poise.analysis.fits.intervals import Wald
from poise.analysis.fits.iv_data import IVData
from poise.analysis.fits.rest_data import RestData, ReversalData
from poise.analysis.fits.run_data import RunData
from poise.errors import InputError, ModelFileError, UnknownNameError
from poise.fitting import fit, read_data
from poise.io import read_model
from poise.io.read_data import read_table, shipped_data


@pytest.fixture
def table(tmp_path):
    """Write a table; its path."""

    def write(text, name="table.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
        return str(path)

    return write


@pytest.fixture(scope="module")
def axon():
    return read_model("squid_axon")


def test_columns_units_gaps_comments_and_separators(table):
    for mark in (",", ";", "\t"):
        text = f"# a remark\n\nbath.K+ [mM]{mark} membrane.potential (mV)\n 1 {mark} -80.5\n\n2.5e0{mark}\n# end\n"
        found = read_table(table("﻿" + text))
        assert [(one.name, one.unit) for one in found.columns] == [("bath.K+", "mM"), ("membrane.potential", "mV")]
        assert found.columns[0].values.tolist() == [1.0, 2.5]
        assert found.columns[1].values[0] == -80.5
        assert np.isnan(found.columns[1].values[1])
        assert found.lines == (4, 6)
    quoted = read_table(table('"bath.K+ [mM]","sigma [mV]"\r\n"1","0.5"\r\n'))
    assert [one.values.tolist() for one in quoted.columns] == [[1.0], [0.5]]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, ["empty"]),
        ("# nothing\n", 1, 1, ["empty"]),
        ("bath.K+ [mM]\n", 1, 1, ["header without rows"]),
        ("a [mM],a [mM]\n1,2\n", 1, 8, ["a second column 'a'"]),
        ("a [mM],,b [mV]\n1,2,3\n", 1, 8, ["column without a name"]),
        ("a [mM,b [mV]\n1,2\n", 1, 1, ["not the head of a column"]),
        ("a [mM],b [mV]\n1,2\n3\n", 3, 1, ["1 cells, but 2 columns"]),
        ("a [mM],b [mV]\n1,2,5\n", 2, 1, ["3 cells, but 2 columns"]),
        ("a [mM],b [mV]\n1,nan\n", 2, 3, ["'nan' is not a finite number", "leave the cell empty"]),
        ("a [mM],b [mV]\n1,2\n1e999,2\n", 3, 1, ["not a finite number"]),
        ("a [mM];b [mV]\n1;2,5\n", 2, 3, ["2.5"]),
        ("a [mM],b [mV]\n1,2 mV\n", 2, 3, ["the unit stands in the header"]),
        ("a [mM],b [mV]\n1,=A2\n", 2, 3, ["'=A2'"]),
    ],
)
def test_mistakes_of_form(table, text, line, column, words):
    with pytest.raises(ModelFileError) as caught:
        read_table(table(text))
    first = caught.value.problems[0]
    assert (first.line, first.column) == (line, column)
    assert all(word in str(caught.value) for word in words), str(caught.value)
    if line > 1 or text.strip("# \n") not in ("", "nothing"):
        assert first.excerpt.endswith("^")


def test_every_bad_cell_is_told(table):
    with pytest.raises(ModelFileError) as caught:
        read_table(table("a [mM]\n" + "x\n" * 40))
    assert [one.line for one in caught.value.problems] == list(range(2, 14))


def test_files_that_are_no_tables(table, tmp_path):
    for name, words in (
        (str(tmp_path), "is a folder"),
        (str(tmp_path / "none.csv"), "no file"),
        ("endplate_reversl", "endplate_reversal"),
    ):
        with pytest.raises(UnknownNameError, match=words):
            read_data(name, read_model("nonselective_channel"))
    for content in (b"a [mM]\n\xff\xfe1\n", "a [mM]\n1\n".encode("utf-16"), b"a [mM]\n1\0\n"):
        with pytest.raises(ModelFileError):
            read_table(table(content))


def test_what_is_measured_makes_the_kind(table, axon):
    rest = read_data(table("bath.potassium [mM],membrane.potential [mV],sigma [mV]\n20,-65,2\n40,-50,1\n"), axon)
    assert isinstance(rest, RestData)
    assert rest.conditions["bath.K+"].tolist() == [20.0, 40.0]
    assert rest.measured["membrane.potential"] == pytest.approx([-0.065, -0.05])
    assert rest.sigma["membrane.potential"] == pytest.approx([0.002, 0.001])
    reversal = read_data(table("bath.K+ [mM],membrane.K.equilibrium [mV]\n20,-77\n"), axon)
    assert isinstance(reversal, ReversalData)
    curve = read_data(
        table("membrane.potential [mV],membrane.K.current [uA/cm2]\n-65,1\n0,800\n"), axon, sigma="5 uA/cm2"
    )
    assert isinstance(curve, IVData)
    assert curve.measured["membrane.K.current"] == pytest.approx([0.01, 8.0])
    assert curve.sigma == {"membrane.K.current": "5 uA/cm2"}
    head = "time [ms],membrane.potential [mV],membrane.Na.m,sigma membrane.Na.m,temperature [degC]"
    run = read_data(
        table(f"{head}\n1,-65,0.05,0.1,6\n2,-60,,0.1,6\n"),
        axon,
        protocol="spike",
    )  # fmt: skip
    assert isinstance(run, RunData)
    assert set(run.measured) == {"membrane.potential", "membrane.Na.m"}
    assert set(run.conditions) == {"time", "temperature"}
    assert run.conditions["temperature"] == pytest.approx([279.15, 279.15])
    assert set(run.sigma) == {"membrane.Na.m"}
    at = read_data(table("time [ms],membrane.potential [mV]\n1,-65\n", "t.csv") + "@train", axon)
    assert isinstance(at, RunData)
    assert at.protocol == "train"


def test_currents_in_picoamperes_are_of_the_whole_cell(table):
    cell = read_data(table("membrane.potential [mV],membrane.current [pA]\n-65,10\n"), read_model("three_rests"))
    assert isinstance(cell, IVData)
    assert cell.whole
    assert cell.measured["membrane.current"] == pytest.approx([1e-11])


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("bath.Kx [mM],membrane.potential [mV]\n1,2\n", (1, 1), ["'bath.Kx' is no quantity of model 'squid_axon'"]),
        ("bath.K+ [mM],membrane.potentil [mV]\n1,2\n", (1, 14), ["membrane.potential"]),
        ("bath.K+ [mV],membrane.potential [mV]\n1,2\n", (1, 10), ["'mV'", "concentration"]),
        ("bath.K+ [mM],membrane.potential\n1,2\n", (1, 32), ["has no unit", "membrane.potential [mV]"]),
        ("bath.K+ [mM],membrane.potential [mQ]\n1,2\n", (1, 34), ["mQ"]),
        ("bath.K+ [mM],membrane.potential [mV]\n1,2\n,3\n", (3, 1), ["no value of 'bath.K+'"]),
        ("bath.K+ [mM],membrane.potential [mV]\n1,2\n-1,3\n", (3, 1), ["at least 0"]),
        ("bath.K+ [mM],membrane.potential [mV],sigma [mV]\n1,2,1\n2,3,0\n", (3, 5), ["more than 0"]),
        ("bath.K+ [mM],membrane.potential [mV],sigma [mM]\n1,2,1\n", (1, 45), ["mM"]),
        ("bath.K+ [mM],membrane.potential [mV],sigma membrane.K [mV]\n1,2,1\n", (1, 38), ["not measured"]),
        ("bath.K+ [mM],bath.Na+ [mM]\n1,2\n", (1, 1), ["nothing is measured"]),
        ("time [ms],bath.K+ [mM]\n1,2\n", (1, 11), ["nothing is measured"]),
        ("bath.K+ [mM],membrane.K.current [uA/cm2]\n1,2\n", (1, 1), ["needs the potential"]),
        ("time [ms],membrane.potential [mV],membrane.Na.m,sigma [mV]\n1,2,0.1,1\n", (1, 49), ["several measured"]),
        ("membrane.potential [mV],membrane.K.current [mM]\n1,2\n", (1, 45), ["mM"]),
    ],
)  # fmt: skip
def test_mistakes_of_content_point_into_the_table(table, axon, text, place, words):
    with pytest.raises(ModelFileError) as caught:
        read_data(table(text), axon)
    first = caught.value.problems[0]
    assert (first.line, first.column) == place, str(caught.value)
    assert first.excerpt.endswith("^")
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_a_protocol_without_time_and_a_sigma_of_nothing(table, axon):
    path = table("bath.K+ [mM],membrane.potential [mV]\n20,-65\n40,-50\n")
    with pytest.raises(InputError, match="a protocol makes sense with a column 'time'"):
        read_data(f"{path}@spike", axon)
    with pytest.raises(UnknownNameError, match="not measured"):
        fit(axon, path, ["membrane.K.conductance"], sigma={"membrane.potntial": "1 mV"})


def test_the_shipped_tables_can_be_fitted():
    """Each with the model it was drawn for: the value that it was drawn with lies in the interval."""
    assert shipped_data() == ("endplate_reversal", "goldman_fibre", "squid_clamp")
    found = fit("nonselective_channel", "endplate_reversal", ["membrane.AChR.ratios.K+"], intervals=Wald())
    assert found.parameters[0].low < 1.11 < found.parameters[0].high
    found = fit("squid_axon", "squid_clamp@clamp_family", ["membrane.K.conductance"], intervals=Wald())
    assert found.parameters[0].low < 360.0 < found.parameters[0].high
    assert found.parameters[0].error < 2.0
