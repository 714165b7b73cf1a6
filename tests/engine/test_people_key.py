"""People as subjects: a hash under the project's own key, the same for the same key and nobody else's business."""

from __future__ import annotations

import json
import stat
from dataclasses import replace

import pytest
from projects import NOW, alerts, made, take

from reform_tui.assemble import running, take_all
from reform_tui.cli.check import run
from reform_tui.cli.main import parser
from reform_tui.engine.intake.rebuilding import empty_state, replay
from reform_tui.engine.job import Job
from reform_tui.errors import StoreError
from reform_tui.store.layout import Layout
from reform_tui.store.people_key import LENGTH, key_for_looking

PROXY = '[proxy]\ncheck = "proxy_submission"\nwarning = { count = 1 }\n'


def online(number):
    """One record that the account of the same officer filed."""
    return json.dumps({
        "record_id": f"H14.1-250310-{number:04}", "channel": "online", "account": "cb.hoa17",
        "submitted_at": f"10/03/2025 08:{number:02}:00", "received_at": "10/03/2025 09:00:00",
        "applicant_id": f"0040850{number:05}",
    })  # fmt: skip


def filled(bench):
    bench.write("rules/proxy.toml", PROXY)
    bench.drop_text("a.jsonl", "".join(f"{online(number)}\n" for number in range(1, 8)))
    return bench


def subjects(engine):
    take(engine)
    return {(alert["id"], alert["subject"]) for alert in alerts(engine, "proxy") if alert["subject"] != "online"}


def test_the_same_key_gives_the_same_alerts_through_restart_and_rebuild(bench):
    filled(bench)
    with bench.running() as engine:
        before = subjects(engine)
        assert [subject[:6] for _, subject in before] == ["tk…17#"]
        assert [len(subject) for _, subject in before] == [len("tk…17#12345678")]
    with bench.running() as engine:
        engine.step(engine.units(), NOW)
        assert subjects(engine) == before
    empty_state(bench.root)
    with bench.running() as engine:
        engine.step(replay(engine, NOW), NOW)
        assert subjects(engine) == before


def test_another_project_has_another_key_and_so_other_subjects(bench, pool, tmp_path):
    other = filled(made(tmp_path / "other", pool))
    with filled(bench).running() as ours, other.running() as theirs:
        assert subjects(ours).isdisjoint(subjects(theirs))
    other.root.joinpath("state/people.key").unlink()
    own = Layout(bench.root / "state").people_key.read_bytes()
    other.root.joinpath("state/people.key").write_bytes(own)
    empty_state(other.root)
    with bench.running() as ours, other.running() as theirs:
        ours.step(ours.units(), NOW)
        theirs.step(replay(theirs, NOW), NOW)
        assert subjects(ours) == subjects(theirs)


def test_the_key_is_made_once_for_few_and_stands_nowhere_else(bench):
    with filled(bench).running() as engine:
        subjects(engine)
    path = Layout(bench.root / "state").people_key
    key = path.read_bytes()
    assert (len(key), stat.S_IMODE(path.stat().st_mode)) == (LENGTH, 0o440)
    with bench.running():
        pass
    assert path.read_bytes() == key
    others = [file for file in bench.root.rglob("*") if file.is_file() and file != path]
    assert len(others) > 5
    for file in others:
        content = file.read_bytes()
        assert key not in content
        assert key.hex().encode() not in content


def test_a_job_does_not_show_its_key(bench):
    with filled(bench).running() as engine:
        jobs = [job for _, job in engine.questions.jobs({"H14.1"}, NOW).values()]
        assert all(isinstance(job, Job) and job.people_key == engine.questions.people_key for job in jobs)
        assert str(engine.questions.people_key) not in repr((jobs, replace(engine.questions)))


@pytest.mark.parametrize("content", [b"", b"short"])
def test_a_key_that_is_none_is_refused_and_stays(bench, content):
    path = Layout(bench.root / "state").people_key
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"people\.key: is not 32 bytes long; restore it"), bench.running():
        pass
    assert path.read_bytes() == content
    assert [file.name for file in path.parent.glob("store.sqlite*")] == ["store.sqlite"], "cleanly closed all the same"


def checked(root, capsys):
    """Ids of the alerts that ``check`` tells."""
    run(parser().parse_args(["check", str(root), "--as-of", NOW.isoformat(), "--format", "json"]))
    return {alert["id"] for alert in json.loads(capsys.readouterr().out)["alerts"] if alert["subject"].startswith("tk")}


def test_check_masks_with_the_key_of_the_project_or_else_with_its_name(bench, capsys):
    filled(bench)
    without = checked(bench.root, capsys)
    assert len(without) == 1
    assert without == checked(bench.root, capsys)
    assert not (bench.root / "state").exists()
    with bench.running() as engine:
        own = {identity for identity, _ in subjects(engine)}
    assert checked(bench.root, capsys) == own != without


def test_the_name_decides_where_the_key_cannot_be_read(tmp_path):
    layout = Layout(tmp_path)
    assert key_for_looking(layout, "a") == key_for_looking(layout, "a") != key_for_looking(layout, "b")


def test_a_scratch_store_makes_no_key_of_its_own(bench, tmp_path):
    with running(filled(bench).parts(), tmp_path / "scratch", NOW, b"x" * LENGTH) as engine:
        take_all(engine, NOW)
    assert not (tmp_path / "scratch/people.key").exists()
