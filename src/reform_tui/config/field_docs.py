"""What a dataclass says about its own fields: the text that stands below each in its source."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import textwrap
from itertools import pairwise
from typing import Any


def docs_of(kind: type[Any]) -> dict[str, str]:
    """Return field name to help: ``metadata={"help": …}``, else the text below the field; one line each."""
    below: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        below |= _below(base) if dataclasses.is_dataclass(base) else {}
    said = {field.name: field.metadata.get("help") or below.get(field.name, "") for field in dataclasses.fields(kind)}
    return {name: " ".join(str(text).split()) for name, text in said.items() if text}


def _below(kind: type[Any]) -> dict[str, str]:
    """Return the texts below the fields of this class alone; nothing where its source is not to be had."""
    try:
        [tree] = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    except (OSError, TypeError, SyntaxError, ValueError):
        return {}
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    return {
        field.target.id: text.value.value
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }
