"""P9 from end to end: dangerous text in real files, through a real engine, on every screen and in all that leaves it."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
import synthetic
import xlsxwriter
from terminal import SOURCE, Terminal
from test_hostile import OURS

from reform_tui.acts import write_act
from reform_tui.engine.acts import apply_acts
from reform_tui.engine.workers.pool import Pool
from reform_tui.language import Language

sys.path.append(str(Path(__file__).parents[1] / "engine"))
import projects

DANGEROUS = (
    "\x1b[2J\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b]52;c;cm0gLXJm\x07", "\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\",
    "\x9b31m", "\x1bP1$r\x1b\\", "\x1b[6n\x1b[c\x05", "\x1b[?1049l\x1bc", "[bold red]x[/] [@click=app.quit]y[/]", "{count} {0} %s ${HOME}",
    "\u202egnp.exe\u2066", "Đất\u200b\ufeff\u200d đai\u00ad", "nul\x00bel\x07back\x08\x7f", "a\rb\nc\td\x85e\u2028f\u2029g", "\ue000\U000f0000\ufdd0",
    "漢字" * 400, "e" + "\u0301" * 300, "x" * 20_000, '=HYPERLINK("http://example.org")', "+1+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "\t=1",
)  # fmt: skip
SHORT = tuple(text for text in DANGEROUS if len(text) < 100)
ALL = " ".join(SHORT)
TOLD = ALL.replace("\x00", "").replace("\r", "").replace("\n", "")
"""What a table may hold that is not refused as no text."""
CODE = "H14.1-250301-0003"
WALK = (
    ":today\r", ":units\r", ">", "/a", "\r", "\x1b", ":unit \t", "\x1b", ":unit H14.1\r", "j\r", " ", " ", " ", "G", "\r", " ", " ", "G",
    ":alerts\r", "G", "\r", ":taken\r", ":changes\r", " ", ":feeds\r", "\r", "j\r", "\x1b", "G\r", ":rules\r", "\r", " ", ":rule \t", "\x1b",
    ":indicators\r", "\r", ":indicator \t", "\x1b", ":feed \t", "\x1b", ":about H14.1\r", " ", f":record {CODE}\r", ":unmask vì sao\r", " ", " ", "G", "y", "x", "?", " ", " ",
    ":now\r", ":zzz\r", "\x1b",
)  # fmt: skip


def toml(text):
    """A basic string of TOML with all that is not a plain letter escaped."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\U{ord(c):08x}" for c in text) + '"'


def rows():
    for number, text in enumerate(DANGEROUS, 1):
        told = (
            f"H14.{number % 3 + 1}-250301-{number:04}",
            text,
            "01/03/2025 08:00:00",
            "05/03/2025 17:00:00",
            "",
            "Đang xử lý",
            text,
        )
        yield dict(zip((*projects.HEADINGS, "Tên chủ hồ sơ"), told, strict=True))
    yield {"Số hồ sơ": "H14.1-250301-0900", "Lĩnh vực": "x", "Ngày hẹn trả": ALL}


def workbook(path, name, *rows):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(name)
        for at, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write_string(at, column, cell)


def acted(engine):
    """What people typed, into files of their own."""
    root = engine.project.root
    for at, alert in enumerate(projects.alerts(engine)[:6]):
        named = {
            "rule": alert["rule"],
            "unit": alert["unit"],
            "subject": alert["subject"],
            "severity": alert["severity"],
        }
        write_act(root, "acknowledge", {"alert": alert["id"], "note": ALL}, ALL) if at % 2 else write_act(
            root, "silence", {**named, "until": "3d", "note": ALL}
        )
    write_act(root, "verdict", {"row": CODE, "cause": "system", "note": ALL})
    write_act(root, "unmask", {"row": ALL, "why": ALL})
    write_act(root, ALL, {"x": ALL})
    apply_acts(engine.store, engine.project.settings.groups, engine.project.calendar, projects.NOW)


@pytest.fixture(scope="module")
def pool():
    shared = Pool(1, 20.0, 2048)
    yield shared
    shared.close()


