"""At most one frame on its way; a slow line is said, a cut one ends the process, and q is quick."""

import os
import signal
from time import monotonic

import pytest
from terminal import Terminal

QUESTION = b"\x1b[6n"


@pytest.fixture
def terminal(project):
    with Terminal(project) as terminal:
        yield terminal.until("engine running")


def test_no_frame_follows_before_the_last_one_was_drawn(terminal):
    terminal.answering = False
    terminal.press("j").changed()
    assert terminal.log.count(QUESTION) == 1
    terminal.press("jjj").settle(0.8)
    assert terminal.log == b""
    terminal.answer()
    terminal.changed()
    assert terminal.log.count(QUESTION) == 1
    assert terminal.screen.buffer[6][0].reverse


def test_a_late_answer_is_told_as_a_slow_link(terminal):
    terminal.answering = False
    terminal.press("j").changed()
    terminal.settle(0.8)
    terminal.answer()
    terminal.until("SLOW LINK")
    terminal.press("k").changed()
    terminal.settle(1.5)
    assert "SLOW LINK" not in terminal.text


def test_without_an_answer_the_next_frame_goes_after_two_seconds(terminal):
    terminal.answering = False
    terminal.press("j").changed()
    terminal.press("\r")
    began = monotonic()
    terminal.until("H14.36")
    assert 1.0 < monotonic() - began < 4.0


def test_a_terminal_that_never_answers_is_not_waited_for(project):
    with Terminal(project) as terminal:
        terminal.answering = False
        terminal.until("engine running")
        terminal.settle(2.5)
        assert terminal.press("j").changed().log.count(QUESTION) == 0
        assert terminal.count > 0


@pytest.mark.parametrize(("keys", "code"), [("q", 0), ("\x03", 0), (":quit\r", 0)])
def test_quitting_is_quick(terminal, keys, code):
    began = monotonic()
    terminal.press(keys)
    assert terminal.ended() == code
    assert monotonic() - began < 1.5
    assert terminal.log.rstrip().endswith(b"\x1b[?1004l")


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGHUP, 129), (signal.SIGTERM, 130), (signal.SIGINT, 130)])
def test_signals_end_it_at_once(terminal, sent, code):
    began = monotonic()
    os.kill(terminal.pid, sent)
    assert terminal.ended() == code
    assert monotonic() - began < 1.5


def test_a_lost_terminal_ends_it_at_once(terminal):
    began = monotonic()
    terminal.hang_up()
    assert terminal.ended() in (129, -signal.SIGHUP)
    assert monotonic() - began < 1.5
