"""Words of closed lists that no vocabulary knows, and the value of ours that each is most like."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher

from reform_tui.feeds.headings import loose
from reform_tui.feeds.words import CLOSED, spelling
from reform_tui.model.schema import Column

WORD = 0.8
"""A word this much like one of a closed list is likely the same."""
_LONG = 5


def same_word(word: str, column: Column) -> tuple[str, float]:
    """Return the value of a closed list that a word is most like, and how much; 1 for a word that is known."""
    ours = {loose(value): value for value in column.values}
    known, spelt = {**CLOSED.get(column.name, {}), **ours}, spelling(word)
    if spelt in known:
        return known[spelt], 1.0
    inside = {value for one, value in known.items() if len(one) >= _LONG and one in spelt}
    inside |= {value for one, value in _words(column.name).items() if one in spelt}
    if len(inside) == 1:
        return inside.pop(), 0.9
    best = max(known, key=lambda one: SequenceMatcher(None, spelt, one).ratio(), default="")
    return (known[best], SequenceMatcher(None, spelt, best).ratio()) if best else ("", 0.0)


def _words(column: str) -> Mapping[str, str]:
    return {
        "status": {"closed": "done", "resolved": "done", "open": "processing", "thamdinh": "processing"},
        "channel": {"app": "online", "web": "online", "selfservice": "online", "portal": "online", "email": "online",
                    "call": "phone", "walkin": "counter", "counter": "counter", "mail": "post"},
    }.get(column, {})  # fmt: skip
