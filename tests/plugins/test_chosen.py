"""Which plugins may run: nobody else may write them, and an option may leave them out."""

from __future__ import annotations

import grp
import os
from pathlib import Path

import pytest

import reform_tui
from reform_tui.errors import ConfigError
from reform_tui.plugins import Choice, Origin, Source, choose, source_at
from reform_tui.plugins.permitted import Trusted, refusal, trusted

ME = Trusted(frozenset({os.geteuid()}))


@pytest.fixture
def own(tmp_path):
    """A plugin file that only its owner may write, in a folder like that."""
    folder = tmp_path / "plugins"
    folder.mkdir(0o755)
    file = folder / "own.py"
    file.write_text("", "utf-8")
    file.chmod(0o644)
    return file


def group_of(file: Path) -> str:
    return grp.getgrgid(file.stat().st_gid).gr_name


def test_a_file_that_only_its_owner_may_write_is_taken(own):
    assert refusal(source_at(own), ME) == ""


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        (0o646, "refused, since everybody may write it, and so decide what is run here; run chmod o-w {path}"),
        (0o666, "refused, since everybody may write it, and so decide what is run here; run chmod go-w {path}"),
        (0o664, "refused, since the group {group} may write it; run chmod g-w {path}, or name that group"),
    ],
)
def test_a_file_that_others_may_write_is_refused_with_the_command_that_mends_it(own, mode, says):
    own.chmod(mode)
    assert refusal(source_at(own), ME).startswith("plugins/own.py: " + says.format(path=own, group=group_of(own)))
    own.chmod(0o644)
    assert refusal(source_at(own), ME) == ""


def test_so_is_every_file_of_a_folder_that_others_may_write(own):
    own.parent.chmod(0o757)
    assert refusal(source_at(own), ME).startswith("plugins/: refused, since everybody may write it")
    assert f"chmod o-w {own.parent}" in refusal(source_at(own), ME)


def test_the_group_that_the_project_names_may_write(own):
    own.chmod(0o664)
    assert refusal(source_at(own), Trusted(ME.users, group_of(own))) == ""
    own.chmod(0o666)
    assert "everybody" in refusal(source_at(own), Trusted(ME.users, group_of(own)))


def test_a_file_of_somebody_else_is_refused(own):
    fault = refusal(source_at(own), Trusted(frozenset({os.geteuid() + 4000})))
    assert "neither the engine's user nor root; run chown" in fault
    assert fault.endswith(str(own.parent))


def test_an_inspector_trusts_the_engines_user_and_root_trusts_nobody_else(tmp_path, monkeypatch):
    (tmp_path / "state").mkdir()
    owner = (tmp_path / "state").stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert trusted(tmp_path, "").users == {0, owner, owner + 1}
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert trusted(tmp_path, "").users == {0}


def test_a_shipped_file_may_be_written_as_widely_as_the_program_and_no_wider(tmp_path, monkeypatch):
    program, file = tmp_path / "__init__.py", tmp_path / "theirs.py"
    for path in (program, file):
        path.write_text("", "utf-8")
        path.chmod(0o664)
    monkeypatch.setattr(reform_tui, "__file__", str(program))
    source = Source("theirs", Origin.SHIPPED, str(file))
    assert refusal(source, ME) == ""
    program.chmod(0o644)
    assert "chmod g-w" in refusal(source, ME)
    program.chmod(0o664)
    file.chmod(0o666)
    assert "chmod o-w" in refusal(source, ME)


def test_an_installed_package_is_as_safe_as_the_program():
    assert refusal(Source("theirs", Origin.INSTALLED, "nowhere"), ME) == ""


def test_the_refused_are_not_taken_and_the_others_are(own):
    (own.parent / "open.py").write_text("", "utf-8")
    (own.parent / "open.py").chmod(0o666)
    chosen = choose(own.parent.parent, "")
    assert [one.name for one in chosen.refused] == ["open"]
    assert chosen.taken[-1].name == "own"
    assert not chosen.whole


def test_none_at_all_or_only_some_by_name(own):
    root = own.parent.parent
    none, some = choose(root, "", Choice(none=True)), choose(root, "", Choice(only=("own", "overdue")))
    assert none.taken == ()
    assert [one.name for one in some.taken] == ["overdue", "own"]
    assert none.off[source_at(own)] == "plugins/own.py: left out by --no-plugins"
    assert set(some.off.values()) >= {"plugins/proxy.py: left out by --only"}
    assert choose(root, "").whole


def test_a_name_that_no_plugin_has_is_told_with_the_nearest(own):
    with pytest.raises(ConfigError, match="--only: there is no plugin 'overdu', did you mean 'overdue'"):
        choose(own.parent.parent, "", Choice(only=("overdu",)))
