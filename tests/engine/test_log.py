"""The engine's log: a JSON object a line, turned over by size, without a word from anybody's file."""

from __future__ import annotations

import json
import logging
import warnings

from reform_tui.config.types import Keep
from reform_tui.engine.log import logging_to, turn_over

_log = logging.getLogger("reform_tui.test")


def lines(folder):
    return [json.loads(line) for line in (folder / "engine.log").read_text(encoding="utf-8").splitlines()]


def test_an_event_is_a_line_with_its_facts(tmp_path, capfd):
    with logging_to(tmp_path / "log", Keep()):
        _log.info("evaluated", extra={"units": 3, "rule": "đúng-hạn"})
        logging.getLogger("watchdog.observers").warning("overflow")
    first, second = lines(tmp_path / "log")
    assert {key: first[key] for key in first if key != "at"} == {
        "level": "info", "from": "reform_tui.test", "event": "evaluated", "units": 3, "rule": "đúng-hạn",
    }  # fmt: skip
    assert first["at"].endswith("+00:00")
    assert second["event"] == "overflow"
    assert capfd.readouterr() == ("", "")


def test_neither_an_exception_nor_a_warning_brings_its_text(tmp_path):
    with logging_to(tmp_path, Keep()):
        try:
            int("Nguyễn Văn A")
        except ValueError:
            _log.exception("reading failed")
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn("cell 'Nguyễn Văn A': strange", UserWarning, stacklevel=1)
    text = (tmp_path / "engine.log").read_text(encoding="utf-8")
    assert "Nguyễn" not in text
    failed, warned = lines(tmp_path)
    assert failed["error"].startswith("ValueError at test_log.py line ")
    assert warned["event"].endswith(": UserWarning")


def test_the_log_is_kept_small(tmp_path):
    with logging_to(tmp_path, Keep(log_mb=1, logs=2)):
        for _ in range(50):
            _log.info("x" * 100_000)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["engine.log", "engine.log.1", "engine.log.2"]
    assert all(path.stat().st_size <= 1 << 20 for path in tmp_path.iterdir())


def test_logging_is_as_before_afterwards(tmp_path):
    root = logging.getLogger()
    before = (root.handlers[:], root.level, logging.raiseExceptions, warnings.showwarning)
    with logging_to(tmp_path, Keep()):
        assert len(root.handlers) == 1
    assert (root.handlers[:], root.level, logging.raiseExceptions, warnings.showwarning) == before


def test_what_plugins_print_is_set_aside_once_full(tmp_path):
    keep, path = Keep(log_mb=1, logs=2), tmp_path / "plugins.log"
    turn_over(path, keep)
    for text in ("a", "b", "c"):
        path.write_text(text * (1 << 20) + ".")
        turn_over(path, keep)
    assert {file.name: file.read_text()[0] for file in tmp_path.iterdir()} == {
        "plugins.log.1": "c",
        "plugins.log.2": "b",
    }
    path.write_text("small")
    turn_over(path, keep)
    assert path.exists()
