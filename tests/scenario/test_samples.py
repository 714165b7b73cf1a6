"""Each sample is checked by the command of its README, as a new user would type it, and shows something."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections import Counter
from pathlib import Path

import pytest

from reform_tui.cli.main import main
from reform_tui.errors import Exit
from reform_tui.shipped import shipped

SAMPLES = shipped("sample_feeds")
COMMAND = re.compile(r"^\| `reform-tui (check sample_feeds/([a-z0-9-]+) .+?)` \|", re.MULTILINE)
COMMANDS = COMMAND.findall((SAMPLES / "README.md").read_text("utf-8"))
QUIET = {"national-sync": 3}
"""How many rules are blind in a sample that keeps all the shipped ones."""


def test_every_sample_has_its_command():
    assert {name for _, name in COMMANDS} == {path.name for path in SAMPLES.iterdir() if path.is_dir()} - {"scenarios"}


@pytest.mark.parametrize(("command", "name"), COMMANDS, ids=[name for _, name in COMMANDS])
def test_the_command_shows_alerts_and_no_rule_is_blind(command, name, tmp_path, monkeypatch, capsys):
    shutil.copytree(SAMPLES / name, tmp_path / "sample_feeds" / name)
    monkeypatch.chdir(tmp_path)
    code = main([*shlex.split(command), "--format", "json"])
    said = json.loads(capsys.readouterr().out)
    rules = Counter(alert["rule"] for alert in said["alerts"])
    assert rules.pop("rule.blind", 0) == QUIET.get(name, 0)
    assert rules
    assert "rule.ill" not in rules
    assert code in ({Exit.UNHEALTHY} if name in QUIET else {Exit.CLEAN, Exit.ALERTS})
    assert Path("sample_feeds", name).is_dir()
