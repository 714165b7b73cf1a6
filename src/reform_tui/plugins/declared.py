"""What a plugin's file says of itself in plain text: read from its source, so that nothing of it has to run."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reform_tui.plugins.names import check_name_of
from reform_tui.sdk import SDK_VERSION

_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge, "<=": operator.le, "==": operator.eq, "!=": operator.ne, ">": operator.gt, "<": operator.lt,
}  # fmt: skip
_CLAUSE = re.compile(r"\s*(>=|<=|==|!=|>|<)\s*(\d+)(?:\.(\d+))?\s*")


@dataclass(frozen=True)
class Declared:
    """The texts that a module gives its own names, empty where it does not, and what it makes."""

    version: str = ""
    requires_sdk: str = ""
    makes: frozenset[str] = frozenset()
    """Its functions and, named as rules name a check, its classes."""


def declared_in(file: Path) -> Declared:
    """Return what the file declares; nothing for one that cannot be read or is not Python."""
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return Declared()
    said = dict(said for node in tree.body for said in _said(node))
    made = {check_name_of(node.name) for node in tree.body if isinstance(node, ast.ClassDef)}
    made |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    return Declared(said.get("__version__", ""), said.get("requires_sdk", ""), frozenset(made))


def _said(node: ast.stmt) -> list[tuple[str, str]]:
    """Return (name, text) of a plain assignment of a text."""
    match node:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text)))
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=str(text)))
        ):
            return [(name, text)]
    return []


def fault_in_requirement(requires: object, version: str = SDK_VERSION) -> str:
    """Return why ``requires_sdk`` is not met, or is no requirement; nothing where it is met or there is none."""
    if requires in (None, ""):
        return ""
    clauses = [_CLAUSE.fullmatch(clause) for clause in requires.split(",")] if isinstance(requires, str) else [None]
    if not all(clauses):
        return f'requires_sdk {requires!r} is not such as ">=1.0,<2"'
    here = tuple(map(int, version.split(".")))
    met = all(_COMPARED[one[1]](here, (int(one[2]), int(one[3] or 0))) for one in clauses if one)
    return "" if met else f"needs sdk {requires}, and this is sdk {version}; install a plugin or a reform-tui that fits"
