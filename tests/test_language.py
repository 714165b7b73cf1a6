"""Figures, days and sentences in both languages, and catalogues that are whole."""

import ast
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import reform_tui
from reform_tui.language import Language, bare
from reform_tui.shipped import shipped

SOURCE = Path(reform_tui.__file__).parent
CATALOGUE = SOURCE / "locale/vi/LC_MESSAGES/reform_tui.po"
VI, EN = Language("vi"), Language("en")


def spoken_in_code():
    """Every text that code marks or says."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", ""))
            if named in {"say", "mark"} and node.args and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value
    yield from spoken_in_plugins()


def spoken_in_plugins():
    """Every text of the shipped plugins that says with facts why a file cannot be read."""
    for path in sorted(shipped("plugins").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = isinstance(node, ast.Call) and getattr(node.func, "id", "")
            if named in {"FeedError", "FileIncompleteError"} and node.keywords:
                yield node.args[0].value


def reasons_in_plugins():
    """Every reason for which shipped plugins skip rows, where it stands as a text or as a constant of its module."""
    for path in sorted(shipped("plugins").glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        named = dict(pair for node in tree.body if isinstance(node, ast.Assign) for pair in assigned(node))
        for node in ast.walk(tree):
            told = isinstance(node, ast.keyword) and node.arg in {"unreadable", "skipped"}
            told = told or (isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "unreadable")
            keys = (
                [key for one in ast.walk(node.value) if isinstance(one, ast.Dict) for key in one.keys] if told else []
            )
            yield from (key.value for key in keys if isinstance(key, ast.Constant))
            yield from (named[key.id] for key in keys if getattr(key, "id", "") in named)


def assigned(node):
    """Names and texts of one assignment, also of several names at once."""
    target, value = node.targets[0], node.value
    pairs = zip(target.elts, value.elts, strict=True) if isinstance(target, ast.Tuple) else [(target, value)]
    return [(name.id, text.value) for name, text in pairs if isinstance(text, ast.Constant)]


@pytest.fixture(scope="module")
def vietnamese():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="vi")


def test_every_sentence_of_the_code_is_in_the_vietnamese_catalogue(vietnamese):
    translated = {message.id for message in vietnamese if message.id and message.string}
    assert {text for text in spoken_in_code() if text} - translated == set()


def test_every_reason_of_a_shipped_plugin_is_told_in_vietnamese():
    reasons = set(reasons_in_plugins())
    assert {"receipt missing", "state of the connection missing", "holder missing"} <= reasons
    assert [reason for reason in sorted(reasons) if VI.reason(reason) == reason] == []
    assert (
        VI.reason("no feed has records.fee, records.paid_online")
        == "không nguồn nào có records.fee, records.paid_online"
    )


def test_the_catalogue_holds_nothing_that_the_code_no_longer_says(vietnamese):
    assert {message.id for message in vietnamese if message.id} - set(spoken_in_code()) == set()


def test_a_translation_fills_in_the_same_facts(vietnamese):
    braces = re.compile(r"\{\w+\}")
    wrong = [m.id for m in vietnamese if set(braces.findall(m.id)) != set(braces.findall(m.string))]
    assert wrong == []


def test_the_compiled_catalogue_is_the_written_one(vietnamese):
    """If not: pybabel compile -d src/reform_tui/locale -D reform_tui."""
    compiled = BytesIO()
    write_mo(compiled, vietnamese)
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled.getvalue()


@pytest.mark.parametrize(
    ("numerator", "denominator", "written"),
    [
        (17, 54, "31,48 %"), (24_558, 34_530, "71,12 %"), (978, 1_559, "62,73 %"), (2_081, 2_112, "98,53 %"),
        (2_063, 2_112, "97,68 %"), (19, 124, "15,32 %"), (38, 124, "30,65 %"), (80, 124, "64,52 %"),
        (2_047, 2_386, "85,79 %"), (80_848, 88_429, "91,43 %"), (1, 8, "12,50 %"), (1, 1_600, "0,06 %"), (0, 0, "–"),
    ],
)  # fmt: skip
def test_rates_are_rounded_once_half_up(numerator, denominator, written):
    assert VI.rate(numerator, denominator) == written
    assert EN.rate(numerator, denominator) == written.replace(",", ".").replace(" ", "")


def test_a_rounded_number_is_not_rounded_again():
    assert VI.decimal(38 / 124 * 100, 1) == "30,6"
    assert VI.decimal(30.645) == "30,65"


def test_whole_numbers_are_grouped_as_each_language_writes_them():
    assert (VI.whole(34_530), EN.whole(34_530)) == ("34.530", "34,530")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_figure_that_is_none_is_a_dash(value):
    assert VI.decimal(value) == VI.percent(value) == VI.fact(value) == "–"


def test_facts_of_a_sentence():
    template = "{count} of {of}, {missing}, due {due}, {median}, {flag}"
    facts = {"count": 1234, "of": 5, "due": "2025-03-11", "median": 2.5, "flag": True}
    assert EN.fill(template, facts) == "1,234 of 5, {missing}, due 11/03/2025, 2.5, yes"
    assert VI.fill(template, facts) == "1.234 of 5, {missing}, due 11/03/2025, 2,5, có"


@pytest.mark.parametrize("template", ["{", "}", "{0}", "{count.real}", "{count[0]}", "{count!r}", "{count:>999}", "{}"])
def test_a_template_that_somebody_mistyped_never_fails(template):
    assert isinstance(VI.fill(template, {"count": 3}), str)


@pytest.mark.parametrize(
    ("passed", "english"),
    [
        (timedelta(seconds=-5), "<1 h"), (timedelta(minutes=59), "<1 h"), (timedelta(hours=5, minutes=59), "5 h"),
        (timedelta(hours=47), "47 h"), (timedelta(hours=49), "2 d"), (timedelta(days=99), "99 d"), (timedelta(days=100), "14 w"),
    ],
)  # fmt: skip
def test_ages_are_coarse(passed, english):
    assert EN.age(passed) == english


def test_a_moment_and_a_text_that_only_looks_like_one():
    assert EN.fact("2025-03-11T17:00:00+07:00") == "11/03/2025 17:00"
    assert EN.fact("2025-99-99") == "2025-99-99"
    assert VI.day(datetime(2025, 3, 31, tzinfo=UTC)) == "31/03/2025"


def test_ascii_keeps_letters_and_capitals():
    assert bare("Đất đai · Thuận Hoà ≥ 5 …") == "Dat dai . Thuan Hoa >= 5 ~"


def test_an_unknown_language_speaks_english():
    assert Language("fr").say("quit") == "quit"


def test_working_time_is_said_in_words():
    assert [VI.fact(text) for text in ("1wd", "8wh", "90wm")] == [
        "1 ngày làm việc",
        "8 giờ làm việc",
        "90 phút làm việc",
    ]
    assert [EN.fact(text) for text in ("1wd", "3wd", "3w", "wd")] == ["1 working day", "3 working days", "3w", "wd"]


def test_why_joined_rows_were_skipped_is_said_whatever_the_schemas():
    assert VI.reason("no row of queue_tickets for it") == "không có dòng queue_tickets tương ứng"
    assert VI.reason("queue_tickets without records") == "queue_tickets không có records"
    assert VI.reason("due date missing") == "thiếu hạn trả"
    assert VI.reason("of a plugin's own, {braces} and all") == "of a plugin's own, {braces} and all"
    assert EN.reason("no row of queue_tickets for it") == "no row of queue_tickets for it"
