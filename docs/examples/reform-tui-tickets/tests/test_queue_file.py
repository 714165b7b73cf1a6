"""The reader of the queue machine's file: whole, unfinished, and not what it says."""

from pathlib import Path

import pytest
from reform_tui_tickets.queue_file import QUEUE_FILE

from reform_tui.sdk import FeedError, FileIncompleteError

SAMPLE = Path(__file__).parents[1] / "project/inbox/tickets/2025-03-05.que"


def test_a_ticket_is_a_row_with_the_number_of_its_first_line():
    content = SAMPLE.read_bytes()
    assert QUEUE_FILE.recognise(content[:4096], "anything")
    table = QUEUE_FILE.read(content, "one.que")[""]
    assert table["row"].to_pylist() == [1, 2, 8, 14, 18]
    assert [table[str(at)][1].as_py() for at in range(6)] == [
        *("H14.36", "20250305-A001", "H14.36-250305-0001", "05/03/2025 07:32", "05/03/2025 08:40", "Nông Thị Hoa")
    ]
    assert table["4"][3].as_py() == "", "nobody called this one"


def test_a_file_without_its_end_waits():
    whole = SAMPLE.read_bytes()
    for length in (len(b"QUEUE 1 H14.36\n"), len(whole) // 2, len(whole) - len(b"END 4\n")):
        with pytest.raises(FileIncompleteError, match="has not arrived whole"):
            QUEUE_FILE.read(whole[:length], "one.que")


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"QUEUE 1 X\nEND 2\n", "END says 2 tickets, but there are 0"), (b"QUEUE 1 \xff\nEND 0\n", "is not UTF-8")],
)
def test_a_file_that_is_wrong_says_why(content, why):
    with pytest.raises(FeedError, match=why):
        QUEUE_FILE.read(content, "one.que")
