"""What a figure counts, in words: its definition, who says so, and what could not be known or counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from reform_tui.board.figures import Definition, Figure, says_day
from reform_tui.console.look import Look
from reform_tui.feeds.vocabulary import with_headings
from reform_tui.model.text import harmless


def told(one: Figure, known: Definition, look: Look) -> Iterator[str]:
    """Sentences on one figure: what it counts, its source and date, what is unknown, what could not be counted."""
    language = look.language
    for each in one.breaks:
        day = look.say("another series since {day}", day=language.day(moment_of_day(each.since)))
        yield f"{day}: {harmless(language.chosen(each.why))}"
    yield from definition_told(known, look)
    if one.unknown_before is not None:
        yield look.say("carried over: unknown before {day}", day=language.day(one.unknown_before.astimezone(look.zone)))
    reasons = (f"{with_headings(language.reason(why))}{_rows(count, look)}" for why, count in one.skipped.items())
    if why := "; ".join(reasons):
        yield look.say("not counted: {why}", why=why)


def definition_told(known: Definition, look: Look) -> Iterator[str]:
    """What an indicator counts, then who says so and of what day."""
    if sentence := look.language.chosen(known.sentence):
        yield harmless(sentence)
    said = harmless(look.language.chosen(known.source))
    dated = look.language.day(moment_of_day(known.dated)) if known.dated and not says_day(said, known.dated) else ""
    if source := ", ".join(filter(None, (said, dated))):
        yield look.say("source: {source}", source=source)


def _rows(count: int, look: Look) -> str:
    return f" ({look.language.whole(count)})" if count else ""


def moment_of_day(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time())
