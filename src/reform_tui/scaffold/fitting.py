"""Whether the values of a column could be of a kind, and what kind they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reform_tui.anonymous.looks import LONG_NUMBER, is_phone, is_somebody
from reform_tui.anonymous.treatments import PEOPLE, treatment_of
from reform_tui.feeds.words import flag_of
from reform_tui.model.schema import Column, Kind
from reform_tui.scaffold.seen import Seen
from reform_tui.scaffold.words import WORD, same_word

MOST = 0.9
_SOME, _WORDS = 0.7, 25
_NUMBERS = {Kind.COUNT, Kind.AMOUNT, Kind.NUMBER}
Fit = tuple[float, str]
"""How many of the values could be of the column's kind, and what they look like."""


def fits(one: Seen, column: Column) -> Fit:
    """Return how well the values of a column of theirs suit one of ours."""
    if not one.values:
        return 1.0, "no values seen"
    if column.kind is Kind.TIME:
        return one.times, f"{one.times:.0%} times"
    if column.kind in _NUMBERS:
        phones = share_of(one.values, is_phone)
        return one.numbers * (1 - phones), f"{one.numbers:.0%} numbers"
    if column.kind is Kind.FLAG:
        share = share_of(one.values, lambda value: flag_of(column.name, value) is not None)
        return share, f"{share:.0%} yes or no"
    return (0.0, "times") if one.times > MOST else _fits_words(one, column)


def _fits_words(one: Seen, column: Column) -> Fit:
    if column.values:  # a closed list has few words, and some are like ours
        share = share_of(one.values, lambda value: same_word(value, column)[1] >= WORD)
        few = one.few and len(one.values) <= _WORDS and share > 0
        return float(few), f"{share:.0%} of its words known or alike"
    if column.people:
        return _fits_people(one, column.name)
    told = f"{len(one.values)} different values"
    return float(one.few) if column.kind is Kind.CODE else 1.0, told


def _fits_people(one: Seen, column: str) -> Fit:
    """Whether values are such as a column of people holds; nobody is guessed by a name alone."""
    if "phone" in column or column.endswith("_id"):
        look: Callable[[str], object] = is_phone if "phone" in column else LONG_NUMBER.fullmatch
        share = share_of(one.values, lambda value: bool(look(value)))
        return float(share > _SOME), f"{share:.0%} look like one"
    return float(one.numbers <= 1 - MOST), f"{len(one.values)} different values"


def share_of(values: Sequence[str], look: Callable[[str], bool]) -> float:
    """Return the share of values that look so; 0 of none."""
    return sum(map(look, values)) / len(values) if values else 0.0


def kind_of(one: Seen) -> str:
    """Return the type of a column of one's own, by its values."""
    if one.times > MOST and one.values:
        return "time"
    if share_of(one.values, lambda value: flag_of("", value) is not None) > MOST:
        return "flag"
    if one.numbers > MOST and one.values:
        return "number" if any("." in value or "," in value for value in one.values) else "count"
    return "code" if one.few else "text"


def holds_people(one: Seen) -> bool:
    """Whether a column speaks of people, by its heading or its values."""
    return treatment_of(one.heading, one.values).kind == PEOPLE or share_of(one.values, is_somebody) > 1 - MOST
