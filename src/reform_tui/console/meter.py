"""A meter that a person reads at a glance: how many of the rows that a rule looked at it could judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reform_tui.console.look import Look

CELLS = 10
WIDTH = CELLS + 6
"""Cells of a bar with its share."""


def filled(judged: int, skipped: int) -> int:
    """Cells to fill: all only when nothing was skipped, none only when nothing was judged."""
    if not judged:
        return 0
    share = round(CELLS * judged / (judged + skipped))
    return CELLS if not skipped else min(max(share, 1), CELLS - 1)


def meter(judged: int, skipped: int, look: Look) -> str:
    """A bar and the share of rows judged, rounded down; a dash where there were none."""
    if not judged + skipped:
        return "–"
    full = filled(judged, skipped)
    share = f"{100 * judged // (judged + skipped)}"
    return f"{'█' * full}{'·' * (CELLS - full)} {look.language.with_sign(share)}"


def whole_meter(judged: int, skipped: Mapping[str, int], look: Look) -> Iterator[str]:
    """The meter over all units in a line, then why rows were skipped, the commonest first."""
    whole, left = look.language.whole, sum(skipped.values())
    counts = look.say("{judged} judged, {skipped} skipped", judged=judged, skipped=left)
    yield f"{meter(judged, left, look)}  {counts}"
    for reason, count in sorted(skipped.items(), key=lambda one: (-one[1], one[0])):
        yield f"{whole(count):>{WIDTH}}  {look.language.reason(reason)}"