@pytest.fixture(scope="module")
def danger(tmp_path_factory, pool):
    """A project whose every text from a file is dangerous, as the engine left it."""
    root = tmp_path_factory.mktemp("danger")
    bench = projects.made(root, pool)
    bench.write("reform.toml", f'name = {toml(ALL)}\nprovince = "H14"\nlanguage = "en"\nperiod = "all"\n')
    named = f"{{ vi = {toml(ALL)}, en = {toml(ALL)} }}"
    bench.write("rules/late.toml", f"{projects.LATE}name = {named}\n")
    bench.write(
        "rules/share.toml", f'[indicator.online]\ncount = "online_submission"\nname = {named}\ndefinition = {named}\n'
    )
    (root / "reference").mkdir()
    units = ((f"H14.{n}", TOLD, "commune", TOLD) for n in (1, 2, 3))
    workbook(root / "reference/units.xlsx", "units", ("unit", "name", "level", "contact"), *units)
    bench.drop_text("a\x1b]52;c;eA==\x07\u202e[red].jsonl", "".join(json.dumps(row) + "\n" for row in rows()))
    (root / "inbox/one-stop").joinpath("\x1b[2J\u200b.csv").write_bytes(b"\x00\x01nothing" * 50)
    records = (projects.HEADINGS, projects.record(800), projects.record(801, due=ALL[:200]))
    workbook(root / "inbox/one-stop/\u2066b\x07.xlsx", "\u202egnp{count}\u200b", *records)
    for path in (root / "inbox/one-stop").iterdir():
        os.utime(path, (1_741_600_000, 1_741_600_000))
    with bench.running() as engine:
        projects.take(engine)
        acted(engine)
    synthetic.beat(root, projects.NOW)
    return root


@contextmanager
def opened(root, **more):
    with Terminal(root, **more) as terminal:
        terminal.set_clock(projects.NOW)
        yield terminal.until("/03/2025")


def harmful(sent):
    """What is neither text nor a sequence of our own in what was sent."""
    left = OURS.sub(b"", sent).decode().replace("\r\n", "")
    return {character for character in left if not character.isprintable()}


@pytest.mark.parametrize("form", [{"language": "en"}, {"language": "vi", "narrow": True, "width": 160, "height": 50}])
def test_no_screen_lets_anything_through(danger, form):
    with opened(danger, **form) as terminal:
        shown = [terminal.text]
        assert harmful(terminal.log) == set()
        for keys in WALK:
            terminal.press(keys).settle()
            shown.append(terminal.text)
            assert harmful(terminal.log) == set(), keys
            assert not re.search(rb"\x1b\](?!22;)|\x1bP|\x9b", terminal.log), keys
        assert terminal.screen.title == ""
        assert "UNREAD" not in "".join(shown)
        assert ("unmasked, and told" if form["language"] == "en" else "da bo che va ghi") in "".join(shown)
        assert "[bold red]x[/]" in "".join(shown)
        assert "{count} {0} %s" in "".join(shown)
        terminal.press(":quit\r")
        assert terminal.ended() == 0


def test_what_is_pasted_into_a_line_is_text(danger):
    with opened(danger) as terminal:
        terminal.press("/").until("▏").press(f"\x1b[200~{SHORT[10]}{SHORT[11]}\x00\x1b[201~").until("/ gnp.exe")
        assert harmful(terminal.log) == set()


@pytest.mark.parametrize("form", ["csv", "md", "xlsx"])
def test_no_file_that_leaves_a_screen_is_more_than_text(danger, form):
    with opened(danger) as terminal:
        terminal.press(":alerts\r").until("Severity").press(f":export {form} t\r").until("scp ")
    path = max((danger / "home/reform-tui/exports").iterdir(), key=lambda one: one.stat().st_mtime_ns)
    assert path.name == f"t.{form}"
    if form == "csv":
        cells = [cell for row in csv.reader(path.read_text("utf-8-sig").splitlines()) for cell in row]
        assert len(cells) > len(DANGEROUS)
        number = Language("en").number
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t")) and number(cell) is None] == []
        assert all(cell.isprintable() for cell in cells)
    elif form == "md":
        assert all(line.isprintable() and "<" not in line for line in path.read_text("utf-8").splitlines())
    else:
        assert b"<f>" not in path.read_bytes()


@pytest.mark.parametrize("way", ["--once", "--linear"])
def test_no_plain_line_is_more_than_text(danger, way):
    words = [
        sys.executable,
        "-m",
        "reform_tui.cli.main",
        "console",
        str(danger),
        "--no-engine",
        "--language",
        "en",
        way,
    ]
    place = {**os.environ, "PYTHONPATH": str(SOURCE), "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(words, stdout=subprocess.PIPE, env=place) as process:
        lines = [process.stdout.readline() for _ in range(len(DANGEROUS))]
        process.send_signal(signal.SIGINT)
        left, _ = process.communicate(timeout=10)
    told = b"".join((*lines, left)).decode()
    assert "[bold red]x[/]" in told
    assert [line for line in told.split("\n") if not line.isprintable()] == []
