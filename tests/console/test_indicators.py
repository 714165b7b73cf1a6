"""The Indicators screen: figures by level, and beside each what it counts, who says so and what it could not know."""

from datetime import date, datetime, timedelta

import pytest
import synthetic
from terminal import Terminal
from test_screens import STATUS

from reform_tui.board.figures import Figure
from reform_tui.console.look import Look
from reform_tui.console.paint import Ink
from reform_tui.console.screens.indicators import figure_line
from reform_tui.language import Language
from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import as_json, stamp, transaction
from reform_tui.store.layout import Layout
from reform_tui.store.store import open_store

DEFINITION = {"vi": "Nộp trực tuyến / tiếp nhận trong kỳ", "en": "Submitted online / received in the period"}
SOURCE = {"vi": "Báo cáo của tỉnh", "en": "Report of the province"}

BREAK = {"from": "2025-07-01", "why": {"vi": "phân loại lại", "en": "classified anew"}, "source": {}}


@pytest.fixture
def told(project):
    """The synthetic project with a definition, a department beside its communes, and a period begun before any file."""
    store = open_store(Layout(project / "state"), BUILT_IN)
    with transaction(store.connection):
        add = store.connection.execute
        add("UPDATE indicators SET level = 'province', target = 0.9 WHERE unit = 'H14.11'")
        add(
            "INSERT OR REPLACE INTO indicator_names VALUES ('online', ?)",
            (as_json({"vi": "Trực tuyến", "en": "Online"}),),
        )
        add(
            "INSERT INTO definitions VALUES ('online', ?, ?, ?, '[\"records\"]', ?)",
            (as_json(DEFINITION), as_json(SOURCE), date(2025, 4, 12).isoformat(), as_json([BREAK])),
        )
        began = stamp(datetime(2024, 12, 31, 17, tzinfo=synthetic.NOW.tzinfo) - timedelta(days=1))
        ended = stamp(datetime(2025, 4, 1, tzinfo=synthetic.NOW.tzinfo))
        add("INSERT INTO counted VALUES ('online', '2025-Q1', ?, ?, 0.7, 0.75)", (began, ended))
        reasons = as_json({"no feed has records.channel": 0})
        add(
            "INSERT INTO health (rule, unit, health, judged, skipped, at) VALUES ('indicator.online', 'H14.12', 'ok', 0, ?, ?)",
            (reasons, stamp(synthetic.NOW)),
        )
    store.close()
    synthetic.beat(project)
    return project


def line(text, words):
    return next(" ".join(line.split()) for line in text.splitlines() if words in line)


def test_the_whole_and_each_level_stand_beside_their_definition(told):
    with Terminal(told, language="en") as terminal:
        terminal.until(STATUS["en"])
        text = terminal.press(":indicators\r").until("commune level").until("source:").text
        assert line(text, " Online") == "72.56% 75.00% 26,677 36,766 2025-Q1 Online"
        assert line(text, "commune level") == "70.98% 70.00% 24,596 34,654 2025-Q1 commune level"
        assert line(text, "provincial level") == "98.53% 70.00% 2,081 2,112 2025-Q1 provincial level"
        assert "Submitted online / received in the period" in text
        assert "source: Report of the province, 12/04/2025" in text
        assert "carried over: unknown before" in text
        assert "not counted: no feed has “Kênh thực hiện”" in text


def test_enter_lists_the_units_the_lowest_first(told):
    with Terminal(told, language="vi") as terminal:
        terminal.until(STATUS["vi"])
        terminal.press(":indicators\r").until("cấp xã").press("\r").until("98,53 %")
        lines = [each for each in terminal.text.splitlines() if "2025-Q1" in each]
        assert [each.split()[0] for each in lines] == ["30,65", "71,12", "98,53", "–"]
        assert "nguồn: Báo cáo của tỉnh, 12/04/2025" in terminal.text


@pytest.fixture
def broken(told):
    """The same with a quarter after the break."""
    store = open_store(Layout(told / "state"), BUILT_IN)
    with transaction(store.connection):
        add = store.connection.execute
        add("INSERT INTO indicators VALUES ('online', 'H14.21', 'commune', '2025-Q3', 639, 1775, 0.7)")
        add("INSERT INTO counted VALUES ('online', '2025-Q3', ?, NULL, 0.7, 0.75)", (stamp(synthetic.NOW),))
    store.close()
    synthetic.beat(told)
    return told


def test_figures_on_two_sides_of_a_break_are_no_series(broken):
    with Terminal(broken, language="en", height=30) as terminal:
        terminal.until(STATUS["en"])
        text = terminal.press(":indicators\r").until("another series from here").text
        lines = [" ".join(each.split()) for each in text.splitlines()]
        [at] = [number for number, each in enumerate(lines) if each == "═ 01/07/2025 another series from here"]
        assert "2025-Q1" in lines[at - 1]
        assert "2025-Q3" in lines[at + 1]
        assert "another series since 01/07/2025: classified anew" in terminal.press("G").until("classified anew").text


def test_enter_on_the_sum_of_a_level_lists_the_units_that_it_sums(told):
    with Terminal(told, language="en") as terminal:
        terminal.until(STATUS["en"]).press(":indicators\r").until("provincial level")
        text = terminal.press("/provincial\r\r").until("› provincial level").until("98.53%").text
    assert "Sở Nông nghiệp" in text
    assert "Phường Thục Phán" not in text


def test_a_period_that_is_none_is_told_in_words():
    look = Look(Language("vi"), synthetic.NOW.tzinfo, synthetic.NOW, Ink())
    assert figure_line(Figure("online", "", "province", "all", 1, 2, None), "x", look).cells[4] == "mọi kỳ"
