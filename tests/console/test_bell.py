"""A bell for a new critical alert: only where somebody wants it, and only when one comes."""

import pytest
import synthetic
from terminal import Terminal

from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.store import open_store

BELL = b"\x07"


@pytest.fixture
def store(project):
    """The engine's hand on the store."""
    store = open_store(Layout(project / "state"), BUILT_IN)
    yield store
    store.close()


def come(store, severity="critical", count=9, **more):
    with transaction(store.connection):
        synthetic.alert(store, "late-by-field", "H14.60", "Đất đai", severity, count, 100, **more)


def test_off_by_default_it_costs_nothing(project, store):
    with Terminal(project) as terminal:
        terminal.until("▲ 2 ● 3").press("")
        come(store)
        assert BELL not in terminal.until("▲ 3 ● 3").log
        assert b"\x1b]2;" not in terminal.log


def test_on_it_rings_once_and_marks_the_title_until_a_key(project, store):
    with Terminal(project) as terminal:
        terminal.until("▲ 2 ● 3").press(":bell on\r").until("rings from now on").press("j").until("Esc back")
        assert BELL not in terminal.log
        come(store)
        assert terminal.until("▲ 3 ● 3").log.count(BELL) == 2  # the second one ends the title
        assert terminal.screen.title == "▲ 1 Xã Minh Tâm"
        terminal.press("k").changed()
        assert terminal.screen.title == "reform-tui"
        terminal.log = b""
        come(store, count=10)
        assert BELL not in terminal.until(" 10 ").log


def test_it_is_remembered_and_rings_for_what_became_worse_and_not_for_what_waits(project, store):
    come(store, "warning")
    with Terminal(project) as terminal:
        terminal.until("▲ 2 ● 4").press(":bell on\r").until("rings from now on").press("q").ended()
    with Terminal(project, TERM="linux") as terminal:
        terminal.until("! 2 * 4").press("")
        come(store, state="pending")
        assert BELL not in terminal.until("! 3 * 3").log
        come(store, count=11)
        assert terminal.until(" 11 ").log.count(BELL) == 1


def test_another_word_is_a_fault(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":bell loud\r").until("write one of these: :bell on, :bell off")
