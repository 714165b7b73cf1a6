"""A view that remembers whether its plugin looked at the clock: an answer that did not changes only with the rows."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

TIMELESS = frozenset(
    {"records", "rows", "delivered", "join", "reference", "revisions", "period", "calendar", "units", "breaks"}
)
"""What shows rows as known by the moment, and nothing else of it."""


@dataclass(frozen=True)
class Watched:
    """The same view; what is asked of it beside its rows is noted in ``looked``."""

    view: Any
    looked: list[str]

    def __getattr__(self, name: str) -> Any:
        """Give what the view gives."""
        if name not in TIMELESS:
            self.looked.append(name)
        return getattr(self.view, name)

    def shared(self, make: Callable[..., pd.DataFrame], *settings: Hashable) -> pd.DataFrame:
        """Give what ``make`` gives of this view, so that what it looks at is noted too."""
        return make(self, *settings)
