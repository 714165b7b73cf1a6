"""A field that says what it may be: a rule that says otherwise is refused, whoever wrote the check."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from reform_tui.config.build import build, faults
from reform_tui.config.key import keys_of
from reform_tui.sdk import bounded


@dataclass(frozen=True, kw_only=True)
class Often:
    """A check's fields."""

    share: float = bounded(0.5, least=0, most=1)
    least: int = bounded(30, least=1)
    quick: timedelta = field(default=timedelta(minutes=5), metadata={"least": timedelta(seconds=1)})
    target: float | None = bounded(None, most=1)
    since: int = 0
    until: int = 9

    def __post_init__(self) -> None:
        """Refuse an end before the start."""
        if self.until < self.since:
            raise ValueError(f"until: {self.until} is before since ({self.since})")


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ({"share": 3}, "share: 3.0 is above 1"),
        ({"share": -0.1}, "share: -0.1 is below 0"),
        ({"least": 0, "target": 85.0}, "least: 0 is below 1; target: 85.0 is above 1"),
        ({"quick": "0s"}, "quick: 0s is below 1s"),
        ({"since": 5, "until": 3}, "until: 3 is before since (5)"),
    ],
)
def test_a_rule_beyond_the_bounds_is_refused_with_every_key(table, fault):
    assert faults(Often, table, "rules/a.toml [often]") == [f"rules/a.toml [often]: {fault}"]


def test_what_is_inside_is_taken_and_the_default_stands():
    assert build(Often, {"share": 1}, "x") == Often(share=1.0)
    assert (Often().share, Often().target, Often.least) == (0.5, None, 30)


def test_the_bounds_are_part_of_the_help():
    [share] = [key for key in keys_of(Often) if key.name == "share"]
    assert share.words == "a number, at least 0, at most 1"
    assert (share.schema["minimum"], share.schema["maximum"]) == (0, 1)
