"""A live alert becomes a case of nobody that holds, for each of the shipped checks."""

import hashlib

import pytest
from lives import PEOPLE, RULES, record

from reform_tui.errors import ConfigError, StoreError
from reform_tui.freezing.new_case import new_case
from reform_tui.proving import proved


def tree(root):
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in root.rglob("*") if path.is_file()}


def outcomes(root, rule):
    return {outcome.name: outcome.faults for outcome in proved(root, rule)}


@pytest.mark.parametrize(
    ("rule", "unit", "expected"),
    [
        ("late", "H14.1", '[{ unit = "H14.1", subject = "Đất đai", count = 6, of = 6, severity = "warning" }]'),
        ("behalf", "H14.1", 'subject = "tk…'),
        ("behind", "H14.1", "count = 2, of = 8"),
        ("province-behind", "H14", "count = 2, of = 9"),
    ],
)
def test_a_frozen_alert_holds_as_a_case_with_nobody_in_it(own, rule, unit, expected):
    before = tree(own.root)
    printed = new_case(own.ids[rule, unit][:9], None, own.root)
    assert tree(own.root) == before
    assert printed.files == ()
    assert expected in printed.text
    assert [one for one in PEOPLE if one in printed.text] == []
    written = new_case(own.ids[rule, unit], own.root / "rules/late.toml", own.root)
    assert "with nobody in them" in written.next[0]
    assert list(outcomes(own.root, rule).values()) == [()]


def test_only_what_the_check_reads_and_what_matters_is_kept(six):
    text = new_case(six.ids["behalf", "H14.1"], None, six.root).text
    assert "due_at" not in text
    assert "gọi" not in text
    assert text.count("person_id") == 1
    assert text == new_case(six.ids["behalf", "H14.1"], None, six.root).text
    text = new_case(six.ids["behind", "H14.1"], None, six.root).text
    assert "account" not in text
    assert text.count("target = ") == 1


def test_of_many_rows_some_of_each_kind_are_kept(made):
    timely = [(*record(n)[:4], "31/12/2025 17:00:00", *record(n)[5:]) for n in range(200, 400)]
    many = made([*(record(n) for n in range(100, 199)), *timely])
    written = new_case(many.ids["late", "H14.1"], many.root / "rules/late.toml", many.root)
    assert written.next[0].startswith("100 of 299 rows of H14.1 were kept")
    assert "the alert's were 99 of 299" in written.next[1]
    assert "count = 50, of = 100" in (many.root / "rules/late.toml").read_text("utf-8")
    assert list(outcomes(many.root, "late").values()) == [()]


@pytest.mark.parametrize(
    ("start", "told"),
    [("zz", "'zz' is no alert's id"), ("", "is no alert's id"), ("0" * 16, "no alert's id begins with")],
)
def test_an_id_that_names_no_alert_is_a_sentence(six, start, told):
    with pytest.raises(ConfigError, match=told):
        new_case(start, None, six.root)


def test_a_start_that_several_ids_have_names_them(made):
    many = made([record(n, f"H14.{n}") for n in range(1, 40)])
    firsts = [name[0] for name in many.ids.values()]
    shared = next(first for first in firsts if firsts.count(first) > 1)
    with pytest.raises(ConfigError, match=f"'{shared}' begins the ids of .* give more of it"):
        new_case(shared, None, many.root)


def test_a_case_is_added_to_the_file_of_its_rule_alone(own):
    (own.root / "rules/other.toml").write_text('[other]\ncheck = "overdue_by_field"\nwarning = { count = 1 }\n')
    before = tree(own.root)
    for place in ("rules/other.toml", "rules/none.toml", "reform.toml"):
        with pytest.raises(ConfigError, match=r"the rule 'late' stands in .*late\.toml"):
            new_case(own.ids["late", "H14.1"], own.root / place, own.root)
    assert tree(own.root) == before


def with_rules(own, old, new):
    assert old in RULES
    (own.root / "rules/late.toml").write_text(RULES.replace(old, new, 1))
    return tree(own.root)


def test_a_file_whose_cases_stand_in_a_list_is_left_alone(own):
    inline = 'case = [{ name = "none", now = 2025-03-01T08:00:00+07:00, records = [], expect = [] }]'
    before = with_rules(own, 'check = "overdue_by_field"', f'check = "overdue_by_field"\n{inline}')
    with pytest.raises(ConfigError, match=r"write its other cases as \[\[late\.case\]\]"):
        new_case(own.ids["late", "H14.1"], own.root / "rules/late.toml", own.root)
    assert tree(own.root) == before


def test_an_alert_whose_rule_is_gone_is_a_sentence(own):
    with_rules(own, "[late]", "[later]")
    with pytest.raises(ConfigError, match="'late', which is no rule in force here, did you mean 'later'"):
        new_case(own.ids["late", "H14.1"], None, own.root)


def test_a_project_without_a_store_is_a_sentence(own):
    for path in (own.root / "state").glob("store.sqlite*"):
        path.unlink()
    with pytest.raises(StoreError, match="there is no store yet"):
        new_case(own.ids["late", "H14.1"], None, own.root)


def test_rows_that_no_longer_give_the_alert_say_so(own):
    with_rules(own, 'check = "overdue_by_field"', 'check = "overdue_by_field"\nby = "procedure"')
    with pytest.raises(ConfigError, match="today's rows do not give this alert as of 20/03/2025 16:00"):
        new_case(own.ids["late", "H14.1"], None, own.root)
