"""Cases with a clock that moves and rows in files: what is read, and every exact sentence."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import tomli

from reform_tui.config.case import Place, cases_of
from reform_tui.config.rule_types import Case, Moment
from reform_tui.model.schema import BUILT_IN

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MOVES = """
[[case]]
name    = "moves"
records = [{ record_id = "1", field = "Đất đai" }]
[[case.at]]
now    = 2025-03-12T08:00:00
expect = [{ subject = "Đất đai" }]
[[case.at]]
now     = 2025-03-14T08:00:00+07:00
records = "cases/late.csv"
reference.staff = [{ person_id = "7" }]
alerts  = [{ state = "firing" }]
acknowledge = [{ subject = "Đất đai" }]
"""


def read(text, root):
    return cases_of(tomli.loads(text)["case"], Place(root / "rules/late.toml", BUILT_IN, ZONE))


def test_a_clock_that_moves_is_read_whole(tmp_path):
    [case], faults = read(MOVES, tmp_path)
    assert faults == []
    first, second = datetime(2025, 3, 12, 8, tzinfo=ZONE), datetime.fromisoformat("2025-03-14T08:00:00+07:00")
    later = {"records": tmp_path.resolve() / "rules/cases/late.csv", "reference.staff": ({"person_id": "7"},)}
    assert case == Case(
        "moves",
        rows={"records": ({"record_id": "1", "field": "Đất đai"},)},
        at=(
            Moment(first, expect=({"subject": "Đất đai"},)),
            Moment(second, later, alerts=({"state": "firing"},), acknowledge=({"subject": "Đất đai"},)),
        ),
    )
    assert case.moments == case.at


def test_a_case_that_stands_still_has_one_moment(tmp_path):
    [case], faults = read("[[case]]\nname = 'x'\nnow = 2025-03-12T08:00:00Z\nalerts = []", tmp_path)
    assert faults == []
    assert case.moments == (Moment(case.now, alerts=()),)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "now = 2025-03-12T08:00:00Z\nat = [{ now = 2025-03-12T08:00:00Z, expect = [] }]",
            "now: stands beside at; say it in each [[NAME.case.at]]",
        ),
        ("now = 2025-03-12T08:00:00Z", "missing key 'expect'"),
        ("at = []", "at: holds no moment"),
        ("at = 5", "at: is not a list of tables; write [[NAME.case.at]]"),
        ("at = [5]", "at 1: is not a table"),
        ("at = [{ expect = [] }]", "at 1: missing key 'now'"),
        ("at = [{ now = 2025-03-12T08:00:00Z }]", "at 1: needs expect or alerts"),
        (
            "at = [{ now = 2025-03-12T08:00:00Z, expect = [] }, { now = 2025-03-12T15:00:00, expect = [] }]",
            "at 2: now: 2025-03-12T15:00:00+07:00 is not after 2025-03-12T08:00:00+00:00",
        ),
        (
            "at = [{ now = 2025-03-12T08:00:00Z, alert = [] }]",
            "at 1: unknown key 'alert', did you mean 'alerts'?; case 1: at 1: needs expect or alerts",
        ),
        (
            "at = [{ now = 2025-03-12T08:00:00Z, expect = [], records = [{ feild = 'x' }] }]",
            "at 1: records[1]: unknown column 'feild', did you mean 'field'?",
        ),
    ],
)
def test_what_is_wrong_with_a_moving_clock_is_told(tmp_path, text, sentence):
    cases, faults = read(f"[[case]]\nname = 'x'\n{text}", tmp_path)
    assert (cases, [f"case 1: {sentence}"]) == ((), ["; ".join(faults)])


@pytest.mark.parametrize("named", ["../../x.csv", "/etc/passwd", "cases/out/x.csv"])
def test_rows_outside_of_the_project_are_refused(tmp_path, named):
    (tmp_path / "p/rules/cases").mkdir(parents=True)
    (tmp_path / "p/rules/cases/out").symlink_to(tmp_path)
    _, [fault] = read(
        f"[[case]]\nname = 'x'\nnow = 2025-03-12T08:00:00Z\nexpect = []\nrecords = '{named}'", tmp_path / "p"
    )
    assert fault == (
        f"case 1: records: '{named}' lies outside of the project; put the file beside the rules, as cases/NAME.csv"
    )
