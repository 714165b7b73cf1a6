"""One plugin cannot stop another (P6): each hostile one against real processes."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # workers take it over: they must find the modules below

import hostile_work
from hostile_jobs import ILL, SECONDS, WELL, Yard
from processes import descendants, left_behind

from reform_tui.config.types import Keep
from reform_tui.engine.workers.pool import Pool
from reform_tui.errors import WorkerError
from reform_tui.times import monotonic

MEMORY = 400


@pytest.fixture(scope="module")
def yard(tmp_path_factory):
    return Yard(tmp_path_factory.mktemp("yard")).lay()


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("log")


@pytest.fixture(scope="module")
def pool(log):
    before = descendants(os.getpid())
    pool = Pool(2, SECONDS, MEMORY, log)
    yield pool
    pool.close()
    assert left_behind(before) == {}


@pytest.fixture(scope="module")
def sound(pool, yard):
    """What the sound check says with no hostile one near."""
    answer = pool.evaluate([yard.job("sound")])[1]["sound"]
    assert answer.fault == ""
    assert [(f.subject, f.count, f.of) for f in answer.judgement.findings] == [("Hộ tịch", 20, 20)]
    return answer


@pytest.mark.parametrize("guilty", [*ILL, *WELL])
def test_one_plugin_cannot_stop_another(pool, yard, sound, guilty):
    started = monotonic()
    answers = pool.evaluate([yard.job("sound-1", guilty, "sound-2")])[1]
    assert monotonic() - started < SECONDS + 4
    assert list(answers) == ["sound-1", guilty, "sound-2"]
    for name in ("sound-1", "sound-2"):
        assert (answers[name].fault, answers[name].judgement, answers[name].next_change) == (
            "", sound.judgement, sound.next_change,
        )  # fmt: skip
    assert ILL.get(guilty, "") in answers[guilty].fault
    assert bool(answers[guilty].fault) is (guilty in ILL)


def test_one_that_hogs_memory_does_not_make_the_next_one_ill(pool, yard, sound):
    answers = pool.evaluate([yard.job("keeps", "hungry", "sound")])[1]
    assert {name: answer.fault for name, answer in answers.items()} == {"keeps": "", "hungry": "", "sound": ""}
    assert answers["hungry"].judgement == answers["keeps"].judgement == sound.judgement


def test_every_hostile_plugin_at_once(pool, yard, sound):
    quick = [name for name in ILL if name not in {"loops", "import_hangs"}]
    jobs = [yard.job("sound", *quick, "sound-last"), yard.job("sound", "prints", number=2), yard.job(number=3)]
    answers = pool.evaluate(jobs)
    assert answers[3] == {}
    assert {name for name, answer in answers[1].items() if answer.fault} == set(quick)
    for number, name in ((1, "sound"), (1, "sound-last"), (2, "sound"), (2, "prints")):
        assert answers[number][name].judgement == sound.judgement


def test_a_check_that_no_plugin_offers_is_ill(pool, yard):
    answers = pool.evaluate([yard.job("nowhere", "sound")])[1]
    assert [answer.fault for answer in answers.values()] == [
        "rule nowhere (check nowhere) is offered by no plugin (hostile/nowhere.py: cannot be read: No such file or directory)",
        "",
    ]


def test_a_mended_plugin_is_loaded_anew(pool, yard, tmp_path):
    job = yard.job("sound")
    text = Path(job.plugins[0]).read_text(encoding="utf-8")
    file = tmp_path / "sound.py"
    job = replace(job, plugins=(str(file),))
    for wanted, subject in (("isna", "Hộ tịch"), ("notna", "Đất đai")):
        file.write_text(text.replace("isna", wanted), encoding="utf-8")
        [finding] = pool.evaluate([job])[1]["sound"].judgement.findings
        assert finding.subject == subject


def test_what_a_plugin_changes_for_the_process_is_put_back(pool, yard):
    faults = [a.fault for a in pool.evaluate([yard.job("prints-1", "spoils", "prints-2")])[1].values()]
    assert faults == ["", "", ""]


def test_a_plugin_that_hung_is_not_loaded_again_until_it_changes(pool, yard, tmp_path):
    def asked() -> tuple[str, bool]:
        started = monotonic()
        fault = pool.evaluate([job])[1]["import_hangs"].fault
        return fault, monotonic() - started < SECONDS

    file = tmp_path / "import_hangs.py"
    text = Path(yard.job("import_hangs").plugins[0]).read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    job = replace(yard.job("import_hangs"), plugins=(str(file),))
    (first, _), (again, quick) = asked(), asked()
    assert f"took longer than {SECONDS:g} s while it was loaded" in first
    assert (again, quick) == (first, True)
    file.write_text(text.replace(".wait()", ""), encoding="utf-8")
    assert asked() == ("", True)


def test_what_a_plugin_prints_goes_to_a_log_of_its_own(pool, yard, log, capfd):
    pool.evaluate([yard.job("prints", "sound")])
    own = log / "plugins/prints.log"
    assert {"to stdout", "to stderr"} <= set(own.read_text(encoding="utf-8").splitlines())
    assert own.stat().st_mode & 0o077 == own.parent.stat().st_mode & 0o077 == 0
    assert (log / "plugins/sound.log").stat().st_size == (log / "workers.log").stat().st_size == 0
    assert capfd.readouterr() == ("", "")


def test_a_flood_of_prints_is_cut_made_harmless_and_set_aside(yard, tmp_path):
    pool = Pool(1, SECONDS, MEMORY, tmp_path, Keep(log_mb=1, logs=2))
    for _ in range(4):
        assert pool.evaluate([yard.job("floods", "prints")])[1]["floods"].fault == ""
    pool.close()
    logs = sorted((tmp_path / "plugins").glob("floods.log*"))
    assert [path.name for path in logs] == ["floods.log", "floods.log.1", "floods.log.2"]
    for path in logs:
        said = path.read_bytes()
        assert (1 << 20) <= len(said) < (1 << 20) + 100
        assert said.startswith("\N{REPLACEMENT CHARACTER}[2J".encode())
        assert b"\n\xff\xfe\x00\n" in said
        assert said.endswith(b"[the rest of what was printed is left out]\n")
        assert b"\x1b" not in said


def test_no_message_of_an_exception_is_told(pool, yard, caplog):
    fault = pool.evaluate([yard.job("raises")])[1]["raises"].fault
    said = fault + str([vars(record) for record in caplog.records])
    assert "Nguyễn" not in said
    assert "0123" not in said


def test_what_is_asked_aside_keeps_its_limits_and_does_not_keep_the_others(pool, yard, sound):
    aside = pool.begin([yard.job("sleeps", "sound", number=2)])
    assert not pool.answered(aside)
    assert pool.evaluate([yard.job("sound")])[1]["sound"].judgement == sound.judgement
    assert not pool.answered(aside)
    started = monotonic()
    while not pool.answered(aside) and monotonic() - started < SECONDS + 4:
        pool.run(hostile_work.double, 1)
    assert "took longer than" in aside.done[2]["sleeps"].fault
    assert aside.done[2]["sound"].judgement == sound.judgement
    assert not Path(aside.jobs[0].workspace).exists()


def test_one_worker_is_not_kept_by_what_hangs_aside(yard, tmp_path):
    lonely = Pool(1, SECONDS, MEMORY, tmp_path)
    aside = lonely.begin([yard.job("sleeps", number=2)])
    assert lonely.evaluate([yard.job("sound")])[1]["sound"].fault == ""
    assert "took longer than" in aside.done[2]["sleeps"].fault
    lonely.close()


def test_what_is_dropped_leaves_its_worker_to_others(pool, yard):
    aside = pool.begin([yard.job("sleeps", number=2)])
    pool.drop(aside)
    assert pool.answered(aside)
    assert aside.done == {2: {}}
    assert pool.evaluate([yard.job("sound")])[1]["sound"].fault == ""


def test_the_workspace_is_gone_afterwards(pool, yard):
    job = yard.job("sound")
    stale = Path(job.workspace) / "left-by-a-crash"
    stale.mkdir(parents=True)
    pool.evaluate([job])
    assert not Path(job.workspace).exists()


def test_workers_are_nice_and_not_our_own_process(pool):
    pid, nice, _ = pool.run(hostile_work.state, None)
    assert pid != os.getpid()
    assert nice == min(os.nice(0) + 10, 19)


def test_results_come_in_the_order_of_their_arguments(pool):
    assert pool.run_each(hostile_work.double, range(50)) == list(range(0, 100, 2))
    assert pool.run(hostile_work.table, 1000).num_rows == 1000
    assert pool.run_each(hostile_work.double, []) == []


def test_a_sentence_crosses_whatever_its_class(pool):
    [waits, bad] = pool.run_each(hostile_work.incomplete, ["a.xlsx"]) + pool.run_each(
        hostile_work.unreadable, ["b.xls"]
    )
    assert (type(waits), str(waits)) == (WorkerError, "a.xlsx has no end yet")
    assert (type(bad), str(bad)) == (WorkerError, "b.xls is no workbook")


@pytest.mark.parametrize(
    ("function", "argument", "sentence"),
    [
        (hostile_work.breaks, None, "raised OwnError"),
        (hostile_work.gives_function, None, "raised"),
        (hostile_work.hangs, None, "the worker took longer than 0.5 s"),
        (hostile_work.ends, 0, "the worker ended the process with exit code 0"),
        (hostile_work.ends, 7, "the worker ended the process with exit code 7"),
        (hostile_work.hoards, None, "needed more memory than memory_mb under [limits] allows"),
    ],
)
def test_a_file_whose_reading_goes_wrong_is_an_error_and_the_pool_goes_on(pool, function, argument, sentence):
    with pytest.raises(WorkerError, match=re.escape(sentence)):
        pool.run(function, argument, seconds=0.5)
    assert pool.run(hostile_work.double, 21) == 42


def test_a_worker_killed_while_idle_is_replaced(pool):
    pid, *_ = pool.run(hostile_work.state, None)
    with gone(pid):
        os.kill(pid, signal.SIGKILL)
    assert pool.run_each(hostile_work.double, range(10)) == list(range(0, 20, 2))


def test_a_tidied_temporary_folder_stops_nobody(yard):
    pool = Pool(1, SECONDS, MEMORY)
    assert pool.evaluate([yard.job("sound")])[1]["sound"].fault == ""
    shutil.rmtree(pool._scratch)
    assert pool.evaluate([yard.job("sound")])[1]["sound"].fault == ""
    pool.close()


def test_workers_that_stall_are_started_anew(pool, monkeypatch):
    """As after a worker that died while it held the lock of the pipe."""
    monkeypatch.setattr("reform_tui.engine.workers.pool.STALLED", 0.4)
    pool.run(hostile_work.double, 1)
    pool._processes._pool_manager.worker_manager.workers_channel.mutex.acquire()
    assert pool.run_each(hostile_work.double, range(3)) == [0, 2, 4]


def test_workers_die_with_the_engine(tmp_path):
    """An engine killed outright leaves no worker, not even one that is stuck in a plugin."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, Path(__file__).with_name("hostile_engine.py"), pipe]
    with subprocess.Popen(command, env={**os.environ, "TMPDIR": str(tmp_path)}) as engine:
        pids = first_two(pipe)
        with gone(*pids):
            engine.kill()


def first_two(pipe: Path) -> list[int]:
    said: list[str] = []
    while len(said) < 2:
        said += pipe.read_text(encoding="ascii").split()
    return [int(pid) for pid in said]


@contextmanager
def gone(*pids: int) -> Iterator[None]:
    """Hold that what is done inside ends these processes, within five seconds."""
    handles = [os.pidfd_open(pid) for pid in pids]
    yield
    try:
        for handle in handles:
            poll = select.poll()
            poll.register(handle, select.POLLIN)
            assert poll.poll(5000), "a process is left behind"
    finally:
        for handle in handles:
            os.close(handle)
