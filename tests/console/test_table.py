"""The table without a terminal: where the cursor stays, what fits, what is narrowed."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reform_tui.console.frame import asking
from reform_tui.console.look import Look
from reform_tui.console.paint import Ink, cut, differing, wrapped
from reform_tui.console.prompt import LONGEST, Prompt
from reform_tui.console.table import Column, Row, Table, narrowed
from reform_tui.language import Language

COLUMNS = (Column("No", 4, right=True), Column("Name"))
ROWS = tuple(Row(f"k{i}", (str(i), f"Xã số {i}")) for i in range(50))
LOOK = Look(Language("en"), UTC, datetime(2025, 3, 31, tzinfo=UTC), Ink())


def table(rows=ROWS, height=10):
    return Table().showing(COLUMNS, rows, height)


def test_a_row_above_moves_neither_the_cursor_nor_its_line():
    here = table().moved(25)
    later = here.showing(COLUMNS, (Row("new", ("0", "new")), *ROWS), 10)
    assert later.key == here.key
    assert later.cursor - later.top == here.cursor - here.top


def test_the_cursor_stays_in_place_when_its_row_goes():
    here = table().moved(7)
    later = here.showing(COLUMNS, [row for row in ROWS if row.key != "k7"], 10)
    assert later.key == "k8"
    assert here.showing(COLUMNS, (), 10).key == ""


def test_leaving_the_window_turns_half_a_page():
    here = table().moved(9)
    assert here.top == 0
    assert here.moved(1).top == 5
    assert here.moved(1).moved(-6).top == 0


@given(
    st.lists(st.sampled_from(["up", "down", "page_up", "page_down", "first", "last", "left", "right"])),
    st.integers(0, 40),
)
def test_the_cursor_is_always_in_the_window(acts, count):
    here = table(ROWS[:count])
    for act in acts:
        here = here.after(act) or here
        assert 0 <= here.cursor < max(count, 1)
        assert here.top <= here.cursor < here.top + here.height
        assert here.row in (*here.window, None)


def test_other_keys_move_nothing():
    assert table().after("open") is None


def test_a_filter_needs_no_tone_marks_and_finds_every_word():
    rows = (Row("a", ("Đất đai",), search="H14.36"), Row("b", ("Hộ tịch",)))
    assert [row.key for row in narrowed(rows, "dat DAI h14")] == ["a"]
    assert narrowed(rows, "  ") == rows
    assert narrowed(rows, "dat tich") == ()


def test_lines_are_as_wide_as_the_screen_and_two_styles_at_most():
    rows = (
        Row("a", ("1", "Phường Thục Phán " * 9), "critical"),
        Row("b", ("2", "漢字" * 40), "critical"),
        Row("c", ("one cell" * 20,)),
    )
    for line in table(rows).lines(40, Ink()):
        assert sum(cell_len(text) for text, _ in line) == 40
        assert len(line) <= 2


def test_panning_shows_what_did_not_fit():
    rows = (Row("a", ("1", "0123456789abcdefghij")),)
    assert table(rows).panned(10).lines(15, Ink())[0][0][0] == "   1 abcdefghij"
    assert table(rows).panned(-10).pan == 0


@given(st.text(max_size=60), st.integers(0, 30), st.booleans())
def test_fitted_text_has_its_width_and_nothing_that_acts(text, width, narrow):
    fitted = Ink(ascii=narrow).fit(text, width)
    assert cell_len(fitted) == width
    assert fitted.isprintable()
    assert fitted.isascii() or not narrow


@given(
    st.text(alphabet=st.characters(blacklist_categories=["Cc", "Cf", "Cs", "Mn", "Me", "Zl", "Zp"]), max_size=80),
    st.integers(2, 30),
)
def test_wrapped_text_loses_no_character(text, width):
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)


def test_cut_counts_cells_not_characters():
    assert cut("漢字abc", 3) == "漢"
    assert cut("Đất đai", 3) == "Đất"


def test_what_differs_is_covered_from_the_left():
    ink = Ink()
    old, new = (list(ink.strip(((text, ""),), 20)) for text in ("abc 12 xyz", "abc 13 xyz"))
    assert differing(old, old) == 0
    assert differing(old, new) == 6
    assert differing(old, list(ink.strip((("abc", "critical"), (" 12 xyz", "")), 20))) == 3


def test_nothing_is_moved_out_of_sight():
    here = table((Row("a", ("1", "abcdefghijklmnopqrstuvwxyz")),))
    for _ in range(9):
        here = here.panned(10)
    assert here.lines(20, Ink())[0][0][0].startswith("   1 qrstuvwxyz")
    assert table().panned(10).pan == 0


def test_a_word_of_a_megabyte_is_broken_without_looking_at_its_rest_again():
    lines = wrapped("ế" * 1_000_000, 80)
    assert (len(lines), {len(line) for line in lines}) == (12_500, {80})


def test_of_a_long_line_that_is_typed_the_end_is_shown_and_only_so_much_is_taken():
    prompt = Prompt("/", str).pasted("ă" * 5_000).pasted("b")
    assert prompt.text == "ă" * LONGEST
    [(text, _)] = asking(prompt, LOOK, 80)
    assert text == "ă" * 79 + "▏"
