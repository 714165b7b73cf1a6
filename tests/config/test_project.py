"""A project folder read whole, and the faults of all its files told together."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest

from reform_tui.config.project import load_project
from reform_tui.config.types import Limits, Project, Settings
from reform_tui.errors import ConfigError
from reform_tui.model.schema import BUILT_IN, Kind
from reform_tui.shipped import shipped

FEED = "schema = 'records'\nfolder = 'inbox'\n"
RULE = "[late]\ncheck = 'x'\nwarning.count = 1\n"


def write(root: Path, **files: str) -> Path:
    """Write ``feeds__a="…"`` as ``feeds/a.toml``."""
    for name, text in {"reform": "", **files}.items():
        path = root / f"{name.replace('__', '/')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def load(root: Path, **files: str) -> Project:
    return load_project(write(root, **files), BUILT_IN)


def told(root: Path, **files: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        load(root, **files)
    return caught.value.faults


def test_a_project_is_read_whole(tmp_path):
    settings = "name = 'Cao Bằng'\nprovince = 'H14'\nsettle = '5s'\nworkers = 4\n[limits]\nseconds = 5\n[groups]\npeople = 'p'\n"
    project = load(tmp_path, reform=settings, feeds__b=FEED, feeds__a=FEED, rules__x=RULE)
    assert (project.root, project.settings.name, project.settings.province) == (tmp_path, "Cao Bằng", "H14")
    assert (project.settings.settle, project.settings.workers) == (timedelta(seconds=5), 4)
    assert (project.settings.limits, project.settings.groups.people) == (Limits(seconds=5.0), "p")
    assert [feed.name for feed in project.feeds] == ["a", "b"]
    assert [rule.name for rule in project.rules] == ["late"]
    assert not project.calendar.is_working_day(date(2026, 1, 2))
    assert project.schemas == BUILT_IN


def test_an_empty_reform_toml_is_enough(tmp_path):
    project = load(tmp_path)
    assert (project.settings, project.feeds) == (Settings(), ())


def test_a_folder_of_rules_that_cannot_be_listed_is_not_taken_for_an_empty_one(tmp_path):
    (tmp_path / "rules").write_text("", "utf-8")
    assert told(tmp_path) == ("rules/: cannot be read (Not a directory)",)


def test_without_rules_of_its_own_a_project_has_the_shipped_ones(tmp_path):
    (tmp_path / "rules").mkdir()
    project = load(tmp_path)
    assert all(rule.path.parent == shipped("rules") for rule in project.rules)
    assert bool(project.rules) == any(shipped("rules").glob("*.toml"))


def test_a_project_has_its_own_calendar_in_its_own_zone(tmp_path):
    calendar = "hours = [['08:00', '12:00']]\n[2027]\nsource = 'QĐ 1'\ndays_off = [2027-01-04]\n"
    project = load(tmp_path, reform="zone = 'Asia/Bangkok'", calendar=calendar)
    assert (project.calendar.zone.key, project.calendar.is_working_day(date(2027, 1, 4))) == ("Asia/Bangkok", False)
    assert project.calendar.is_working_day(date(2026, 1, 2))


def test_columns_of_a_feed_belong_to_the_schema_and_a_case_may_use_them(tmp_path):
    case = "[[late.case]]\nname = 'x'\nnow = 2025-03-12T08:00:00Z\nrecords = [{ poor = true }]\nexpect = []\n"
    extra = "columns.extra.poor = { from = 'Hộ nghèo', type = 'flag' }\n"
    project = load(tmp_path, feeds__a=FEED + extra, feeds__b=FEED + extra, rules__x=RULE + case)
    assert project.schemas["records"].by_name["poor"].kind is Kind.FLAG
    assert project.schemas["records"].names().count("poor") == 1
    assert "poor" not in BUILT_IN["records"].by_name


def test_two_feeds_must_agree_on_a_column(tmp_path):
    extra = "columns.extra.poor = { from = 'Hộ nghèo', type = '%s' }\n"
    assert told(tmp_path, feeds__a=FEED + extra % "flag", feeds__b=FEED + extra % "text") == (
        "feeds/b.toml: columns.extra.poor: another feed says it is flag",
    )


def test_every_file_is_known_by_its_hash(tmp_path):
    files = load(tmp_path, feeds__a=FEED, rules__x=RULE).files
    own = {name: digest for name, digest in files.items() if not name.startswith("shipped/")}
    assert own == {
        "feeds/a.toml": hashlib.sha256(FEED.encode()).hexdigest(),
        "reform.toml": hashlib.sha256(b"").hexdigest(),
        "rules/x.toml": hashlib.sha256(RULE.encode()).hexdigest(),
    }
    assert "shipped/vietnam.toml" in files


def test_a_project_may_be_named_by_a_relative_path(tmp_path, monkeypatch):
    monkeypatch.chdir(write(tmp_path / "demo", feeds__a=FEED).parent)
    project = load_project(Path("demo"), BUILT_IN)
    assert (project.root, project.feeds[0].path) == (Path("demo"), Path("demo/feeds/a.toml"))


def test_a_folder_that_is_no_project_is_told_what_it_needs(tmp_path):
    with pytest.raises(ConfigError) as caught:
        load_project(tmp_path, BUILT_IN)
    assert caught.value.faults == (
        (
            f"{tmp_path}: is not a project; it needs reform.toml (name, province), feeds/NAME.toml for each kind of file,"
            " and the folders that feeds name"
        ),
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nmae = 'x'", "unknown key 'nmae', did you mean 'name'?"),
        ("zone = 'Hanoi'", "zone: 'Hanoi' is not a time zone such as Asia/Ho_Chi_Minh"),
        ("language = 'fr'", "language: 'fr' is not one of vi, en"),
        (
            "period = ''",
            (
                "period: is empty; write all, half, half-report, month, month-report, quarter, quarter-report,"
                " year, year-report or the name of a period"
            ),
        ),
        ("settle = 2", "settle: 2 is not a duration such as 30s, 90m, 8h or 3d"),
        ("scan = '0s'", "scan: 0s is below 0.1s"),
        ("workers = 0", "workers: 0 is below 1"),
        ("limits.seconds = 0", "limits: seconds: 0.0 is below 0.1"),
        ("limits.memory_mb = 1", "limits: memory_mb: 1 is below 256"),
        ("groups.engines = 'x'", "groups: unknown key 'engines', did you mean 'engine'?"),
        ("keep.logs = 0\nkeep.log_mb = 0", "keep: log_mb: 0 is below 1; keep: logs: 0 is below 1"),
    ],
)
def test_what_is_wrong_with_the_settings_is_told(tmp_path, text, sentence):
    assert told(tmp_path, reform=text) == (f"reform.toml: {sentence}",)


def test_the_faults_of_all_files_are_told_together(tmp_path):
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "bad.toml").write_bytes(b"\xff")
    assert told(
        tmp_path,
        reform="workers = 0",
        calendar="hours = [",
        feeds__a="schema = 'record'",
        feeds__z="schema = ",
        rules__x="[late]\nhold = 'soon'\nwarning.count = 1",
        rules__y="[",
    ) == (
        "feeds/bad.toml, line 1: is not UTF-8 text; save it as UTF-8",
        'feeds/z.toml, line 1, column 10: is not TOML: here stands no value; text stands in quotes, "so", a number or true and false without',
        "rules/y.toml, line 1, column 2: is not TOML: a name begins with a letter, a digit, - or _; any other stands in quotes",
        'calendar.toml, line 1, column 10: is not TOML: here stands no value; text stands in quotes, "so", a number or true and false without',
        "reform.toml: workers: 0 is below 1",
        "feeds/a.toml: missing key 'folder'; schema: no schema 'record', did you mean 'records'?",
        "rules/x.toml [late]: missing key 'check'; hold: 'soon' is not a duration such as 30s, 90m, 8h or 3d",
    )


def test_an_editors_lock_file_is_no_configuration(tmp_path):
    write(tmp_path, feeds__a=FEED)
    (tmp_path / "feeds" / ".#a.toml").symlink_to("nobody@nowhere.1")
    assert [feed.name for feed in load(tmp_path).feeds] == ["a"]


def test_a_rule_and_an_indicator_are_in_use_where_what_they_need_is_delivered(tmp_path):
    needs = "needs = ['records', 'periods']\n"
    rules = f"{RULE}{needs}[always]\ncheck = 'x'\n[indicator.done]\ncount = 'y'\n{needs}"
    project = load(tmp_path, feeds__a=FEED, rules__x=rules)
    names = [
        [one.name for one in (*project.in_use(tables).rules, *project.in_use(tables).indicators)]
        for tables in ((), ("periods",), ("staff",))
    ]
    assert names == [["always"], ["late", "always", "done"], ["always"]]
    assert [[one.name for one in project.in_use(tables).idle] for tables in ((), ("periods",))] == [["done"], []]


def test_nothing_is_out_of_use_while_nobody_knows_what_a_feed_delivers(tmp_path):
    rules = RULE + "needs = ['records', 'tasks']\n"
    with pytest.raises(ConfigError, match="needs: there is no kind of row 'tasks'"):
        load(tmp_path, feeds__a="schema = 'tasks'\nfolder = 'inbox'\n", rules__x=rules)
    project = load_project(tmp_path, BUILT_IN, whole=False)
    assert [rule.name for rule in project.in_use(()).rules] == ["late"]
