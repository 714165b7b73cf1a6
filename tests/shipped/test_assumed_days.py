"""Days that no source states are data: they say that they are assumed, and an inspector puts another without code."""

from __future__ import annotations

from datetime import date

import pytest

from reform_tui.config.project import load_project
from reform_tui.model.schema import BUILT_IN
from reform_tui.scaffold.project import new_project


@pytest.fixture(scope="module")
def indicators(project):
    return {one.name: one for one in project.indicators}


def test_an_assumed_day_says_so_in_both_languages(indicators):
    [break_] = indicators["services-full"].breaks
    for day, source in (
        (break_.since, break_.source),
        (indicators["limit-cut-20"].dated, indicators["limit-cut-20"].source),
    ):
        assert isinstance(day, date)
        assert "giả định" in source["vi"]
        assert "assumed" in source["en"]


def test_an_inspector_puts_the_day_of_the_decision_without_code(tmp_path, plugins):
    root = tmp_path / "cao-bang"
    new_project(root)
    path = root / "rules" / "shipped.toml"
    text = path.read_text("utf-8")
    assert text.count("{ from = 2025-07-01,") == text.count("dated = 2025-12-01") == 1
    path.write_text(
        text.replace("{ from = 2025-07-01,", "{ from = 2025-06-15,").replace(
            "dated = 2025-12-01", "dated = 2025-12-09"
        ),
        "utf-8",
    )
    mine = {one.name: one for one in load_project(root, {**BUILT_IN, **plugins.schemas}).indicators}
    assert [one.since for one in mine["services-full"].breaks] == [date(2025, 6, 15)]
    assert mine["limit-cut-20"].dated == date(2025, 12, 9)
