"""Any terminal: each gets the colours, letters and escape sequences that it has, and no others."""

import re

import pytest
from terminal import Terminal
from test_hostile import OURS

from reform_tui.console.terminal import terminal_of

MATRIX = {
    "truecolor": ({}, "5"),
    "256": ({"COLORTERM": ""}, "5"),
    "putty": ({"TERM": "xterm", "COLORTERM": ""}, ""),
    "screen": ({"TERM": "screen", "COLORTERM": ""}, ""),
    "screen-256": ({"TERM": "screen-256color", "COLORTERM": ""}, "5"),
    "linux": ({"TERM": "linux", "COLORTERM": ""}, ""),
}
"""What the environment says, and which kind of colours themes may use beside the sixteen."""
MOUSE = (b"\x1b[?1000h", b"\x1b[?1002h", b"\x1b[?1003h", b"\x1b[?1006h", b"\x1b[?1015h")
KEYS = ("j\r", "\r", ":rules\r", "T", "T", "T", "T", "?")
_STYLE = re.compile(rb"\x1b\[([0-9;]*)m")
_COLOUR = re.compile(rb"(?:^|;)([34])8;(\d)|(?:^|;)(?:3[0-7]|4[0-7]|9[0-7]|10[0-7])(?=;|$)")


def walked(terminal, keys=KEYS):
    """All bytes of a walk through screens and themes, to the end of the process."""
    terminal.until("17:00 engine running")
    seen = terminal.log
    for key in keys:
        terminal.press(key).changed()
        seen += terminal.log
    terminal.press("q")
    assert terminal.ended() == 0
    while terminal.read(0.1):
        pass
    return seen + terminal.log


def styles(log):
    return [found[1] for found in _STYLE.finditer(log)]


@pytest.mark.parametrize("name", MATRIX)
def test_a_terminal_gets_what_it_has(project, name):
    environment, kind = MATRIX[name]
    with Terminal(project, **environment) as terminal:
        log = walked(terminal)
    many = {found[2].decode() for style in styles(log) for found in _COLOUR.finditer(style) if found[1]}
    assert many == set(kind)
    assert not any(one in log for one in MOUSE)
    left = OURS.sub(b"", log).decode().replace("\r\n", "").replace("\r", "")
    assert left.isprintable(), sorted({c for c in left if not c.isprintable()})
    assert left.isascii() == (name == "linux")
    assert not re.search(rb";?10[0-7]m", log)


@pytest.mark.parametrize("environment", [{}, {"TERM": "linux"}, {"REFORM_TUI_THEME": "light"}])
def test_no_colour_at_all_where_none_is_wanted(project, environment):
    with Terminal(project, NO_COLOR="1", **environment) as terminal:
        log = walked(terminal, ("j\r", "T"))
    assert b"NO_COLOR" in log
    assert not [style for style in styles(log) if _COLOUR.search(style)]
    assert b"\x1b[7m" in log


def test_an_empty_no_color_says_nothing(project):
    with Terminal(project, NO_COLOR="") as terminal:
        assert [style for style in styles(terminal.until("engine running").log) if _COLOUR.search(style)]


@pytest.mark.parametrize(
    ("end", "home", "down"),
    [("\x1b[4~", "\x1b[1~", "\x1b[B"), ("\x1b[F", "\x1b[H", "\x1bOB"), ("\x1bOF", "\x1bOH", "j")],
)
def test_keys_as_putty_screen_and_xterm_send_them(project, end, home, down):
    with Terminal(project, TERM="xterm", COLORTERM="") as terminal:
        terminal.until("engine running").press(end).changed()
        assert terminal.screen.buffer[9][0].reverse
        terminal.press(home).changed()
        assert terminal.screen.buffer[2][0].reverse
        terminal.press(down).changed()
        assert terminal.screen.buffer[3][0].reverse


def test_the_screen_of_the_machine_is_left_clean(project):
    with Terminal(project, TERM="linux") as terminal:
        terminal.until("engine running").press("q").ended()
        assert terminal.text.strip() == ""


def test_a_terminal_that_cannot_place_text_is_told(project):
    with Terminal(project, TERM="dumb") as terminal:
        assert terminal.ended() != 0
        assert "cannot place text" in terminal.text


@pytest.mark.parametrize("locale", ["C", "vi_VN.TCVN"])
def test_ascii_in_a_locale_that_is_not_utf8(project, locale):
    with Terminal(project, language="vi", LC_ALL=locale) as terminal:
        assert terminal.until("17:00 may chay").log.isascii()
        terminal.press("C").until("máy chạy").press("C").until("may chay")


@pytest.mark.parametrize(
    ("environment", "encoding", "utf8"),
    [
        ({}, "utf-8", True),
        ({}, "ascii", False),
        ({"LANG": "vi_VN.UTF-8"}, "utf-8", True),
        ({"LANG": "vi_VN"}, "utf-8", True),
        ({"LANG": "vi_VN.TCVN"}, "utf-8", False),
        ({"LANG": "C"}, "utf-8", False),
        ({"LC_ALL": "C.utf8", "LANG": "C"}, "utf-8", True),
        ({"LANG": "de_DE.ISO-8859-15@euro"}, "utf-8", False),
        ({"LANG": "vi_VN.UTF-8", "TERM": "linux"}, "utf-8", False),
    ],
)
def test_the_locale_says_whether_letters_have_marks(environment, encoding, utf8):
    assert terminal_of(environment, encoding).utf8 is utf8


@pytest.mark.parametrize(
    ("environment", "colours"),
    [
        ({"TERM": "xterm"}, 16),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, 256),
        ({"TERM": "tmux-256color"}, 256),
        ({"TERM": "xterm-kitty"}, 256),
        ({"TERM": "linux", "COLORTERM": "truecolor"}, 16),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, 0),
        ({}, 16),
    ],
)
def test_how_many_colours_there_are(environment, colours):
    assert terminal_of(environment, "utf-8").colours == colours
