"""Ctrl-C that waits while something must be whole."""

import signal
import threading

import pytest

from poise.interruption import Shield


@pytest.fixture(autouse=True)
def heard():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press():
    signal.raise_signal(signal.SIGINT)


def test_it_waits_until_the_end():
    done = []

    def work():
        with Shield():
            press()
            done.append("whole")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["whole"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_it_is_heard_where_the_shield_is_lifted():
    done = []

    def work():
        with Shield() as shield:
            try:
                with shield.lifted():
                    press()
                    done.append("not reached")
            finally:
                press()
                done.append("cleared up")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["cleared up"]


def test_what_waited_is_heard_as_soon_as_the_shield_is_lifted():
    done = []

    def work():
        with Shield() as shield:
            press()
            done.append("begun")
            with shield.lifted():
                done.append("not reached")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["begun"]


def test_inside_of_a_lifted_part_it_can_wait_again():
    done = []

    def work():
        with Shield() as shield, shield.lifted():
            with shield.back():
                press()
                done.append("stored")
            done.append("not reached")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["stored"]


def test_the_second_time_it_does_not_wait():
    done = []

    def work():
        with Shield():
            press()
            done.append("once")
            press()
            done.append("not reached")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["once"]


def test_where_it_is_ignored_it_stays_so():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Shield() as shield, shield.lifted():
        press()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_another_thread_changes_nothing():
    found = []

    def work():
        with Shield() as shield, shield.lifted(), shield.back():
            found.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [signal.default_int_handler]
