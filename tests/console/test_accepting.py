"""A list that shrank is accepted from the alert that says so, and from nowhere else."""

import json

import pytest
import synthetic
from terminal import Terminal

from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.store import open_store

SHA256 = "ab" * 32


@pytest.fixture
def shrunken(project):
    store = open_store(Layout(project / "state"), BUILT_IN)
    with transaction(store.connection):
        facts = {"before": 5, "open": 1, "sha256": SHA256}
        key = synthetic.alert(store, "feed.shrunken", "H14.52", "one-stop", "critical", 4, 5, facts=facts)
        store.connection.execute("""UPDATE alerts SET "check" = 'feed_shrunken' WHERE id = ?""", (key,))
    store.close()
    synthetic.beat(project)
    return project


def test_accept_writes_an_act_that_names_the_list_by_its_content(shrunken):
    with Terminal(shrunken) as terminal:
        terminal.until("engine running").press(":alerts\r/shrunken\r").until("1–1/1").press(":accept\r")
        terminal.until("with this note:").press("đúng vậy\r").until("written;")
    [path] = (shrunken / "state" / "acts").iterdir()
    act = json.loads(path.read_text("utf-8"))
    assert act["kind"] == "accept"
    assert act["body"] == {"feed": "one-stop", "sha256": SHA256, "unit": "H14.52", "note": "đúng vậy"}


def test_accept_on_anything_else_says_where_it_works(shrunken):
    with Terminal(shrunken) as terminal:
        terminal.until("engine running").press(":accept\r").until(":accept works on the alert of a list that shrank")
        terminal.press("?").until("PgUp").press("/accept\r").until(":accept")
    assert list((shrunken / "state" / "acts").iterdir()) == []
