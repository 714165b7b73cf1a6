"""Enter on a unit's figure: the rows that it counts and those missing, as many as the figure says, or why there are none."""

from __future__ import annotations

import os
import shutil

import pytest
import synthetic
from terminal import Terminal
from test_screens import SHAPES, STATUS, same_as_golden

from reform_tui.assemble import assembled, running, take_all

HEADINGS = "Số hồ sơ;Lĩnh vực;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Hình thức nộp;Số điện thoại"
ROWS = (
    "H14.36-250301-0001;Đất đai;01/03/2025 08:00:00;11/03/2025 17:00:00;;Trực tuyến;0912345678",
    "H14.36-250301-0002;Đất đai;01/03/2025 08:00:00;12/03/2025 17:00:00;;Trực tiếp;0912345679",
    "H14.36-250301-0003;Hộ tịch;01/03/2025 08:00:00;13/03/2025 17:00:00;10/03/2025 09:00:00;Trực tuyến;0912345670",
)
FILES = {
    "reform.toml": 'name = "Lines"\nprovince = "H14"\nlanguage = "en"\nperiod = "quarter"\nworkers = 1\n',
    "feeds/one-stop.toml": 'schema = "records"\nfolder = "inbox/one-stop"\n',
    "rules/ours.toml": (
        '[indicator.online]\ncount = "online_submission"\n[indicator.accounts]\ncount = "staff_with_account"\n'
    ),
    "reference/staff.csv": "unit,name,class,account\nH14.36,Nguyễn Thị Mẫu,officer,mau\n",
    "inbox/one-stop/a.csv": "\n".join((HEADINGS, *ROWS, "")),
}


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """A project whose engine counted two figures of one unit."""
    root = tmp_path_factory.mktemp("counted")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
        os.utime(root / path, (synthetic.NOW.timestamp(),) * 2)
    with assembled(root) as parts, running(parts, root / "state", synthetic.NOW) as engine:
        engine.step(take_all(engine, synthetic.NOW)[1].units, synthetic.NOW)
    synthetic.beat(root)
    return root


def shown(terminal):
    """What stands on the screen, without runs of spaces."""
    return [" ".join(line.split()) for line in terminal.text.splitlines()]


def test_the_list_is_as_long_as_the_figure_and_a_line_opens_its_row_with_people_masked(counted):
    with Terminal(counted, language="en", height=34) as terminal:
        terminal.until(STATUS["en"])
        terminal.press(":indicator online\r").until("66.67%").press("\r").until("✗ no")
        lines = shown(terminal)
        assert "2/3 = 66.67% › H14.36" in lines[0]
        assert "1–3/3" in lines[0]
        assert [line.split()[:3] for line in lines[2:5]] == [
            ["✗", "no", "H14.36-250301-0002"],
            ["✓", "yes", "H14.36-250301-0001"],
            ["✓", "yes", "H14.36-250301-0003"],
        ]
        assert "3 · a.csv" in lines[2]
        terminal.press("\r").until("******79")
        assert "0912345679" not in terminal.text


def test_a_figure_that_no_row_carries_says_why_and_stays_where_it_was(counted):
    with Terminal(counted, language="vi") as terminal:
        terminal.until(STATUS["vi"])
        terminal.press(":indicator accounts\r").until("100,00 %").press("\r").until("không có danh sách")
        assert "số này đếm dòng của bảng tham chiếu, xem reference/" in terminal.text
        assert "100,00 %" in terminal.text


@pytest.mark.parametrize(("language", "size", "prefix"), SHAPES)
def test_the_list_as_people_see_it(counted, language, size, prefix):
    shutil.rmtree(counted / "home", ignore_errors=True)
    with Terminal(counted, language=language, **size) as terminal:
        terminal.until(STATUS[language]).press(":indicator online\r").until("66").press("\r").until("1–3/3")
        same_as_golden(f"{prefix}-figure", terminal.text)
