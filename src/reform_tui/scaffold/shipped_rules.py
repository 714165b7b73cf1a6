"""The shipped rules kept in force beside a project's own, which would otherwise stand in their place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reform_tui.config.project import TOML, rule_documents
from reform_tui.config.rule_files import Found, tables_of
from reform_tui.config.toml_text import toml_key, toml_value
from reform_tui.errors import ConfigError
from reform_tui.shipped import shipped

SHIPPED = "shipped.toml"
_HEAD = """\
# The shipped rules, kept in force: a project that has rules of its own has only those that stand in rules/.
# Write a key below an `extends` to change it here; write `enabled = false` to leave a rule out.
"""


def shipped_rules() -> str:
    """Return a rules file that extends each shipped rule, and says the shipped indicators again."""
    _, documents = rule_documents(shipped("rules").parent)
    return _HEAD + "".join(_table(found) for found in tables_of(documents).found)


def has_rules(root: Path) -> bool:
    """Whether a project has rules of its own."""
    return any((root / "rules").glob(TOML))


def require_new_rule(name: str, root: Path) -> None:
    """``ConfigError`` when a rule in force has this name already."""
    for found in _in_force(root):
        if found.name == name and not found.indicator:
            raise ConfigError([f"the rule '{name}' is there already ({found.where}); choose another name"])


def indicators_of(root: Path) -> list[str]:
    """Return the names of the indicators in force."""
    return [found.name for found in _in_force(root) if found.indicator]


def _in_force(root: Path) -> tuple[Found, ...]:
    own, _ = rule_documents(root)
    return tables_of(own).found


def _table(found: Found) -> str:
    if not found.indicator:
        return f'\n[{toml_key(found.name)}]\nextends = "{found.name}"\n'
    return f"\n[indicator.{toml_key(found.name)}]\n" + _lines(found.table)


def _lines(table: Mapping[str, Any]) -> str:
    return "".join(f"{toml_key(key)} = {toml_value(value)}\n" for key, value in table.items() if key != "case")
