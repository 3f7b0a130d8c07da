"""The two processes of a build, and interrupts."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from threading import Event, Thread

import pytest

from cim_kg.builds import postpone_interrupts

INTERRUPTIBLE = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals for another process")


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """Whoever runs the tests in the background may have them ignore interrupts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_waits_also_if_another_thread_is_handed_it() -> None:
    """The system hands it to a thread that does not mask it, and Python then interrupts the main one."""
    over, reached = Event(), False
    thread = Thread(target=over.wait)
    thread.start()
    try:
        with pytest.raises(KeyboardInterrupt), postpone_interrupts():
            os.kill(os.getpid(), signal.SIGINT)
            thread.join(0.05)
            reached = True
    finally:
        over.set()
        thread.join()
    assert reached
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_process_started_meanwhile_hears_of_no_interrupt() -> None:
    script = f"{INTERRUPTIBLE}import os; os.kill(os.getpid(), signal.SIGINT); print('still here')"
    with postpone_interrupts():
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "still here\n")


def test_without_an_interrupt_nothing_is_raised() -> None:
    with postpone_interrupts():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
