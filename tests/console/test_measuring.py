"""At start the terminal is asked how wide a letter with two marks is; whoever does not answer is not waited for."""

from terminal import Terminal

from reform_tui.console.driver import MEASURE
from reform_tui.console.memory import Left, Memory, keep, place_of

TOLD = "letters with marks come apart: in PuTTY set Window, Translation to UTF-8"


def test_a_terminal_that_draws_utf8_is_asked_once_and_nothing_stays_of_it(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press("?").until("PgUp").press("\x1b").until("Overdue")
        assert "ế" not in terminal.text
        assert TOLD not in terminal.text
    with Terminal(project) as terminal:
        log = terminal.until("engine running").log
        assert log.count(MEASURE.encode()) == 1
        assert log.index(MEASURE.encode()) < log.index("▲".encode())


def test_one_that_does_not_is_told_how_to_and_gets_letters_without_marks(project):
    with Terminal(project, utf8=False) as terminal:
        terminal.until(TOLD).until("Phuong Thuc Phan")
        assert terminal.text.isascii()
        assert terminal.press("j").until("Esc back").log.isascii()
    with Terminal(project, language="vi", utf8=False) as terminal:
        terminal.until("chu co dau bi vo: trong PuTTY dat Window, Translation la UTF-8")


def test_who_wants_utf8_is_not_asked(project):
    keep(project / "home" / "reform-tui" / place_of(project).name, Memory(screens=(Left("today"),), charset="utf8"))
    with Terminal(project) as terminal:
        assert MEASURE.encode() not in terminal.until("engine running").log


def test_one_that_does_not_answer_shows_the_screen_all_the_same(project):
    with Terminal(project) as terminal:
        terminal.answering = False
        terminal.until("engine running").answer()
        assert terminal.settle(0.3).text.count("Overdue") == 1
        assert TOLD not in terminal.text


def test_where_letters_have_no_marks_nothing_is_asked(project):
    with Terminal(project, narrow=True, utf8=False) as terminal:
        assert TOLD not in terminal.until("engine running").settle(0.3).text
