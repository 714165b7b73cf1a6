"""Plain lines narrowed as the screen is: by unit, rule, severity and words."""

from threading import Event

import pytest
import synthetic

from reform_tui import times
from reform_tui.cli.main import main
from reform_tui.console.linear import run_linear
from reform_tui.console.main import run_once
from reform_tui.console.paint import Ink
from reform_tui.console.wanted import Wanted
from reform_tui.errors import ConfigError
from reform_tui.language import Language
from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.store import open_store


@pytest.fixture
def said(monkeypatch):
    monkeypatch.setattr(times, "now", lambda: synthetic.NOW)
    return []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("wanted", "units", "alerts"),
    [
        (Wanted(units=("thuc phan",)), ["H14.36"], 3),
        (Wanted(units=("H14.36", "H14.40")), ["H14.36", "H14.40"], 4),
        (Wanted(rules=("proxy",)), ["H14.36"], 1),
        (Wanted(severities=("critical",)), ["H14.11", "H14.36"], 2),
        (Wanted(units=("H14.36",), severities=("critical",)), ["H14.36"], 1),
        (Wanted(words="dat dai nguyen"), ["H14.40"], 1),
        (Wanted(units=("dam thuy",)), ["H14.61"], 0),
    ],
)
def test_the_board_has_what_is_wanted_and_no_sums(project, said, language, wanted, units, alerts):
    assert run_once(project, said.append, language=language, ascii=False, wanted=wanted) == 0
    assert [line.partition(" · ")[0] for line in said[1 : 1 + len(units)]] == units
    assert len(said) == 1 + len(units) + alerts


def test_a_change_is_told_while_it_is_or_was_wanted(project, said):
    store, stop = open_store(Layout(project / "state"), BUILT_IN), Event()

    def write(line):
        said.append(line)
        if len(said) == 3:
            with transaction(store.connection):
                synthetic.alert(store, "late-by-field", "H14.40", "Đất đai", "warning", 3, 40)
                synthetic.alert(store, "late-by-field", "H14.36", "Đất đai", "warning", 4, 132)
        if len(said) == 4:
            stop.set()

    run_linear(project, Language("en"), Ink(), write, stop, Wanted(severities=("critical",)))
    store.close()
    assert [line.split(" · ")[1:3] for line in said[1:3]] == [["new", "critical"]] * 2
    assert said[3].startswith("17:00 · changed · warning · Phường Thục Phán · Đất đai: 4 of 132")


@pytest.mark.parametrize("wanted", [Wanted(units=("nowhere",)), Wanted(rules=("nothing",))])
def test_what_nothing_is_called_is_a_sentence(project, said, wanted):
    with pytest.raises(ConfigError, match="nothing here is called 'no"):
        run_once(project, said.append, language="en", ascii=False, wanted=wanted)
    assert said == []


def test_the_options_narrow_and_belong_to_lines(project, capsys):
    (project / "reform.toml").write_text('name = "demo"\n', "utf-8")
    asked = [
        "console",
        str(project),
        "--language",
        "en",
        "--severity",
        "critical",
        "--unit",
        "H14.36",
        "--filter",
        "dat",
    ]
    assert main([*asked, "--once"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert main(asked) == 2
    assert "go with --linear or --once" in capsys.readouterr().err
