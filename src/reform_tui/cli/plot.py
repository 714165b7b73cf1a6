"""Numbers as one line of bars."""

from __future__ import annotations

from collections.abc import Sequence

BLOCKS = " ▁▂▃▄▅▆▇█"
ASCII = " .:-=+*%#"
WIDTH = 72


def bars(values: Sequence[int], top: int, *, ascii: bool) -> str:  # noqa: A002 - the option's name
    """Return a character a value, as high as its share of ``top``; where there are too many, the highest of several."""
    marks = ASCII if ascii else BLOCKS
    most = len(marks) - 1
    return "".join(marks[-(-value * most // top)] if value else marks[0] for value in _fitted(values))


def _fitted(values: Sequence[int]) -> list[int]:
    each = -(-len(values) // WIDTH)
    return [max(values[start : start + each]) for start in range(0, len(values), each)] if values else []
