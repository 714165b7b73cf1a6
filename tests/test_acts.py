"""An act is one durable file that nobody overwrites."""

import json
import os
import resource
import stat

import pytest

from reform_tui.acts import write_act
from reform_tui.errors import StoreError
from reform_tui.store.layout import Layout


@pytest.fixture
def root(tmp_path):
    Layout(tmp_path / "state").prepare()
    return tmp_path


def test_an_act_says_what_when_and_about_what(root):
    path = write_act(root, "acknowledge", {"alert": "abc", "note": "đã gọi"})
    document = json.loads(path.read_text("utf-8"))
    assert (document["kind"], document["body"]) == ("acknowledge", {"alert": "abc", "note": "đã gọi"})
    assert document["at"].endswith("+00:00")
    assert path.parent == Layout(root / "state").acts


def test_acts_sort_by_time_and_never_share_a_name(root):
    paths = [write_act(root, "rescan", {}) for _ in range(50)]
    assert paths == sorted(paths)
    assert len(set(paths)) == 50


@pytest.mark.parametrize("mask", [0o000, 0o007, 0o077])
def test_an_act_can_be_read_by_the_group_and_written_by_nobody(root, mask):
    before = os.umask(mask)
    try:
        path = write_act(root, "note", {"alert": "abc", "note": "x"})
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o440


def test_nothing_but_the_act_is_left(root):
    path = write_act(root, "rescan", {})
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(StoreError, match="reform-tui watch"):
        write_act(tmp_path, "rescan", {})


def test_a_folder_that_is_a_file_is_a_sentence(tmp_path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "acts").write_text("", "utf-8")
    with pytest.raises(StoreError, match="was not written"):
        write_act(tmp_path, "rescan", {})


def test_an_act_of_which_the_disk_takes_a_part_is_not_written(root):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))  # as a full disk does: a short count, and no error
    try:
        with pytest.raises(StoreError, match="was not written"):
            write_act(root, "note", {"alert": "abc", "note": "x" * 200})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(Layout(root / "state").acts.iterdir()) == []
