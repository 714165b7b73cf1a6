"""A few figures as a line of bars, the newest last."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH = 8
_BARS, _ASCII = "▁▂▃▄▅▆▇█", "_.-=+*%#"


def spark(values: Sequence[float], *, ascii: bool) -> str:  # noqa: A002 - the setting's name
    """The newest ``WIDTH`` values between the least and the most of them; nothing for fewer than two."""
    shown = values[-WIDTH:]
    if len(shown) < 2:  # noqa: PLR2004 - one point is no line
        return ""
    least, most = min(shown), max(shown)
    bars = _ASCII if ascii else _BARS
    return "".join(
        bars[round((value - least) / (most - least) * (len(bars) - 1))] if most > least else bars[3] for value in shown
    )
