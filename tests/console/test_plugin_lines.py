"""Plugins that are out, as a screen tells them."""

from __future__ import annotations

from datetime import UTC

import pytest
import synthetic

from reform_tui.board import Board
from reform_tui.console.look import Look
from reform_tui.console.paint import Ink
from reform_tui.console.plugin_lines import sentences
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
