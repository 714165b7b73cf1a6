"""What is wrong with a file as a file."""

from __future__ import annotations

import hashlib

import pytest

from reform_tui.config.toml import parse, read_document
from reform_tui.errors import ConfigError


def test_a_document_knows_its_label_and_hash(tmp_path):
    path = tmp_path / "late.toml"
    path.write_bytes('\ufeffname = "Trễ hạn"\n'.encode())  # with the mark that Notepad writes
    document = read_document(path, "rules/late.toml")
    assert document.table == {"name": "Trễ hạn"}
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"a = 1\nb = ",
            (
                'x.toml, line 2, column 5: is not TOML: here stands no value; text stands in quotes, "so", a number or true and '
                "false without"
            ),
        ),
        (b"a = " + b"9" * 5000, "x.toml: holds a number of thousands of digits, or tables too deep to be read"),
        (b"a = " + b"[" * 5000, "x.toml: holds a number of thousands of digits, or tables too deep to be read"),
        (
            b"a = 1\na = 2\n",
            (
                "x.toml, line 2, column 6: is not TOML: this name has a value already; leave one, or write [[ ]] at each "
                "heading of a list"
            ),
        ),
        (
            "[Quá-hạn]\na = 1\n".encode(),
            'x.toml, line 1, column 4: is not TOML: a name with accents stands in quotes: ["Quá-hạn"]',
        ),
        (
            b"[[a]]\n[a]\n",
            (
                "x.toml, line 2, column 3: is not TOML: this heading stands twice; join what is below both, or write [[ ]] "
                "at each for a list"
            ),
        ),
        ("a = 1\nb = 'Trễ'".encode("utf-16"), "x.toml, line 1: is not UTF-8 text; save it as UTF-8"),
        ("a = 1\nb = 'Đông'".encode("cp1258"), "x.toml, line 2: is not UTF-8 text; save it as UTF-8"),
    ],
)
def test_what_is_no_toml_is_told_with_its_place(content, sentence):
    with pytest.raises(ConfigError) as caught:
        parse(content, "x.toml")
    assert caught.value.faults == (sentence,)


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(ConfigError) as caught:
        read_document(tmp_path, "feeds/x.toml")
    assert caught.value.faults == ("feeds/x.toml: cannot be read (Is a directory)",)
