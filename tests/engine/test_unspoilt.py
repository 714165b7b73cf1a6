"""What belongs to the process is put back after a plugin."""

from __future__ import annotations

import decimal
import gc
import locale
import os
import random
import signal
import sys
import time
import warnings
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reform_tui.engine.workers.unspoilt import unspoilt

KNOBS = {
    "folder": (Path.cwd, lambda: os.chdir("/")),
    "umask": (lambda: (mask := os.umask(0), os.umask(mask))[0], lambda: os.umask(0o777)),
    "environment": (lambda: dict(os.environ), os.environ.clear),
    "zone": (lambda: time.localtime(0).tm_hour, lambda: (os.environ.update(TZ="America/Lima"), time.tzset())),
    "locale": (lambda: locale.setlocale(locale.LC_ALL), lambda: locale.setlocale(locale.LC_ALL, "C")),
    "streams": (lambda: (sys.stdin, sys.stdout, sys.stderr), lambda: setattr(sys, "stdout", None)),
    "recursion": (sys.getrecursionlimit, lambda: sys.setrecursionlimit(500)),
    "collector": (gc.isenabled, gc.disable),
    "path": (lambda: (id(sys.path), sys.path[:]), lambda: setattr(sys, "path", [])),
    "finders": (lambda: sys.meta_path[:], lambda: sys.meta_path.insert(0, None)),
    "warnings": (lambda: warnings.filters[:], lambda: warnings.simplefilter("error")),
    "arithmetic": (lambda: decimal.getcontext().prec, lambda: setattr(decimal.getcontext(), "prec", 2)),
    "floats": (np.geterr, lambda: np.seterr(all="ignore", divide="raise")),
    "printing": (np.get_printoptions, lambda: np.set_printoptions(precision=1)),
    "chance": (random.getstate, lambda: random.seed(7)),
    "numpy's chance": (lambda: str(np.random.get_state()), lambda: np.random.seed(7)),  # noqa: NPY002
    "pandas": (lambda: pd.get_option("display.width"), lambda: pd.set_option("display.width", 7)),
    "pandas' future": (
        lambda: pd.get_option("future.infer_string"),
        lambda: pd.set_option("future.infer_string", False),
    ),
    "handlers": (lambda: signal.getsignal(signal.SIGTERM), lambda: signal.signal(signal.SIGTERM, signal.SIG_IGN)),
    "alarms": (lambda: signal.getitimer(signal.ITIMER_PROF), lambda: signal.setitimer(signal.ITIMER_PROF, 1000)),
    "mask": (
        lambda: signal.pthread_sigmask(signal.SIG_BLOCK, ()),
        lambda: signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM}),
    ),
}


@pytest.mark.parametrize("knob", KNOBS)
@pytest.mark.filterwarnings("ignore")
def test_a_turned_knob_is_put_back(knob):
    look, turn = KNOBS[knob]
    before = look()
    with unspoilt():
        turn()
        turned = look()
    assert look() == before
    assert turned != before or knob in {"locale", "zone"}  # which may have stood so already


def test_it_is_put_back_when_the_plugin_raises():
    before = sys.getrecursionlimit()
    with suppress(KeyError), unspoilt():
        sys.setrecursionlimit(500)
        raise KeyError
    assert sys.getrecursionlimit() == before
