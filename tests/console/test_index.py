"""The scores of an index set on a screen: places, moves, and whom to telephone."""

from __future__ import annotations

import os
import shutil

import pytest
import synthetic
from terminal import Terminal
from test_screens import SHAPES, STATUS, same_as_golden

from reform_tui.assemble import assembled, running, take_all

HEADINGS = "Số hồ sơ;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý"
DONE, OPEN = "10/03/2025 09:00:00", ""
ROWS = [
    f"{unit}-250301-{number:04};01/03/2025 08:00:00;11/03/2025 17:00:00;{end}"
    for unit, ends in (("H14.36", (DONE, DONE)), ("H14.40", (DONE, OPEN)), ("H14.52", (OPEN, OPEN)))
    for number, end in enumerate(ends)
]
RULES = """
[ours]
check    = "index_score"
called   = "ours"
period   = "2025-Q1"
levels   = ["commune"]
groups   = { G = { vi = "Nhóm", en = "Group" } }
warning  = { below = 90 }
critical = { below = 40 }

[[ours.version]]
name   = "2025"
from   = 2025-01-01
source = { vi = "Tỉnh", en = "Province" }
items.ENDED = { group = "G", points = 100, indicator = "ended", name = { vi = "Xong", en = "Ended" } }

[indicator.ended]
count = "resolved"
"""
FILES = {
    "reform.toml": 'name = "Lines"\nprovince = "H14"\nlanguage = "en"\nworkers = 1\n',
    "feeds/one-stop.toml": 'schema = "records"\nfolder = "inbox/one-stop"\n',
    "rules/ours.toml": RULES,
    "reference/units.csv": "unit,name,level\nH14.36,Thục Phán,commune\nH14.40,Nguyễn Huệ,commune\nH14.52,Quang Long,commune\n",
    "inbox/one-stop/a.csv": "\n".join((HEADINGS, *ROWS, "")),
}


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """A project with three units that finished all, half and none of their records."""
    root = tmp_path_factory.mktemp("scored")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
        os.utime(root / path, (synthetic.NOW.timestamp(),) * 2)
    with assembled(root) as parts, running(parts, root / "state", synthetic.NOW) as engine:
        engine.step(take_all(engine, synthetic.NOW)[1].units, synthetic.NOW)
    synthetic.beat(root)
    return root


def test_sums_then_who_is_to_telephone_then_places(scored):
    with Terminal(scored, language="en") as terminal:
        terminal.until(STATUS["en"])
        terminal.press(":index\r").until("1 units to telephone at once, 1 soon")
        lines = [" ".join(line.split()) for line in terminal.text.splitlines()[2:7]]
        assert lines == [
            "· – – 50.00 50.00 100.00 whole province",
            "· – – 50.00 50.00 100.00 commune level",
            "▲ < 40 3/3 – 0.00 0.00 100.00 Quang Long",
            "● < 90 2/3 – 50.00 50.00 100.00 Nguyễn Huệ",
            "· 1/3 – 100.00 100.00 100.00 Thục Phán",
        ]
        terminal.press("G").press("\r").until("Thục Phán")


def test_the_past_has_no_scores(scored):
    with Terminal(scored, language="en") as terminal:
        terminal.until(STATUS["en"])
        terminal.press(":at 31/3\r").until("PAST").press(":index\r").until(
            "the trail does not keep what stood here then"
        )
        assert "Thục Phán" not in terminal.text


@pytest.mark.parametrize(("language", "size", "prefix"), SHAPES)
def test_scores_as_people_see_them(scored, language, size, prefix):
    counted = {"vi": "1 đơn vị cần gọi điện ngay", "en": "1 units to telephone at once"}[language]
    shutil.rmtree(scored / "home", ignore_errors=True)
    with Terminal(scored, language=language, **size) as terminal:
        terminal.until(STATUS[language]).press(":index\r").until(counted)
        same_as_golden(f"{prefix}-index", terminal.text)
