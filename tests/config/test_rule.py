"""Rules and indicators: the example of the design read whole, what a rule starts from, and every exact sentence."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import tomli

from reform_tui.config.rule import Known, rules_of
from reform_tui.config.rule_files import tables_of
from reform_tui.config.rule_types import Case, Indicator, Rule, Scope, Threshold
from reform_tui.config.toml import Document
from reform_tui.model.schema import BUILT_IN

EXAMPLE = """
[late-by-field]
check    = "overdue_by_field"
profile  = "province_06a"
period   = "all"
was      = "late"
hold     = "8h"
warning  = { count = 1 }
critical = { share = 0.05, of_at_least = 20 }
name     = { vi = "Trễ hạn theo lĩnh vực", en = "Late by field" }
message  = "{count}/{of}"
scope    = { levels = ["commune"], units = "H14.36" }

[late-by-field.overrides."H14.17"]
critical = { share = 0.2 }

[[late-by-field.case]]
name    = "fires the day after the due date, not the minute after"
now     = 2025-03-12T00:00:00+07:00
records = [{ record_id = "H14.36-250301-0001", field = "Đất đai", due_at = 2025-03-11T17:00:00+07:00 }]
reference.staff = [{ person_id = "1", class = "officer" }]
"reference.allow" = [{ account = "x" }]
expect  = [{ subject = "Đất đai", count = 1 }]

