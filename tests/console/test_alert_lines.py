"""Lines of thousands of alerts: nothing is made that is not shown, and words to seek in are made once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from reform_tui.board.board import AlertRow, Board, RuleRow, UnitRow
from reform_tui.console.alert_lines import CELLS, AlertLine, AlertsTold, KeptWords
from reform_tui.console.look import Look
from reform_tui.console.paint import Ink
from reform_tui.console.screens.alerts import AlertsPage
from reform_tui.console.sorting import Sort, ordered
from reform_tui.console.table import narrowed
from reform_tui.language import Language
from reform_tui.model.silence import Silence

NOW = datetime(2025, 3, 31, 10, tzinfo=UTC)
LOOK = Look(Language("vi"), UTC, NOW, Ink())
RULE = RuleRow("late", "overdue_by_field", {"vi": "Quá hạn"}, {"late": {"vi": "{count}/{of} hồ sơ quá hạn ({share})"}})


def alert(number, **more):
    told = {
        "severity": "warning" if number % 3 else "critical",
        "state": "firing",
        "since": NOW - timedelta(hours=number),
        "count": 1 + number * 7 % 40,
        "of": 50,
        "note": "",
    } | more
    return AlertRow(f"{number:04}", "late", "overdue_by_field", f"H14.{number % 4}", f"Lĩnh vực {number % 5}", "2025-Q1",
                    value=None, threshold={}, template="late", facts={}, **told)  # fmt: skip


def board(*alerts):
    units = {f"H14.{n}": UnitRow(f"H14.{n}", ("Thục Phán", "Đàm Thủy", "Minh Tâm", "")[n], "commune") for n in range(4)}
    contacts = {"H14.0": "Bà Mẫu 0206 000 000"}
    return Board(alerts={one.id: one for one in alerts}, units=units, rules={"late": RULE}, contacts=contacts)


def lines(told, kept, look=LOOK):
    kept.fit(told, look)
    return [AlertLine(one, AlertsTold(told, look, kept, of_unit=False)) for one in told.worst_first]


def test_each_column_orders_as_its_cells_read():
    told, kept = board(*(alert(n) for n in range(60))), KeptWords()
    columns = AlertsPage().columns(LOOK)
    assert len(columns) == CELLS == len(lines(told, kept)[0].cells)

    def found(at):
        return [line.alert for line in ordered(lines(told, kept), columns, Sort(columns[at].head), LOOK.language)]

    assert [one.severity for one in found(0)] == ["warning"] * 40 + ["critical"] * 20
    assert [one.count for one in found(1)] == sorted(one.count for one in told.alerts.values())
    assert found(2) == found(1)
    assert [one.since for one in found(3)] == sorted((one.since for one in told.alerts.values()), reverse=True)
    shown = [line.cells[-1] for line in ordered(lines(told, kept), columns, Sort(columns[-1].head), LOOK.language)]
    assert [text.split(" · ")[0] for text in shown] == ["Đàm Thủy"] * 15 + ["H14.3"] * 15 + ["Minh Tâm"] * 15 + [
        "Thục Phán"
    ] * 15
    assert [line.cells[8] for line in ordered(lines(told, kept), columns, Sort(columns[8].head), LOOK.language)] == [
        "Bà Mẫu 0206 000 000"
    ] * 15 + [""] * 45


def test_a_filter_finds_what_is_said_and_called_and_noted():
    noted = alert(1, note="đã gọi", state="acknowledged")
    quiet = alert(2, silence=Silence("late", "lan", "bận", NOW + timedelta(days=1)))
    told, kept = board(alert(0), noted, quiet), KeptWords()

    def found(needle):
        return [line.key for line in narrowed(lines(told, kept), needle)]

    assert found("thuc phan nguy cap") == ["0000"]
    assert found("da goi") == found("DAM THUY qua han") == ["0001"]
    assert found("minh tam") == ["0002"]
    assert found("H14.1 linh vuc 1 2025-q1 late commune") == []  # a level is sought by its word
    assert found("0206") == ["0000"]
    assert found("khong co") == []


def test_words_are_made_once_and_again_when_what_they_say_is_another():
    first, kept = board(*(alert(n) for n in range(20))), KeptWords()
    assert lines(first, kept)[0].cells
    assert kept.words == {}, "a list that is shown makes no words"
    assert not kept.make(iter(first.worst_first), first, LOOK, 60)
    made = {line.key: line.text for line in lines(first, kept)}
    changed = replace(first.alerts["0007"], count=49)
    later = replace(first, alerts={key: one for key, one in first.alerts.items() if key != "0003"} | {"0007": changed})
    again = {line.key: line.text for line in lines(later, kept)}
    assert {key for key, text in again.items() if text is not made[key]} == {"0007"}
    assert "49/50" in again["0007"]
    assert "0003" not in kept.words
    renamed = replace(later, rules={"late": replace(RULE, names={"vi": "Trễ"})})
    assert all("\ntre\n" in line.text for line in lines(renamed, kept))
    assert all("\nlate\n" in line.text for line in lines(later, kept, replace(LOOK, language=Language("en"))))


def test_words_are_made_a_little_at_a_time():
    told, kept = board(*(alert(n) for n in range(20))), KeptWords()
    lines(told, kept)
    rest = iter(told.worst_first)
    assert kept.make(rest, told, LOOK, 0)
    assert len(kept.words) == 1
    assert not kept.make(rest, told, LOOK, 60)
    assert len(kept.words) == 20


def test_a_line_is_toned_by_its_severity_unless_it_is_silenced():
    quiet = alert(3, silence=Silence("late", "lan", "bận", NOW + timedelta(days=1)))
    told = board(alert(0), quiet)
    shown = lines(told, KeptWords())
    assert [(line.key, line.tone, line.still) for line in shown] == [
        ("0000", "critical", False),
        ("0003", "dim", False),
    ]
    assert shown[1].cells[-1].startswith("tạm lặng đến 01/04 · ")
