"""What belongs to a whole process and a plugin may change for its neighbours: put back after each of them."""

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
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

PutBack = Callable[[], object]


@contextmanager
def unspoilt() -> Iterator[None]:
    """Put back what is the process's own as it was, whatever happens: about 0.3 ms.

    What a plugin sets inside a library (a function of pandas replaced, say) is not seen.
    """
    import numpy as np  # noqa: PLC0415 - only workers pay for it

    with warnings.catch_warnings(), np.errstate(), decimal.localcontext(), ExitStack() as back:
        for keep in _KEPT:
            back.callback(keep())
        yield


def _streams() -> PutBack:
    return partial(_set_streams, sys.stdout, sys.stderr, sys.stdin)


def _set_streams(out: Any, err: Any, into: Any) -> None:
    sys.stdout, sys.stderr, sys.stdin = out, err, into


def _interpreter() -> PutBack:
    depth, collecting, trace, profile = sys.getrecursionlimit(), gc.isenabled(), sys.gettrace(), sys.getprofile()

    def put_back() -> None:
        sys.setrecursionlimit(depth)
        (gc.enable if collecting else gc.disable)()
        if sys.gettrace() is not trace:
            sys.settrace(trace)
        if sys.getprofile() is not profile:
            sys.setprofile(profile)

    return put_back


def _imports() -> PutBack:
    kept = [(lists, lists[:]) for lists in (sys.path, sys.meta_path, sys.path_hooks)]

    def put_back() -> None:
        sys.path, sys.meta_path, sys.path_hooks = (lists for lists, _ in kept)  # type: ignore[assignment]
        for lists, before in kept:
            lists[:] = before  # type: ignore[assignment]

    return put_back


def _folder() -> PutBack:
    folder, mask = Path.cwd(), os.umask(0o077)
    os.umask(mask)

    def put_back() -> None:
        os.umask(mask)
        os.chdir(folder)

    return put_back


def _environment() -> PutBack:
    before = dict(os.environ)

    def put_back() -> None:
        if os.environ != before:
            os.environ.clear()
            os.environ.update(before)
            time.tzset()

    return put_back


def _language() -> PutBack:
    spoken = locale.setlocale(locale.LC_ALL)

    def put_back() -> None:
        with suppress(locale.Error):
            locale.setlocale(locale.LC_ALL, spoken)

    return put_back


def _signals() -> PutBack:
    """Signals are the main thread's; an alarm that was set would ring in another's time."""
    before = {number: signal.getsignal(number) for number in signal.valid_signals()}
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, ())

    def put_back() -> None:
        for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
            signal.setitimer(timer, 0)
        for number, handler in before.items():
            if handler is not None and signal.getsignal(number) is not handler:
                signal.signal(number, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)

    return put_back


def _chance() -> PutBack:
    import numpy as np  # noqa: PLC0415 - only workers pay for it

    everybodys = np.random.get_state(legacy=False)  # noqa: NPY002 - the state that is everybody's is the one to put back
    return partial(_set_chance, random.getstate(), everybodys)


def _set_chance(python: Any, numpy: Any) -> None:
    import numpy as np  # noqa: PLC0415 - as above

    random.setstate(python)
    np.random.set_state(numpy)  # noqa: NPY002 - as above


def _printing() -> PutBack:
    import numpy as np  # noqa: PLC0415 - only workers pay for it

    return partial(_set_printing, np.get_printoptions())


def _set_printing(options: Mapping[str, Any]) -> None:
    import numpy as np  # noqa: PLC0415 - as above

    np.set_printoptions(**options)


def _pandas() -> PutBack:
    import pandas as pd  # noqa: PLC0415 - only workers pay for it

    before = dict(_flat(pd.options.d))

    def put_back() -> None:
        warnings.simplefilter("ignore")  # of options that are going away
        for name, value in _flat(pd.options.d):
            if before.get(name, value) is not value:
                pd.set_option(name, before[name])

    return put_back


def _flat(options: Mapping[str, Any], inside: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every option of pandas with its value, ``display.width`` and so on."""
    for name, value in options.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{inside}{name}.")
        else:
            yield f"{inside}{name}", value


_KEPT: tuple[Callable[[], PutBack], ...] = (
    _streams, _interpreter, _imports, _folder, _environment, _language, _signals, _chance, _printing, _pandas,
)  # fmt: skip
