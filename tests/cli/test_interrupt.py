"""Ctrl-C on the command line: one line and status 130 at any moment, and never lost."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from poise.cli import _interrupt
from poise.cli._interrupt import Ear

# a shell starts what it puts in the background deaf to Ctrl-C; a terminal does not
HEARS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"

TOLD = f"""{HEARS}
import os
from poise.cli import main
from poise.cli._interrupt import EAR

def told(action):
    def first():
        os.write({{0}}, b".")
        return action()
    return listen(first)

listen, EAR.listen = EAR.listen, told
main()
"""


@pytest.fixture(autouse=True)
def heard():
    before, hook = signal.signal(signal.SIGINT, signal.default_int_handler), sys.unraisablehook
    yield
    signal.signal(signal.SIGINT, before)
    sys.unraisablehook = hook


def press():
    signal.raise_signal(signal.SIGINT)


def wait():
    begun = time.monotonic()
    while time.monotonic() - begun < 10.0:
        time.sleep(0.001)
    return 0


def test_an_action_is_stopped(capfd):
    def action():
        press()
        return 0

    assert Ear().listen(action) == 130
    assert capfd.readouterr().err == "poise: interrupted\n"
    press()  # nothing hears it any more
    assert Ear().listen(lambda: 7) == 7


def test_an_import_is_not_torn(tmp_path, monkeypatch):
    """An exception in the import of a compiled library can crash the process."""
    (tmp_path / "torn_or_not.py").write_text("import signal\nsignal.raise_signal(signal.SIGINT)\nwhole = True\n")
    monkeypatch.syspath_prepend(tmp_path)

    def action():
        import torn_or_not  # type: ignore[import-not-found]

        assert torn_or_not.whole
        return wait()

    begun = time.monotonic()
    assert Ear().listen(action) == 130
    assert time.monotonic() - begun < 5.0


def test_a_destructor_does_not_lose_it(capfd):
    class Doomed:
        def __del__(self):
            press()

    def action():
        Doomed()
        return wait()

    begun = time.monotonic()
    assert Ear().listen(action) == 130
    assert time.monotonic() - begun < 5.0
    assert capfd.readouterr().err == "poise: interrupted\n"


def test_what_a_library_swallowed_is_raised_again():
    ear = Ear()

    def action():
        ear.check()
        with contextlib.suppress(BaseException):
            press()
        ear.check()
        return 0

    assert ear.listen(action) == 130


def test_twice_at_once_is_once_and_later_is_at_once(monkeypatch):
    ended = []
    monkeypatch.setattr(_interrupt, "_end", lambda: ended.append(True))

    def action():
        try:
            press()
        except KeyboardInterrupt:
            press()  # as some launchers pass it on, beside the terminal
            assert not ended
            time.sleep(0.6)
            press()
            return 3
        return 0

    assert Ear().listen(action) == 3
    assert ended == [True]


def test_a_command_says_that_it_was_interrupted(poise, monkeypatch):
    import poise.cli.models as command

    def models() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "models", models)
    found = poise("models")
    assert (found.status, found.out, found.err) == (130, "", "poise: interrupted\n")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_ctrl_c_at_any_moment_of_a_sweep(tmp_path):
    draw = random.Random(1)
    command = ("sweep", "textbook_neuron", "--over", "bath.K+=1:50 mM:100000", "-o", "k.zarr")
    for number in range(20):
        folder = tmp_path / str(number)
        folder.mkdir()
        ready, tell = os.pipe()
        child = subprocess.Popen(
            [sys.executable, "-c", TOLD.format(tell), *command],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            pass_fds=(tell,),
        )  # fmt: skip
        os.close(tell)
        os.read(ready, 1)
        os.close(ready)
        time.sleep(draw.uniform(0.0, 3.0))
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=60)
        assert (child.returncode, out) == (130, ""), err
        assert err.startswith("poise: interrupted")
        assert err.count("\n") == 1
        left = [one.name for one in folder.rglob("*") if one.is_file()]
        assert not [name for name in left if "partial" in name or "lock" in name]
        assert bool(left) == ("are safe in k.zarr: the same command with --resume goes on" in err)
