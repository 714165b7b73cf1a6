"""Hints from a real file system; what is lost costs only time, since the scan is the truth."""

from __future__ import annotations

import logging
import shutil

import pytest

from reform_tui.watch.folders import Hints


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "inbox"
    made.mkdir()
    return made


@pytest.fixture
def hints(folder, tmp_path):
    watching = Hints([folder, tmp_path / "later"])
    yield watching
    watching.close()


def drained(hints):
    while hints.wait(0.2):
        pass


def test_a_new_file_is_a_hint(hints, folder):
    assert not hints.wait(0.05)
    (folder / "a.csv").write_text("x", "utf-8")
    assert hints.wait(5.0)


def test_a_burst_is_one_hint_and_the_next_one_comes_again(hints, folder):
    for number in range(50):
        (folder / f"{number}.csv").write_text("x", "utf-8")
    assert hints.wait(5.0)
    drained(hints)
    (folder / "0.csv").rename(folder / "renamed.csv")
    assert hints.wait(5.0)


def test_reading_is_no_news(hints, folder):
    path = folder / "a.csv"
    path.write_text("x", "utf-8")
    drained(hints)
    path.read_text("utf-8")
    assert not hints.wait(0.2)


def test_a_root_that_was_deleted_and_made_again_is_heard_again(hints, folder):
    shutil.rmtree(folder)
    hints.look_again()
    folder.mkdir()
    assert hints.look_again()
    drained(hints)
    assert not hints.look_again()
    (folder / "a.csv").write_text("x", "utf-8")
    assert hints.wait(5.0)


def test_a_root_that_was_renamed_and_replaced_is_heard_again(hints, folder, tmp_path):
    folder.rename(tmp_path / "away")
    folder.mkdir()
    assert hints.look_again()
    drained(hints)
    (folder / "a.csv").write_text("x", "utf-8")
    assert hints.wait(5.0)


def test_a_folder_that_comes_later_is_heard_once_it_is_there(hints, tmp_path):
    assert not hints.look_again()
    (tmp_path / "later").mkdir()
    assert hints.look_again()
    drained(hints)
    (tmp_path / "later" / "a.csv").write_text("x", "utf-8")
    assert hints.wait(5.0)


def test_a_file_in_the_place_of_a_folder_is_no_reason_to_stop(hints, folder):
    shutil.rmtree(folder)
    folder.write_text("no folder", "utf-8")
    hints.look_again()
    assert hints.wait(0.0) in {True, False}


def test_an_overflow_that_watchdog_only_logs_is_a_hint(tmp_path):
    hints = Hints([tmp_path])
    try:
        logging.getLogger("watchdog.observers.inotify_c").warning(
            "Inotify queue overflowed; filesystem events were lost"
        )
        assert hints.wait(5)
        assert not hints.wait(0)
    finally:
        hints.close()
