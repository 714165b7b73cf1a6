"""What is wrong with the configuration, what rules could judge, and which files want reading again, on the screens."""

from __future__ import annotations

from datetime import UTC

import pytest
import synthetic
from terminal import Terminal

from reform_tui.board.board import HealthRow
from reform_tui.board.details import EvidenceRow
from reform_tui.console.look import Look
from reform_tui.console.meter import filled, meter, whole_meter
from reform_tui.console.paint import Ink
from reform_tui.console.screens.record import RecordPage
from reform_tui.console.screens.rules import why_blind
from reform_tui.language import Language
from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.faulty import note_fault, read_fault
from reform_tui.store.layout import Layout
from reform_tui.store.store import open_store

WRONG = "rules/late.toml [late]: unknown key 'profil', did you mean 'profile'?\nfeeds/a.toml: folder: is empty"


@pytest.fixture
def writer(project):
    """The engine's hand on the store."""
    store = open_store(Layout(project / "state"), BUILT_IN)
    yield store
    store.close()


UNKNOWN = {
    "vi": "không có khóa 'profil', có phải 'profile' không?",
    "en": "unknown key 'profil', did you mean 'profile'?",
}


def look(code, *, plain=False):
    return Look(Language(code), UTC, synthetic.NOW, Ink(ascii=plain))


@pytest.mark.parametrize(
    ("language", "head", "status"),
    [
        ("vi", "cấu hình vừa sửa bị lỗi; máy vẫn dùng cấu hình trước đó, từ 31/03 17:00:", "CẤU HÌNH LỖI, xem :rules"),
        (
            "en",
            "the configuration was edited and is faulty; the old one stays since 31/03 17:00:",
            "CONFIGURATION FAULTY, see :rules",
        ),
    ],
)
def test_a_faulty_configuration_is_told_above_the_rules_until_it_is_mended(project, writer, language, head, status):
    note_fault(writer.connection, WRONG, synthetic.NOW)
    with Terminal(project, language=language) as terminal:
        terminal.until(status).press(":rules\r").until("profil")
        lines = [line.rstrip() for line in terminal.text.splitlines()]
        assert head in " ".join(lines)
        assert f"rules/late.toml [late]: {UNKNOWN[language]}" in lines
        assert "feeds/a.toml: folder: is empty" in lines
        with transaction(writer.connection):
            writer.connection.execute("DELETE FROM meta WHERE name = 'fault'")
        assert status not in terminal.until("1–2/2").text


def test_since_when_stays_while_the_sentences_change(writer):
    note_fault(writer.connection, WRONG, synthetic.NOW)
    note_fault(writer.connection, "feeds/a.toml: folder: is empty", synthetic.NOW.replace(hour=23))
    fault = read_fault(writer.connection)
    assert (fault.since, fault.faults) == (synthetic.NOW, ("feeds/a.toml: folder: is empty",))


def test_files_read_under_an_older_mapping_are_told_under_the_feeds(project, writer):
    with transaction(writer.connection):
        writer.connection.execute("UPDATE feeds SET mapping = 'm2' WHERE feed = 'one-stop'")
    with Terminal(project, language="en") as terminal:
        terminal.until("engine running").press(":feeds\rj")
        terminal.until("2 files of an older mapping: reform-tui rebuild --feed one-stop")


def test_a_bar_is_full_only_when_all_was_judged_and_empty_only_when_nothing_was():
    assert [filled(*one) for one in ((10, 0), (9_999, 1), (1, 1), (1, 9_999), (0, 5), (0, 0))] == [10, 9, 5, 1, 0, 0]


def test_the_meter_in_each_language_and_in_ascii():
    assert meter(98, 2, look("vi")) == "█████████· 98 %"
    assert meter(9_999, 1, look("en")) == "█████████· 99%"
    assert meter(0, 0, look("en")) == "–"
    assert Ink(ascii=True).clean(meter(50, 50, look("en"))) == "#####..... 50%"


def test_why_rows_were_skipped_stands_together_with_the_commonest_first():
    told = list(whole_meter(90, {"target missing": 2, "due date missing": 8}, look("en")))
    assert told == [
        "█████████· 90%  90 judged, 10 skipped",
        "               8  due date missing",
        "               2  target missing",
    ]


def test_why_a_rule_is_blind_is_told_once_for_its_units_in_the_readers_language():
    said = {"vi": "nguồn a: tiêu đề “X” không còn", "en": "feed a: the heading “X” is gone"}
    rows = [HealthRow("late", unit, "blind", said["en"], None, said=said) for unit in ("H1", "H2")]
    rows += [HealthRow("late", "H3", "ill", "took longer than 20 s", None), HealthRow("late", "H4", "ok", "", None)]
    assert list(why_blind(rows, look("vi"))) == [
        "◌ mù ở 2 đơn vị: nguồn a: tiêu đề “X” không còn",
        "✗ lỗi ở 1 đơn vị: chạy quá 20 giây",
    ]


def test_a_changed_meter_costs_no_more_than_any_changed_row(project, writer):
    with Terminal(project, language="vi") as terminal:
        terminal.until("17:00").press(":rules\r").until("12.431")
        terminal.settle(1.2)
        terminal.count = 0
        with transaction(writer.connection):
            writer.connection.execute("UPDATE health SET judged = 1, health = 'ok' WHERE rule = 'late-by-field'")
        terminal.until(" 0 % ")
        assert 0 < terminal.count <= 220


def test_a_record_shows_a_column_of_the_projects_own_by_its_label():
    row = EvidenceRow(
        "H14.1|1",
        "inbox/a.csv",
        cells=(("field", "Đất đai"), ("poor_household", True), ("visited_at", synthetic.NOW), ("weight", 2.5)),
        labels={"poor_household": {"vi": "Hộ nghèo"}, "visited_at": {"vi": "Ngày thăm", "en": "Visited"}},
    )
    assert list(RecordPage(row).delivered(look("vi")))[3:] == [
        ("Tên lĩnh vực", "Đất đai"),
        ("Hộ nghèo", "có"),
        ("Ngày thăm", "31/03/2025 10:00"),
        ("weight", "2,5"),
    ]
    assert [name for name, _ in RecordPage(row).delivered(look("en"))][-3:] == ["poor household", "Visited", "weight"]
