"""Runs under a Python that has phreeqpython: activities of PHREEQC's Pitzer model for solutions given on stdin."""

import json
import sys
from pathlib import Path

import phreeqpython  # pyright: ignore[reportMissingImports]

given = json.load(sys.stdin)
found = []
for case in given:
    folder = Path(str(phreeqpython.__file__)).parent / "database"
    run = phreeqpython.PhreeqPython(database="pitzer.dat", database_directory=folder).ip
    names = list(case["read"])
    lines = [case.get("block", "")]
    lines += ["SOLUTION 1", f"  temp {case['celsius']!r}", "  pH 7", "  units mol/kgw", "  -water 1"]
    lines += [f"  {element} {molality!r}" for element, molality in case["totals"].items()]
    lines += ["SELECTED_OUTPUT", "  -reset false", "  -high_precision true", "USER_PUNCH"]
    lines += ["  -headings x", "  -start"]
    wanted = ["OSMOTIC", 'ACT("H2O")', "DH_A", *(f'LG("{n}")' for n in names), *(f'MOL("{n}")' for n in names)]
    lines += [f"  {10 * k} PUNCH {what}" for k, what in enumerate(wanted, 1)]
    lines += ["  -end", "END"]
    run.run_string("\n".join(lines))
    row = [float(value) for value in run.get_selected_output_array()[-1][: len(wanted)]]
    count = len(names)
    found.append(
        {
            "osmotic": row[0],
            "water": row[1],
            "dh_a": row[2],
            "log_gamma": dict(zip(names, row[3 : 3 + count], strict=True)),
            "molality": dict(zip(names, row[3 + count :], strict=True)),
        }
    )
print("RESULT " + json.dumps(found))
