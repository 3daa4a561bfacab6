import itertools
import signal

import pytest

from bookload.data.ingest.reading.calendar.patience import TooLongError, within


def test_work_without_end_is_given_up_and_the_next_goes_on():
    with pytest.raises(TooLongError), within(0.02):
        for _ in itertools.count():  # a loop of Python's: within one of C's no signal is seen
            pass
    with within(5):
        assert sum(range(10)) == 45


def test_nothing_of_it_is_left_behind():
    before = signal.getsignal(signal.SIGVTALRM)
    with within(5):
        pass
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)
    assert signal.getsignal(signal.SIGVTALRM) is before
