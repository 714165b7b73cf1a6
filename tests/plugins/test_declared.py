"""What a plugin's file says of itself, read without running it."""

from __future__ import annotations

import pytest

from reform_tui.plugins.declared import Declared, declared_in, fault_in_requirement


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('__version__ = "2.1"\nrequires_sdk = ">=1.0"\n', Declared("2.1", ">=1.0")),
        ('"""Words."""\n__version__: str = "2.1"\nraise SystemExit\n', Declared("2.1")),
        ('__version__ = ".".join("21")\nif True:\n    requires_sdk = "1"\n', Declared()),
        ("class LateHTTPAnswer: ...\ndef online(): ...\n", Declared(makes=frozenset({"late_http_answer", "online"}))),
        ("def (", Declared()),
        ("\0", Declared()),
        ("(" * 5000, Declared()),
    ],
)
def test_plain_texts_are_read_and_nothing_runs(tmp_path, text, said):
    file = tmp_path / "own.py"
    file.write_text(text, "utf-8")
    assert declared_in(file) == said


def test_a_file_that_is_not_there_declares_nothing(tmp_path):
    assert declared_in(tmp_path / "gone.py") == Declared()


@pytest.mark.parametrize(
    ("requires", "version", "met"),
    [
        ("", "1.0", True),
        (None, "1.0", True),
        (">=1.0,<2", "1.0", True),
        (">= 1.0 , < 2", "1.9", True),
        (">=1.0,<2", "2.0", False),
        (">1", "1.0", False),
        ("<=1.2", "1.10", False),
        ("==1.2", "1.2", True),
        ("!=1.2", "1.2", False),
    ],
)
def test_a_requirement_is_compared_by_numbers(requires, version, met):
    assert (fault_in_requirement(requires, version) == "") is met


@pytest.mark.parametrize("requires", ["1.0", ">=1.0.0", ">=1,", "~=1.0", 1.0, ("1",)])
def test_what_is_no_requirement_is_told(requires):
    assert "is not such as" in fault_in_requirement(requires, "1.0")
