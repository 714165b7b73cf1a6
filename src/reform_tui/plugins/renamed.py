"""Old names of the sdk in use: they work, and are noted for whoever keeps the plugin."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from reform_tui.errors import RenamedWarning
from reform_tui.plugins.found import Source


@contextmanager
def noting(source: Source, notes: list[str]) -> Iterator[None]:
    """Add a sentence for each old name that a plugin uses meanwhile; other warnings go their way afterwards."""
    caught: list[warnings.WarningMessage] = []
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", RenamedWarning)
            yield
    finally:
        ours = [one for one in caught if issubclass(one.category, RenamedWarning)]
        notes += dict.fromkeys(f"{source.label}: {one.message}" for one in ours)
        for one in caught:
            if one not in ours:
                warnings.showwarning(one.message, one.category, one.filename, one.lineno)