[indicator.online]
count  = "online_submission"
target = 0.70
name   = { vi = "Tỷ lệ nộp trực tuyến", en = "Online submission" }
"""

LEAST = "check = 'x'\nwarning.count = 1\n"
FILE = Path("rules/late.toml")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def document(text: str, label: str = "rules/late.toml") -> Document:
    return Document(label, FILE, tomli.loads(text), "")


def read(*own: str, shipped: str = "") -> tuple[list[Rule], list[Indicator], list[str]]:
    texts = [document(text, f"rules/{n}.toml" if n else "rules/late.toml") for n, text in enumerate(own)]
    return rules_of(tables_of(texts), tables_of([document(shipped, "shipped/rules/x.toml")]), Known(BUILT_IN, ZONE))


def rules(*own: str, shipped: str = "") -> list[Rule]:
    found, _, faults = read(*own, shipped=shipped)
    assert faults == []
    return found


def told(text: str) -> str:
    _, _, [sentence] = read(text)
    start, _, rest = sentence.partition(": ")
    assert start == "rules/late.toml [a]"
    return rest


def test_the_example_says_every_key():
    [rule], [indicator], faults = read(EXAMPLE)
    assert faults == []
    moment = datetime.fromisoformat
    assert rule == Rule(
        name="late-by-field",
        path=FILE,
        check="overdue_by_field",
        settings={"profile": "province_06a"},
        period="all",
        hold=timedelta(hours=8),
        warning=Threshold(count=1),
        critical=Threshold(share=0.05, of_at_least=20),
        scope=Scope(units=("H14.36",), levels=("commune",)),
        names={"vi": "Trễ hạn theo lĩnh vực", "en": "Late by field"},
        message={"vi": "{count}/{of}", "en": "{count}/{of}"},
        was=("late",),
        overrides={"H14.17": {"critical": Threshold(share=0.2)}},
        cases=(
            Case(
                name="fires the day after the due date, not the minute after",
                now=moment("2025-03-12T00:00:00+07:00"),
                rows={
                    "records": (
                        {
                            "record_id": "H14.36-250301-0001",
                            "field": "Đất đai",
                            "due_at": moment("2025-03-11T17:00:00+07:00"),
                        },
                    ),
                    "reference.staff": ({"person_id": "1", "class": "officer"},),
                    "reference.allow": ({"account": "x"},),
                },
                expect=({"subject": "Đất đai", "count": 1},),
            ),
        ),
        where="rules/late.toml [late-by-field]",
    )
    names = {"vi": "Tỷ lệ nộp trực tuyến", "en": "Online submission"}
    where = "rules/late.toml [indicator.online]"
    assert indicator == Indicator("online", FILE, "online_submission", 0.7, names, where=where)


def test_a_unit_may_have_its_own_thresholds():
    [rule] = rules(EXAMPLE)
    assert rule.thresholds("H14.17") == (Threshold(count=1), Threshold(share=0.2))
    assert rule.thresholds("H14.36") == (Threshold(count=1), Threshold(share=0.05, of_at_least=20))


def test_a_moment_without_a_zone_is_in_the_projects():
    [rule] = rules(f"[a]\n{LEAST}[[a.case]]\nname = 'x'\nnow = 2025-03-12T08:00:00\nexpect = []")
    assert rule.cases[0].now == datetime(2025, 3, 12, 8, tzinfo=ZONE)


def test_a_case_may_hold_revisions_and_the_unit_of_a_reference_row():
    rows = (
        "revisions = [{ record_id = '1', exported_at = 2025-03-01T08:00:00Z }]\nreference.allow = [{ unit = 'X2' }]\n"
    )
    [rule] = rules(f"[a]\n{LEAST}[[a.case]]\nname = 'x'\nnow = 2025-03-12T08:00:00Z\nexpect = []\n{rows}")
    assert sorted(rule.cases[0].rows) == ["reference.allow", "revisions"]


def test_a_rule_may_leave_its_thresholds_to_the_engine():
    [rule] = rules("[a]\ncheck = 'x'")
    assert rule.thresholds("H14") == (None, None)


def test_an_indicator_may_have_cases():
    text = "[indicator.x]\ncount = 'x'\n[[indicator.x.case]]\nname = 'x'\nnow = 2025-03-12T08:00:00Z\nrecords = []\nexpect = []"
    _, [indicator], faults = read(text)
    assert (faults, [case.rows for case in indicator.cases]) == ([], [{"records": ()}])


def test_a_rule_starts_from_the_one_that_it_extends():
    text = "[a]\ncheck = 'x'\nprofile = 'p'\nname = 'A'\nwas = 'z'\nhold = '1d'\nwarning = { count = 1, of_at_least = 3 }\n"
    case = "[[a.case]]\nname = 'x'\nnow = 2025-03-12T08:00:00Z\nexpect = []\n"
    parent, child = rules(text + case, "[b]\nextends = 'a'\nwarning.count = 2\nafter = '3wd'")
    assert (parent.settings, child.settings) == ({"profile": "p"}, {"profile": "p", "after": "3wd"})
    assert (child.check, child.hold, child.warning) == ("x", timedelta(days=1), Threshold(count=2))
    assert (child.names, child.was, child.cases) == ({}, (), ())


def test_a_rule_under_the_name_of_a_shipped_one_may_extend_it():
    shipped = f"[a]\n{LEAST}profile = 'p'\nname = {{ vi = 'Quá hạn', en = 'Late' }}\n[b]\n{LEAST}"
    [own] = rules("[a]\nextends = 'a'\nprofile = 'q'", shipped=shipped)
    assert (own.check, own.settings) == ("x", {"profile": "q"})
    assert own.names == {"vi": "Quá hạn", "en": "Late"}
    [other] = rules("[c]\nextends = 'b'", shipped=shipped)
    assert other.name == "c"


def test_a_shipped_rule_that_is_edited_here_may_be_extended_as_it_is_here():
    shipped = f"[a]\n{LEAST}profile = 'p'\nafter = '1wd'\nname = 'A'\n"
    _, child = rules("[a]\nextends = 'a'\nprofile = 'q'\n[b]\nextends = 'a'\nhold = '1d'", shipped=shipped)
    assert (child.check, child.settings, child.hold) == ("x", {"profile": "q", "after": "1wd"}, timedelta(days=1))
    assert child.names == {}
    deep = "[a]\nextends = 'a'\n[b]\nextends = 'a'\n[c]\nextends = 'b'"
    assert read(deep, shipped=shipped)[2] == ["rules/late.toml [c]: extends: 'b' extends 'a' itself; extend that one"]


def test_a_rule_may_be_left_out_and_still_be_extended():
    [only] = rules(f"[a]\nenabled = false\n{LEAST}[b]\nextends = 'a'")
    assert only.name == "b"
    assert read("[indicator.x]\nenabled = false") == ([], [], [])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("warning.count = 1", "missing key 'check'"),
        ("check = 5\nwarning.count = 1", "check: 5 is not text"),
        ("check = 'x'\nwarning = {}", "warning: needs a count, a share, a value or what it must lie below"),
        ("check = 'x'\nwarning = 3", "warning: 3 is not a table"),
        ("check = 'x'\nwarning.cuont = 3", "warning: unknown key 'cuont', did you mean 'count'?"),
        ("check = 'x'\nwarning.count = 0", "warning: count: 0 is below 1"),
        ("check = 'x'\nwarning.share = 5", "warning: share: 5.0 is above 1"),
        ("check = 'x'\nwarning = { count = 1, of_at_least = -1 }", "warning: of_at_least: -1 is below 0"),
        (LEAST + "hold = 'soon'", "hold: 'soon' is not a duration such as 30s, 90m, 8h or 3d"),
        (LEAST + "was = 5", "was: 5 is not a list"),
        (LEAST + "scope.unit = 'H14'", "scope: unknown key 'unit', did you mean 'units'?"),
        (LEAST + "scope.levels = 'district'\nscope.fields = 5", "scope: fields: 5 is not a list"),
        (LEAST + "scope.levels = 'village'", "scope.levels: 'village' is not one of province, district, commune"),
        (LEAST + "name.fr = 'x'", "name: unknown language 'fr' (known: en, vi)"),
        (LEAST + "message.vn = 'x'", "message: unknown language 'vn' (known: en, vi)"),
        (LEAST + "enabled = 'no'", "enabled: is not true or false"),
        (LEAST + "overrides.H14.crit.count = 1", "overrides.H14: unknown key 'crit', did you mean 'critical'?"),
        (LEAST + "overrides.H14.critical = {}", "overrides.H14.critical: needs a count, a share, a value or what it must lie below"),
        (LEAST + "overrides.H14.critical.x = 1", "overrides.H14.critical: unknown key 'x' (known: below, count, of_at_least, share, value)"),
        (LEAST + "case = 5", "case: is not a list of tables; write [[NAME.case]]"),
        (LEAST + "case = [5]", "case 1: is not a table"),
        (LEAST + "[[a.case]]", "case 1: missing key 'name'; case 1: missing key 'now'; case 1: missing key 'expect'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(text, sentence):
    assert told("[a]\n" + text) == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("now = 'noon'", "case 1: now: 'noon' is not a moment such as 2025-03-31T17:00:00+07:00, without quotes"),
        ("expect = 5", "case 1: expect: 5 is not a list"),
        ("expect = [5]", "case 1: expect[1]: 5 is not a table"),
        ("record = []", "case 1: unknown key 'record', did you mean 'records'?"),
        ("reference.staf = []", "case 1: unknown key 'reference.staf', did you mean 'reference.staff'?"),
        ("reference = []", "case 1: unknown key 'reference', did you mean 'reference.units'?"),
        ("records = 5", "case 1: records: is not a list of rows, nor a file of them such as 'cases/NAME.csv'"),
        ("records = [5]", "case 1: records: is not a list of rows, nor a file of them such as 'cases/NAME.csv'"),
        (
            "records = [{ unit = 'x' }, { unti = 'x' }]",
            "case 1: records[2]: unknown column 'unti', did you mean 'unit'?",
        ),
        (
            "reference.staff = [{ clas = 'x' }]",
            "case 1: reference.staff[1]: unknown column 'clas', did you mean 'class'?",
        ),
    ],
)
def test_what_is_wrong_with_a_case_is_told(text, sentence):
    case = {"name": "name = 'x'", "now": "now = 2025-03-12T08:00:00Z", "expect": "expect = []"}
    case = "\n".join(line for key, line in case.items() if not text.startswith(f"{key} ="))
    assert told(f"[a]\n{LEAST}[[a.case]]\n{case}\n{text}") == sentence


@pytest.mark.parametrize(
    ("texts", "faults"),
    [
        (["hold = '3d'"], ["rules/late.toml: 'hold' stands outside of any rule; put it below a [NAME] of a rule"]),
        (["indicator = 5"], ["rules/late.toml: 'indicator' stands outside of any rule; put it below a [NAME] of a rule"]),
        (["indicator.x = 5"],
         ["rules/late.toml [indicator.x]: 'x' stands outside of any rule; put it below a [NAME] of a rule"]),
        ([f"['../x']\n{LEAST}"], ["rules/late.toml [../x]: a name is letters without marks, digits, - and _"]),
        ([f"[a]\n{LEAST}", f"[a]\n{LEAST}"], ["rules/1.toml [a]: the name is taken by rules/late.toml [a]"]),
        ([f"[b]\n{LEAST}[a]\nextends = 'c'"], ["rules/late.toml [a]: extends: no rule 'c' (known: a, b)"]),
        ([f"[b]\n{LEAST}[a]\nextends = 'a'"], ["rules/late.toml [a]: extends: no rule 'a' (none is known here)"]),
        ([f"[c]\n{LEAST}[b]\nextends = 'c'\n[a]\nextends = 'b'"],
         ["rules/late.toml [a]: extends: 'b' extends 'c' itself; extend that one"]),
        ([f"[a]\n{LEAST}[b]\nextends = ['a']"], ["rules/late.toml [b]: extends: a list is not text"]),
        (["[indicator.x]\ncuont = 'x'\ntarget = '70 %'"],
         [("rules/late.toml [indicator.x]: unknown key 'cuont', did you mean 'count'?; missing key 'count';"
          " target: '70 %' is not a number")]),
        (["[indicator.x]\ncount = 'x'\ndefinition.fr = 'x'"],
         ["rules/late.toml [indicator.x]: definition: unknown language 'fr' (known: en, vi)"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_told(texts, faults):
    assert read(*texts)[2] == faults


def test_every_fault_of_every_table_is_told_at_once():
    _, _, faults = read("[a]\nhold = 'x'\nwarning = {}\n[b]\n[indicator.c]\n")
    assert faults == [
        (
            "rules/late.toml [a]: missing key 'check'; hold: 'x' is not a duration such as 30s, 90m, 8h or 3d;"
            " warning: needs a count, a share, a value or what it must lie below"
        ),
        "rules/late.toml [b]: missing key 'check'",
        "rules/late.toml [indicator.c]: missing key 'count'",
    ]
