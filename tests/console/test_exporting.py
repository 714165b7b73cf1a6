"""What is taken away from a screen: the file, what the trail is told, and plain lines for the mouse."""

import json
import stat
from datetime import UTC, datetime

import pytest
from terminal import Terminal

from reform_tui.board.board import Board
from reform_tui.console.exported import fetching, file_name, wanted, written


def acts(project):
    return [json.loads(path.read_text("utf-8")) for path in sorted((project / "state" / "acts").glob("*.json"))]


def test_a_list_as_it_stands_is_written_told_and_shown(project):
    with Terminal(project, width=100) as terminal:
        terminal.until("engine running").press("/xa\r").until("/xa").press("<").until("↑").press("e").until(
            "Enter alone"
        )
        terminal.press("csv tuan 46\r").until("scp ")
        text = terminal.text
        [path] = (project / "home/reform-tui/exports").iterdir()
        assert path.name == "tuan-46.csv"
        assert str(path) in text.replace("\n", "")
        assert f":{path}" in text.replace("\n", "")
        assert not terminal.screen.buffer[0][0].reverse
        terminal.press("x").until("Units")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = path.read_text("utf-8-sig").splitlines()
    assert lines[0] == "Cao Bằng · H14 · Units · filter: xa"
    assert lines[1:3] == ["profile province_06a", "as of export 31/03 13:00 · written 31/03/2025 17:00"]
    assert [line.rpartition(",")[2] for line in lines[4:]] == [
        "Sở Xây dựng", "Xã Đàm Thủy", "Xã Minh Tâm", "Xã Nguyễn Huệ", "Xã Quang Long",
    ]  # fmt: skip
    [act] = acts(project)
    assert act["kind"] == "export"
    assert act["body"] == {"screen": "units", "rows": 5, "file": "tuan-46.csv", "filter": "xa"}


def test_evidence_is_masked_in_the_file_as_on_the_screen(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press("j\r").until("H14.36").press("\r").until("[Sheet1]")
        terminal.press("G\x1b[A\r").until("******02").press(":export md\r").until("scp ")
    [path] = (project / "home/reform-tui/exports").iterdir()
    text = path.read_text("utf-8")
    assert "******02" in text
    assert "012345678902" not in text
    assert "Trần Thị Thử" not in text


def test_what_cannot_be_told_is_not_taken(project):
    folder = project / "state" / "acts"
    folder.rmdir()
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":export csv\r").until("state/acts is not there yet; start the engine")
    assert not (project / "home/reform-tui/exports").exists()


def test_a_wrong_form_leaves_the_line_open(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":export pdf\r").until("write csv, xlsx or md")
        assert ": export pdf" in terminal.text


def test_plain_lines_have_no_style_and_any_key_leaves_them(project):
    with Terminal(project) as terminal:
        terminal.until("engine running").press("y").until("any key goes back")
        cells = [terminal.screen.buffer[y][x] for y in range(24) for x in range(80)]
        assert {(cell.reverse, cell.fg, cell.bold) for cell in cells} == {(False, "default", False)}
        assert terminal.text.splitlines()[0].startswith("Worst")
        assert "Phường Thục Phán" in terminal.text
        terminal.press("j").until("engine running")


@pytest.mark.parametrize(
    ("typed", "found"),
    [("", ("csv", "")), ("xlsx", ("xlsx", "")), ("md tuần 46", ("md", "tuần 46")), ("csv a.csv", ("csv", "a")),
     ("pdf", None), ("csv ../x", None), ("csv .x", None), ("csv a\x1bb", None)],
)  # fmt: skip
def test_a_form_and_a_name(typed, found):
    assert wanted(typed) == found


def test_a_name_that_every_system_takes():
    moment = datetime(2025, 11, 14, 16, 32, tzinfo=UTC)
    board = Board(project="Cao Bằng")
    assert (
        file_name(board, "H14.36 Phường Thục Phán", "", "csv", moment)
        == "cao-bang-h14.36-phuong-thuc-phan-20251114-1632.csv"
    )
    assert file_name(board, "", "Tuần 46", "md", moment) == "tuan-46.md"


def test_a_file_that_is_there_stays(tmp_path):
    paths = [written(tmp_path / "new", "a.csv", content) for content in (b"1", b"2")]
    assert [(path.name, path.read_bytes()) for path in paths] == [("a.csv", b"1"), ("a-2.csv", b"2")]


def test_the_command_names_the_server_as_it_was_reached(tmp_path):
    path = tmp_path / "a b.csv"
    assert f"@10.0.0.9:{path}' ." in fetching(path, {"SSH_CONNECTION": "10.0.0.1 5000 10.0.0.9 22"})
    assert "@[fe80::9]:" in fetching(path, {"SSH_CONNECTION": "fe80::1 5000 fe80::9 22"})
    assert fetching(path, {}).startswith("scp ")
