"""One record unmasked: for a reason, told in the trail, on that screen alone, and nowhere after it."""

import json
import os
import signal
from datetime import timedelta

import pytest
import synthetic
from terminal import Terminal

from reform_tui.config.types import Groups
from reform_tui.console.unmasking import fault_in, told_key
from reform_tui.engine.acts import apply_acts
from reform_tui.model.schema import BUILT_IN
from reform_tui.store.database import transaction
from reform_tui.store.layout import Layout
from reform_tui.store.rights import write_rights
from reform_tui.store.store import open_store

NAME, NUMBER = "Nguyễn Văn Mẫu", "012345678901"
CODE = synthetic.KEYS[0]


@pytest.fixture
def store(project):
    """The engine's hand on the store."""
    store = open_store(Layout(project / "state"), BUILT_IN)
    yield store
    store.close()


def acts(project):
    return [json.loads(path.read_text("utf-8")) for path in sorted((project / "state" / "acts").glob("*.json"))]


def opened(terminal):
    """The record of the evidence's first row."""
    terminal.until("17:00").press(f":record {CODE}\r").until("inbox/one-stop")
    return terminal.press("G").until("******01")


def kept(project):
    """Everything that the console and the engine wrote but the people's files themselves."""
    files = [path for path in project.rglob("*") if path.is_file() and not path.name.endswith(".people.arrow")]
    return b"".join(path.read_bytes() for path in files)


def test_a_reason_that_names_somebody_is_kept_nowhere_though_the_line_drops(project):
    with Terminal(project) as terminal:
        opened(terminal).press("u").until("name nobody in it").press(f"{NAME} hỏi\r").until("the trail must not")
        memory = next((project / "home" / "reform-tui").glob("*.json"))
        before = memory.read_text("utf-8")
        terminal.set_clock(synthetic.NOW + timedelta(seconds=9))
        terminal.press("j")  # a key that is kept, with its moment
        while memory.read_text("utf-8") == before:
            terminal.read(0.05)
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.ended()
    assert NAME.encode() not in kept(project)


def test_a_reason_unmasks_one_record_on_its_screen_alone(project, store):
    with Terminal(project) as terminal:
        opened(terminal).press("u").until("name nobody in it").press("xã xin đối chiếu\r").until(NAME)
        assert NUMBER in terminal.text
        assert "unmasked, and told in the trail" in terminal.text
        for key in ("e", "y", "/"):
            assert NAME in terminal.press(key).until("stays on this screen").text
        terminal.press(":lines\r").until("stays on this screen")
        terminal.press("u").until("this record is unmasked")
        terminal.press("?").until("Help").press("\x1b").until("******01")
        assert NAME not in terminal.text
        terminal.press("q")
        assert terminal.ended() == 0
    apply_acts(store, Groups(), None, synthetic.NOW)
    [line] = store.connection.execute("SELECT * FROM changes WHERE kind = 'unmasked'")
    assert json.loads(line["detail"])["record"] == CODE
    assert json.loads(line["detail"])["why"] == "xã xin đối chiếu"
    assert line["author"]
    assert [act["kind"] for act in acts(project)] == ["unmask"]
    left = kept(project)
    assert NAME.encode() not in left
    assert NUMBER.encode() not in left


def test_what_happened_says_who_saw_which_record_and_why(project, store):
    with Terminal(project, language="vi") as terminal:
        opened(terminal).press(":unmask đối chiếu\r").until(NAME)
        apply_acts(store, Groups(), None, synthetic.NOW)
        terminal.press(":changes\r").until("bỏ che").until(f"hồ sơ {CODE[:10]}")


@pytest.mark.parametrize("reason", ["  ", "hỏi ông Nguyễn Văn Mẫu", "CCCD 012345678901", "gọi 0912 345 678"])
def test_a_reason_that_is_none_or_names_the_person_unmasks_nothing(project, reason):
    with Terminal(project) as terminal:
        opened(terminal).press("u").until("name nobody").press(f"{reason}\r").until("nothing was written")
        assert "******01" in terminal.text
    assert acts(project) == []


def test_what_cannot_be_told_is_not_shown(project):
    with Terminal(project) as terminal:
        opened(terminal).press("u").until("name nobody")
        (project / "state" / "acts").rmdir()
        terminal.press("đối chiếu\r").until("state/acts is not there")
        assert NUMBER not in terminal.text


def test_a_record_of_nobody_and_a_list_say_why_not(project):
    for path in (project / "state").rglob("*.people.arrow"):
        path.unlink()
    with Terminal(project) as terminal:
        terminal.until("engine running").press("u").until("unmasking works on one record")
        terminal.press(f":record {CODE}\r").until("Sheet1").press("u").until("nothing is masked here")
        terminal.press(":unmask vì sao\r").until("nothing is masked here")


def test_who_is_in_no_group_that_may_unmask_is_told_so(project, store):
    with transaction(store.connection):
        write_rights(store.connection, Groups(unmask="no-such-group"))
    with Terminal(project) as terminal:
        opened(terminal).press("u").until("people stay masked")


def test_who_lost_the_right_while_the_reason_was_typed_sees_nobody(project, store):
    with Terminal(project) as terminal:
        opened(terminal).press("u").until("name nobody in it").press("đối chiếu").until("đối chiếu")
        with transaction(store.connection):
            write_rights(store.connection, Groups(unmask="no-such-group"))
            store.connection.execute("UPDATE meta SET value = 'Renamed' WHERE name = 'project'")
        terminal.until("Renamed").press("\r").until("people stay masked")
        assert NAME not in terminal.text
    assert acts(project) == []


def test_a_reason_is_looked_through_for_people():
    assert fault_in("đối chiếu theo công văn 123/SNV ngày 14/11/2025") == ""
    assert fault_in("hồ sơ H14.36-250301-0001") == ""
    assert fault_in("theo yêu cầu của Mẫu", ["Mẫu", "x"])
    assert told_key("H14.1|0912345678|3", ["0912345678"]) == "H14.1|******78|3"


def test_the_engine_refuses_without_a_row_or_a_reason_and_outside_the_group(project, store):
    folder = project / "state" / "acts"
    bodies = [{"row": CODE}, {"why": "x"}, {"row": CODE, "why": "x"}]
    for number, body in enumerate(bodies):
        told = {"kind": "unmask", "at": synthetic.NOW.isoformat(), "body": body}
        (folder / f"20250331T1000000{number}Z-a.json").write_text(json.dumps(told), "utf-8")
    apply_acts(store, Groups(unmask="no-such-group"), None, synthetic.NOW)
    refused = [row[0] for row in store.connection.execute("SELECT refused FROM acts ORDER BY name")]
    assert all("no-such-group, whose members may unmask" in why for why in refused)
    store.connection.execute("DELETE FROM acts")
    apply_acts(store, Groups(), None, synthetic.NOW)
    refused = [row[0] for row in store.connection.execute("SELECT refused FROM acts ORDER BY name")]
    assert refused == ["an unmasking says which row, and why"] * 2 + [None]
