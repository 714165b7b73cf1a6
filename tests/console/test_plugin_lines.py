"""Plugins that are out, as a screen tells them."""

from __future__ import annotations

from datetime import UTC

import pytest
import synthetic

from reform_tui.board.board import Board
from reform_tui.console.frame import status
from reform_tui.console.look import Look
from reform_tui.console.paint import Ink
from reform_tui.console.screens.plugin_lines import sentences
from reform_tui.language import Language
from reform_tui.store.plugins_seen import PluginSeen

OUT = Board(
    plugins=(
        PluginSeen("/p/a.py", "a", "plugins/a.py", "", "refused", faults=("plugins/a.py: run chmod o-w a.py",)),
        PluginSeen("/p/b.py", "b", "plugins/b.py", "", "failed", faults=("plugins/b.py: one", "plugins/b.py: two")),
        PluginSeen("/p/c.py", "c", "plugins/c.py", "", "off", faults=("plugins/c.py: left out by --only",)),
        PluginSeen("/p/d.py", "d", "plugins/d.py", "", "off", faults=("plugins/d.py: left out by --only",)),
    ),
    left_out=("feeds/tasks.toml: left out: no plugin offers the schema 'tasks'",),
)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "en",
            (
                "plugin refused: plugins/a.py: run chmod o-w a.py",
                "plugin failed: plugins/b.py: one",
                "plugin failed: plugins/b.py: two",
                "plugins left out by an option: c, d",
                "feed left out: feeds/tasks.toml: left out: no plugin offers the schema 'tasks'",
            ),
        ),
        (
            "vi",
            (
                "từ chối plugin: plugins/a.py: run chmod o-w a.py",
                "plugin bị lỗi: plugins/b.py: one",
                "plugin bị lỗi: plugins/b.py: two",
                "plugin bị bỏ ra theo tùy chọn: c, d",
                "nguồn bị bỏ ra: feeds/tasks.toml: left out: no plugin offers the schema 'tasks'",
            ),
        ),
    ],
)
def test_each_fault_is_a_line_and_what_an_option_left_out_is_one(code, said):
    look = Look(Language(code), UTC, synthetic.NOW, Ink())
    assert tuple(sentences(OUT, look)) == said
    assert tuple(sentences(Board(), look)) == ()


def test_a_row_of_a_reference_table_is_told_in_the_language_of_the_screen():
    fault = "reference/targets.csv: row 2, target: 9 is no number from 0 to 1; write a share such as 0.85 or 85 %"
    look = Look(Language("vi"), UTC, synthetic.NOW, Ink())
    [said] = sentences(Board(left_out=(fault,)), look)
    assert said.startswith("reference/targets.csv: dòng 2, cột target: 9 không nằm từ 0 đến 1; hãy ghi")


def test_the_last_line_says_that_a_table_could_not_be_read():
    look = Look(Language("en"), UTC, synthetic.NOW, Ink())
    why = "cannot be read: the file is empty; copy it here once more; until then the project has no such table"
    for fault, unread in ((f"reference/units.csv: {why}", True), ("reference/units.csv: row 2: x", False)):
        [(text, style)] = status(Board(left_out=(fault,), engine="running"), look, 200, slow=False)
        assert ("REFERENCE TABLE UNREAD, see :rules" in text) is unread, fault
        assert (style == "warning") is unread
