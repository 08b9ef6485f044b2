"""The adapters are plain modules beside the tests: make them importable.

The tally is hooked in by tests/conftest.py, which pytest-xdist's controller loads and this file it does not.
"""

import sys
from pathlib import Path

_HERE = str(Path(__file__).resolve().parent)
if _HERE not in sys.path:
    sys.path.insert(0, _HERE)
