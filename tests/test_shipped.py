"""Both places where what is shipped may lie."""

from __future__ import annotations

import pytest

from reform_tui.errors import ReformError
from reform_tui.shipped import shipped


def test_in_this_checkout_or_wheel_every_folder_is_found():
    assert all(shipped(name).is_dir() for name in ("plugins", "rules", "sample_feeds"))
    assert (shipped("plugins") / "overdue.py").is_file()


def test_in_a_wheel_it_lies_in_the_package(tmp_path):
    package = tmp_path / "lib" / "reform_tui"
    (package / "shipped" / "rules").mkdir(parents=True)
    (tmp_path / "rules").mkdir()  # somebody else's
    assert shipped("rules", package) == package / "shipped" / "rules"


def test_in_a_checkout_it_lies_at_the_root(tmp_path):
    (tmp_path / "rules").mkdir()
    assert shipped("rules", tmp_path / "src" / "reform_tui") == tmp_path / "rules"


def test_where_it_is_missing_a_sentence_says_what_to_do(tmp_path):
    package = tmp_path / "lib" / "reform_tui"
    with pytest.raises(
        ReformError, match=r"shipped/rules: this folder of the product is missing; install reform-tui again"
    ):
        shipped("rules", package)
