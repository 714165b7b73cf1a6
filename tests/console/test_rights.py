"""Who may act is said before a key is in vain; who sits at a shared account is asked and told as claimed."""

import json
import os

import pytest
import synthetic
from terminal import Terminal

from reform_tui.config.types import Groups
from reform_tui.console.keys import KEYS
from reform_tui.engine.acts import apply_acts
from reform_tui.errors import ConfigError
from reform_tui.language import Language
from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.rights import account_of, author_of, claimed_name, is_member, read_rights, write_rights
from reform_tui.store.store import open_store
from reform_tui.watch.keepers import outsider, require_keeper

ME = account_of(os.geteuid())
NOBODY = "no-such-group"
ACTING = {"acknowledge", "silence", "undo", "what_if", "verdict", "export", "unmask"}


@pytest.fixture
def store(project):
    """The engine's hand on the store."""
    store = open_store(Layout(project / "state"), BUILT_IN)
    yield store
    store.close()


def allow(store, **groups):
    with transaction(store.connection):
        write_rights(store.connection, Groups(**groups))


def acts(project):
    return [json.loads(path.read_text("utf-8")) for path in sorted((project / "state" / "acts").glob("*.json"))]


def test_consoles_read_what_the_engine_wrote(store):
    assert read_rights(store.connection) == Groups()
    allow(store, inspectors="reform", unmask="few", shared=("thanhtra",))
    assert read_rights(store.connection) == Groups(inspectors="reform", unmask="few", shared=("thanhtra",))


def test_every_key_that_acts_is_off_with_its_reason_outside_the_group(project, store):
    allow(store, inspectors=NOBODY)
    why = f"{ME} is not in the group {NOBODY}"
    with Terminal(project) as terminal:
        terminal.until(f"you may only look here: {why}").press(":unit H14.36\r").until("Count/of")
        for key in "asUeu":
            terminal.press("j").press(key).until(why if key != "u" else "unmasking works on one record")
        for command in ("rescan", "acknowledge x", "silence 3d x", "undo", "export csv"):
            terminal.press("j").press(f":{command}\r").until(why)
        terminal.press(":rules\r").until("Late by").press("w").until(why)
        terminal.press(f":record {synthetic.KEYS[0]}\r").until("inbox/").press("v").until(why)
        terminal.press("k").press("u").until(why).press("?").until("Help")
        text = "".join(terminal.press(" ").settle(0.1).text for _ in range(6))
        assert text.count(NOBODY) >= len(ACTING) - 2  # two are about an alert, which this screen is not
    assert acts(project) == []
    assert {key.act for key in KEYS} >= ACTING


def test_a_shared_account_is_asked_for_a_name_which_is_told_as_claimed(project, store):
    allow(store, shared=(ME,))
    with Terminal(project) as terminal:
        terminal.until("Your name, told as claimed:").until(f"several people use the account {ME}")
        terminal.press("\x1b").until("say who you are first").press(":unit H14.36\r").until("Count/of")
        terminal.press("a").until("say who you are first")
        terminal.press(":name L\r").until("write your name").press("an (x)\r").until(
            f"you act as Lan x (claimed, {ME})"
        )
        terminal.press("a").until("may follow").press("đã gọi\r").until("written;")
        apply_acts(store, Groups(shared=(ME,)), None, synthetic.NOW)
        terminal.until("taken").press("\r").until("Taken by").until(f"Lan x (claimed, {ME})")
        terminal.press("U").until("taking back")
    assert {act["claimed"] for act in acts(project)} == {"Lan x"}
    [author] = store.connection.execute("SELECT DISTINCT author FROM changes WHERE kind = 'taken'")
    assert author[0] == f"Lan x (claimed, {ME})"


def test_a_name_is_asked_once_the_settings_say_so(project, store):
    with Terminal(project) as terminal:
        terminal.until("engine running").press(":name Lan\r").until("only on a shared account")
        allow(store, shared=(ME,))
        terminal.press("\x1b").until("Your name, told as claimed:").press("Lan\r").until("you act as Lan")


def test_the_engine_hears_a_name_only_on_a_shared_account(project, store):
    told = {"kind": "export", "at": synthetic.NOW.isoformat(), "body": {"screen": "units", "rows": 1}}
    for number, claimed in enumerate(({"claimed": "Lan\n(x)"}, {})):
        path = project / f"state/acts/20250331T10000{number}.000000Z-a.json"
        path.write_text(json.dumps(told | claimed), "utf-8")
    apply_acts(store, Groups(shared=(ME,)), None, synthetic.NOW)
    read = "SELECT author, refused FROM acts ORDER BY name"
    first, second = store.connection.execute(read)
    assert tuple(first) == (f"Lan x (claimed, {ME})", None)
    assert second["refused"] == f"{ME} is an account that several people share, and the act does not say who it was"
    store.connection.execute("DELETE FROM acts")
    apply_acts(store, Groups(), None, synthetic.NOW)
    assert [tuple(row) for row in store.connection.execute(read)] == [(ME, None), (ME, None)]


def test_a_claimed_name_is_one_line_and_never_another_account():
    assert claimed_name(" Lan \n(claimed, minh) ") == "Lan claimed, minh"
    assert len(claimed_name("n" * 900)) == 60
    assert (author_of("tt", "Lan"), author_of("tt", "")) == ("Lan (claimed, tt)", "tt")


def test_members_of_a_group():
    assert is_member(ME, "")
    assert not is_member(ME, NOBODY, ME)
    assert is_member("root", "root")
    assert is_member("who-keeps-it", "root", "who-keeps-it")
    assert not is_member("nobody-at-all", "root")


def test_an_engine_is_run_by_its_group_and_by_root(tmp_path, monkeypatch):
    (tmp_path / "reform.toml").write_text(f'[groups]\nengine = "{NOBODY}"\n', "utf-8")
    monkeypatch.setattr(os, "geteuid", lambda: 54_321)
    assert outsider(tmp_path) == {"name": "54321", "group": NOBODY}
    with pytest.raises(ConfigError, match=f"54321 is not in the group {NOBODY}, whose members run the engine"):
        require_keeper(tmp_path)
    (tmp_path / "reform.toml").write_text("", "utf-8")
    assert outsider(tmp_path) == {}


def test_the_sentences_are_in_both_languages():
    for code in ("vi", "en"):
        said = Language(code).say("you may only look here: {name} is not in the group {group}, whose members may act")
        assert ("chỉ được xem" in said) is (code == "vi")
