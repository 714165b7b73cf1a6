"""TOML files to tables, and whatever is wrong with a file to a sentence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

from reform_tui.config.toml_faults import told
from reform_tui.errors import ConfigError


@dataclass(frozen=True)
class Document:
    """One TOML file: the ``label`` that faults begin with, its path, its table and the SHA-256 of its bytes."""

    label: str
    path: Path
    table: dict[str, Any]
    sha256: str


def read_document(path: Path, label: str) -> Document:
    """Read a TOML file in UTF-8; ``ConfigError`` with one sentence when it cannot be."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError([f"{label}: cannot be read ({error.strerror or error})"]) from error
    return Document(label, path, parse(content, label), hashlib.sha256(content).hexdigest())


def parse(content: bytes, label: str) -> dict[str, Any]:
    """Return the table that TOML text says; ``ConfigError`` names line and column."""
    try:
        return tomli.loads(content.decode("utf-8-sig"))  # Notepad writes a byte-order mark
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError([f"{label}, line {line}: is not UTF-8 text; save it as UTF-8"]) from error
    except tomli.TOMLDecodeError as error:
        where = f"{label}, line {error.lineno}, column {error.colno}"
        text = error.doc.split("\n")[error.lineno - 1]
        raise ConfigError([f"{where}: is not TOML: {told(error.msg, text, error.colno)}"]) from error
    except (ValueError, RecursionError) as error:  # TOML in its form, yet more than Python takes
        raise ConfigError([f"{label}: holds a number of thousands of digits, or tables too deep to be read"]) from error
