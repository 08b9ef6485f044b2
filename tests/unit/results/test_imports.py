"""Small commands stay fast: the results load no plotting, table or file library before it is asked for."""

import subprocess
import sys

CODE = """
import importlib, pkgutil, sys
import poise.results
for one in pkgutil.iter_modules(poise.results.__path__):
    importlib.import_module(f"poise.results.{one.name}")
heavy = {"matplotlib", "pandas", "xarray", "rich", "jax", "pint", "poise.model", "poise.processes"}
print(sorted(heavy & set(sys.modules)))
"""


def test_importing_results_loads_no_heavy_library() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_table_needs_no_library_and_a_figure_no_pyplot() -> None:
    code = (
        "import sys\nfrom unit.results.made import rest_of\nstr(rest_of('four'))\n"
        "print(sorted({'matplotlib', 'pandas', 'xarray', 'rich', 'jax'} & set(sys.modules)))\n"
        "rest_of('four').plot.tug_of_war()\nprint('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="tests")
    assert done.stdout.split("\n")[:2] == ["[]", "False"]
