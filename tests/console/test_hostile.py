"""P9 on the screen: text from files is only text, wherever it is shown."""

import re

import pytest
import synthetic
from terminal import Terminal

from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.store import open_store

HOSTILE = [
    "\x1b[2J\x1b[31mred\x1b]0;t\x07\x9b31m\x1bP1$r\x1b\\", "[bold red]x[/] [@click=app.quit] {count} {0} %s",
    "a\rb\nc\td\x00\x08\u200b\ufeff\u2028\u202egnp\u2066\ue000", "漢字" * 60 + "e\u0301" * 9,
]  # fmt: skip
OURS = re.compile(rb"\x1b\[\d+;\d+H|\x1b\[[0-9;]*m|\x1b\[\?\d+[hl]|\x1b\[6n|\x1b\[[KJ]")


@pytest.fixture(params=range(len(HOSTILE)), ids=[repr(text)[:20] for text in HOSTILE])
def hostile(project, request):
    text = HOSTILE[request.param]
    store = open_store(Layout(project / "state"), BUILT_IN)
    with transaction(store.connection):
        run = store.connection.execute
        run("UPDATE units SET name = ? WHERE unit = 'H14.36'", (text,))
        run("UPDATE arrivals SET path = ?, sheet = ?, reason = ?", (text, text, text))
        run("UPDATE waiting SET reason = ?", (text,))
        run("UPDATE health SET reason = ?, skipped = json_object(?, 3)", (text, text))
        run("UPDATE rules SET names = json_object('vi', ?, 'en', ?)", (text, text))
        run("UPDATE alerts SET note = ?, taken_by = ?", (text, text))
        synthetic.alert(
            store,
            "late-by-field",
            "H14.36",
            text,
            "critical",
            130,
            132,
            facts={"oldest_due": text, text: text},
            evidence=synthetic.KEYS,
        )
    store.close()
    with Terminal(project) as terminal:
        yield terminal.until("17:00 engine running")


def test_nothing_from_a_file_reaches_the_terminal(hostile):
    seen = [hostile.log]
    for keys in ("\r", "\r", "G", "\r", ":feeds\r", "j\r", "\r", ":rules\r", "\r", ":alerts\r", "/a", "\r"):
        hostile.press(keys).settle(0.12)
        assert "17:00 engine running" in hostile.text
        seen.append(hostile.log)
    left = OURS.sub(b"", b"".join(seen)).decode().replace("\r\n", "")
    assert left.isprintable(), sorted({c for c in left if not c.isprintable()})
