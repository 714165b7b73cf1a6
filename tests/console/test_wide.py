"""What wider screens gain: columns, a pane beside alerts, sums of levels; as text at 200x50."""

from datetime import UTC, datetime, timedelta

import pytest
import synthetic
from terminal import Terminal
from test_screens import STATUS, same_as_golden

from reform_tui.board.board import Board
from reform_tui.board.standing import Standing, read_standings
from reform_tui.console.look import Look
from reform_tui.console.paint import Ink
from reform_tui.console.screens.spark import spark
from reform_tui.console.screens.totals import rows_of
from reform_tui.language import Language
from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.store import open_store

WALK = [
    ("units", "", "Σ"),
    ("unit", "j\r", "H14.36"),
    ("alerts", ":alerts\r", "Xã Nguyễn Huệ"),
    ("feeds", ":feeds\rj", "34"),
    ("rules", ":rules\r", "12"),
    ("indicators", ":indicators\r", "2025-Q1"),
]


@pytest.fixture
def known(project):
    """The project with a history of rates, ranks, contacts and something due soon."""
    store = open_store(Layout(project / "state"), BUILT_IN)
    with transaction(store.connection):
        figures = [("online", "H14.36", f"2024-Q{n}", share, 100) for n, share in enumerate((40, 52, 61, 58), 1)]
        figures += [("rank-service", "H14.36", "2024-Q4", 9, 56), ("rank-service", "H14.36", "2025-Q1", 12, 56)]
        store.connection.executemany("INSERT INTO indicators VALUES (?, ?, 'commune', ?, ?, ?, 0.7)", figures)
        contacts = [("Chị Mẫu, 0206 000 001", "H14.36"), ("Anh Thử, 0206 000 002", "H14.40")]
        store.connection.executemany("UPDATE units SET contact = ? WHERE unit = ?", contacts)
        for unit, due in (("H14.36", "2025-04-02"), ("H14.60", "2025-04-01T17:00:00+07:00")):
            synthetic.alert(store, "due-soon", unit, "Đất đai", "warning", 3, 9, facts={"first_due": due})
        store.connection.execute("DELETE FROM alerts WHERE rule = 'due-soon' AND unit = 'H14.36'")
        synthetic.alert(
            store, "proxy-online", "H14.36", "online", "warning", 2_457, 24_558, template="rate",
            facts={"low": 58.117, "high": 64.005, "reported": 71.12, "first_due": "2025-04-02"},
        )  # fmt: skip
    yield project, store.connection
    store.close()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_wide_screens(known, language):
    with Terminal(known[0], language=language, width=200, height=50) as terminal:
        terminal.until(STATUS[language])
        seen = {name: terminal.press(keys).until(text).text if keys else terminal.text for name, keys, text in WALK}
    for name, text in seen.items():
        same_as_golden(f"{language}-wide-{name}", text)


def test_units_by_time_to_breach_on_any_width(known):
    with Terminal(known[0]) as terminal:
        terminal.until("engine running").press(">>>>>>>").until("↑Due")
        units = [line for line in terminal.text.splitlines() if "/04" in line and ":" not in line]
        assert [line.split("/04")[0][-2:] for line in units] == ["01", "02"]
        assert "Xã Minh" in units[0]


def test_a_standing_is_a_history_and_a_rank(known):
    found = read_standings(known[1], "online")
    assert found["H14.36"] == Standing((0.40, 0.52, 0.61, 0.58, 24_558 / 34_530), 12, 56, -3)
    assert found["H14.40"] == Standing((38 / 124,))
    assert "H14.12" not in found


@pytest.mark.parametrize(
    ("values", "bars"),
    [((), ""), ((0.5,), ""), ((0.5, 0.5), "▄▄"), ((0.0, 0.5, 1.0), "▁▅█"), (tuple(range(20)), "▁▂▃▄▅▆▇█")],
)
def test_a_trend_is_drawn_between_its_least_and_its_most(values, bars):
    assert spark(values, ascii=False) == bars
    assert len(spark(values, ascii=True)) == len(bars)
    assert spark(values, ascii=True).isascii()


def test_sums_are_of_numerators_and_levels_without_units_have_none(known):
    from reform_tui.board.reading import read_board  # noqa: PLC0415 - beside the only test that reads one

    look = Look(Language("vi"), UTC, datetime(2025, 3, 31, tzinfo=UTC), Ink())
    board = read_board(known[1], synthetic.NOW + timedelta(hours=1))
    rows = list(rows_of(board, look, 12, levels=True))
    assert [row.key for row in rows] == ["province", "all province", "all commune"]
    assert [len(row.cells) for row in rows] == [12] * 3
    whole = (24_558 + 38 + 2_081) / (34_530 + 124 + 2_112)
    assert rows[0].cells[1:4] == ("1.024", "▲2 ●2", look.language.percent(whole))
    assert rows[0].cells[-1] == "toàn tỉnh (8)"
    assert next(iter(rows_of(Board(), look, 12, levels=False))).cells[1] == "0"
