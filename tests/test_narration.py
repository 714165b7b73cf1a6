"""What ``check`` narrates: nothing is told twice."""

from datetime import date
from types import SimpleNamespace

import pytest

from reform_tui.board.figures import says_day
from reform_tui.narration import narrated

PROJECT = SimpleNamespace(indicators=(), settings=SimpleNamespace(province="H14"))
FIGURE = {
    "indicator": "received", "unit": "H14", "level": "province", "period": "2025-Q1", "numerator": 3, "denominator": 4,
    "target": None, "skipped": {}, "carried_over_unknown_before": None, "source": {}, "dated": None, "breaks": [],
}  # fmt: skip


def told(*figures):
    """The sentences about some figures, files and alerts left out."""
    report = {"feeds": [], "indicators": [{**FIGURE, **one} for one in figures], "alerts": []}
    return list(narrated(report, PROJECT))[1:-1]


def test_what_was_carried_over_is_told_once_a_period_with_the_later_day():
    said = told(
        {"carried_over_unknown_before": "2025-03-31T17:00:00+07:00"},
        {"carried_over_unknown_before": "2025-04-02T17:00:00+07:00"},
        {"carried_over_unknown_before": "2025-04-02T09:00:00+07:00"},
    )
    assert [one for one in said if "carried over" in one] == [
        "2025-Q1: carried over: unknown before 02/04/2025, when the first file was exported"
    ]


def test_the_day_of_a_source_is_told_once():
    newspaper = {"source": {"en": "Lao Động newspaper, 12/4/2025"}, "dated": "2025-04-12"}
    [one, two] = told(newspaper, {"source": {"en": "Decision 766/QĐ-TTg"}, "dated": "2022-06-23"})
    assert one.endswith("1 not (Lao Động newspaper, 12/4/2025)")
    assert two.endswith("1 not (Decision 766/QĐ-TTg, 23/06/2022)")


@pytest.mark.parametrize(
    ("source", "says"), [("báo 12/4/2025", True), ("of 12/04/2025.", True), ("112/4/2025", False), ("4/2025", False)]
)
def test_a_day_is_found_however_it_is_written(source, says):
    assert says_day(source, date(2025, 4, 12)) is says
