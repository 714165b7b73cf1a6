"""What belongs to a whole process and a plugin may change for its neighbours: put back after each of them."""

from __future__ import annotations

import decimal
import gc
import locale
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def unspoilt() -> Iterator[None]:
    """Put back the folder, streams, warnings, locale, arithmetic and recursion limit as they were, whatever happens."""
    import numpy as np  # noqa: PLC0415 - only workers pay for it

    folder, depth, collecting = Path.cwd(), sys.getrecursionlimit(), gc.isenabled()
    streams, spoken = (sys.stdout, sys.stderr), locale.setlocale(locale.LC_ALL)
    with warnings.catch_warnings(), np.errstate(), decimal.localcontext():
        try:
            yield
        finally:
            sys.setrecursionlimit(depth)
            sys.stdout, sys.stderr = streams
            (gc.enable if collecting else gc.disable)()
            with suppress(locale.Error):
                locale.setlocale(locale.LC_ALL, spoken)
            os.chdir(folder)
