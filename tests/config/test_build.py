"""The one builder: every type that a key may have, and the exact sentence for every way to get it wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import pytest
import tomli

from reform_tui.calendars import WorkingTime
from reform_tui.config.build import build, faults
from reform_tui.errors import ConfigError, PluginError

if TYPE_CHECKING:
    from somewhere import Unknown  # a plugin may annotate what is no field with names that only a type checker sees

NO_TIME = WorkingTime(0)
WHERE = "rules/late.toml [late-by-field]"


@dataclass(frozen=True)
class Bound:
    share: float = field(default=0.0, metadata={"least": 0, "most": 1})
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Everything:
    """A check of the kind that a plugin writes."""

    reads: ClassVar[Unknown] = {"records": ("field",)}
    sentences: ClassVar = {}
    profile: Literal["province_06a", "national_766"] = "province_06a"
    text: str = ""
    whole: int = field(default=1, metadata={"least": 1})
    number: float = 0.0
    flag: bool = False
    after: WorkingTime = NO_TIME
    hold: timedelta = field(default=timedelta(1), metadata={"least": timedelta(seconds=0.1)})
    either: timedelta | WorkingTime = timedelta(0)
    at: time = time(9)
    moment: datetime | None = None
    day: date = date(2025, 1, 1)
    names: tuple[str, ...] = ()
    hours: tuple[tuple[time, time], ...] = ()
    bounds: Mapping[str, Bound] = field(default_factory=dict)
    bound: Bound = Bound()
    anything: Any = None
    source: tuple[str, ...] = field(default=(), metadata={"key": "from"})


@dataclass(frozen=True, kw_only=True)
class Needs(Everything):
    field: str
    until: int

    def __post_init__(self) -> None:
        if self.until < self.whole:
            raise ValueError("'until' is before 'whole'")


def told(text: str, kind: type = Everything) -> str:
    [sentence] = faults(kind, tomli.loads(text), WHERE)
    start, _, rest = sentence.partition(": ")
    assert start == WHERE
    return rest


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("profile = 'national_766'", "profile", "national_766"),
        ("whole = 3", "whole", 3),
        ("number = 3", "number", 3.0),
        ("number = 0.05", "number", 0.05),
        ("flag = true", "flag", True),
        ("after = '3wd'", "after", WorkingTime(3 * 8 * 60)),
        ("hold = '90m'", "hold", timedelta(minutes=90)),
        ("either = '3d'", "either", timedelta(days=3)),
        ("either = '8wh'", "either", WorkingTime(480)),
        ("at = '09:30'", "at", time(9, 30)),
        ("at = 09:30:00", "at", time(9, 30)),
        ("moment = 2025-03-11T17:00:00Z", "moment", datetime(2025, 3, 11, 17, tzinfo=UTC)),
        ("day = 2025-03-11", "day", date(2025, 3, 11)),
        ("names = ['a', 'b']", "names", ("a", "b")),
        ("names = 'a'", "names", ("a",)),
        ("hours = [['07:00', '11:30']]", "hours", ((time(7), time(11, 30)),)),
        ("bounds.x.share = 1", "bounds", {"x": Bound(1.0)}),
        ("bound = { count = 3 }", "bound", Bound(count=3)),
        ("anything = [1, 'x']", "anything", [1, "x"]),
        ("from = 'Hộ nghèo'", "source", ("Hộ nghèo",)),
    ],
)
def test_a_value_becomes_what_its_field_is(text, key, value):
    built = getattr(build(Everything, tomli.loads(text), WHERE), key)
    assert (built, type(built)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("profil = 'x'", "unknown key 'profil', did you mean 'profile'?"),
        ("reads = {}", ("unknown key 'reads' (known: after, anything, at, bound, bounds, day, either, flag, from, hold,"
                       " hours, moment, names, number, profile, text, whole)")),
        ("profile = 'province_06'", ("profile: 'province_06' is not one of province_06a, national_766,"
                                    " did you mean 'province_06a'?")),
        ("profile = 6", "profile: 6 is not one of province_06a, national_766"),
        ("text = 5", "text: 5 is not text"),
        ("text = ['x']", "text: a list is not text"),
        ("whole = '2'", "whole: '2' is not a whole number"),
        ("whole = true", "whole: true is not a whole number"),
        ("whole = 1.5", "whole: 1.5 is not a whole number"),
        ("whole = 0", "whole: 0 is below 1"),
        ("number = 'x'", "number: 'x' is not a number"),
        ("number = nan", "number: nan is not a number"),
        ("number = false", "number: false is not a number"),
        ("flag = 'yes'", "flag: 'yes' is not true or false"),
        ("flag = 1", "flag: 1 is not true or false"),
        ("after = '3d'", "after: '3d' is not a working time such as 90wm, 8wh or 3wd"),
        ("hold = 'soon'", "hold: 'soon' is not a duration such as 30s, 90m, 8h or 3d"),
        ("hold = 5", "hold: 5 is not a duration such as 30s, 90m, 8h or 3d"),
        ("hold = '36526d'", "hold: '36526d' is not a duration such as 30s, 90m, 8h or 3d"),
        ("hold = '99999999999999d'", "hold: '99999999999999d' is not a duration such as 30s, 90m, 8h or 3d"),
        ("hold = '0s'", "hold: 0s is below 0.1s"),
        ("either = 'soon'", "either: 'soon' is not a duration such as 90m, 3d or 8wh"),
        ("at = '9h'", "at: '9h' is not a time of day such as 09:00"),
        ("moment = '2025-03-11'", "moment: '2025-03-11' is not a moment such as 2025-03-31T17:00:00+07:00, without quotes"),
        ("day = '11/3'", "day: '11/3' is not a day such as 2025-03-31, without quotes"),
        ("day = 2025-03-11T00:00:00Z", "day: 2025-03-11 00:00:00+00:00 is not a day such as 2025-03-31, without quotes"),
        ("names = 5", "names: 5 is not a list"),
        ("names = ['a', 5, true]", "names[2]: 5 is not text; names[3]: true is not text"),
        ("hours = [['07:00']]", "hours[1]: has 1 values instead of 2"),
        ("hours = [['7h', '8h']]", ("hours[1][1]: '7h' is not a time of day such as 09:00;"
                                   " hours[1][2]: '8h' is not a time of day such as 09:00")),
        ("bounds = 5", "bounds: 5 is not a table"),
        ("bounds.x.share = 2", "bounds.x: share: 2.0 is above 1"),
        ("bound = 5", "bound: 5 is not a table"),
        ("bound = { sahre = 1, count = 'x' }", ("bound: unknown key 'sahre', did you mean 'share'?;"
                                               " bound: count: 'x' is not a whole number")),
        (f"whole = '{'x' * 99}'", f"whole: '{'x' * 59}… is not a whole number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(text, sentence):
    assert told(text) == sentence


def test_every_fault_is_told_at_once():
    assert told("profil = 'province_06a'\nhold = 'soon'\nwhole = 0\nbound.x = 1", Needs) == (
        "unknown key 'profil', did you mean 'profile'?; whole: 0 is below 1;"
        " hold: 'soon' is not a duration such as 30s, 90m, 8h or 3d; bound: unknown key 'x' (known: count, share);"
        " missing key 'field'; missing key 'until'"
    )
    with pytest.raises(ConfigError) as caught:
        build(Needs, {}, WHERE)
    assert caught.value.faults == (f"{WHERE}: missing key 'field'; missing key 'until'",)


def test_what_a_check_refuses_itself_is_told():
    assert told("field = 'x'\nwhole = 3\nuntil = 2", Needs) == "'until' is before 'whole'"


def test_a_right_table_has_no_faults():
    assert faults(Needs, {"field": "x", "until": 3}, WHERE) == []


@dataclass(frozen=True)
class Odd:
    key: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Lost:
    key: Nowhere = None  # noqa: F821 - the point of the test


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Odd, r"key: no key in TOML can be of type frozenset\[str\]; use text, numbers, durations, lists or tables"),
        (Lost, r"Lost\.key: 'Nowhere' is not a type \(name 'Nowhere' is not defined\)"),
    ],
)
def test_a_field_that_no_table_can_say_is_its_authors_fault(kind, sentence):
    with pytest.raises(PluginError, match=sentence):
        build(kind, {"key": ["x"]}, WHERE)
