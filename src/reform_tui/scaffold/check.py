"""``new check`` and ``new rule``: a page of Python with a case that fails, a table with every key of a check."""

from __future__ import annotations

from pathlib import Path

from reform_tui.config.build import nearest
from reform_tui.config.project import require_project
from reform_tui.errors import ConfigError
from reform_tui.plugins import Plugins, plugins_of
from reform_tui.scaffold.example_rows import rows_of
from reform_tui.scaffold.key_lines import key_lines
from reform_tui.scaffold.names import class_of, required_check_name, required_rule_name
from reform_tui.scaffold.shipped_rules import (
    SHIPPED,
    has_rules,
    indicators_of,
    require_new_rule,
    shipped_rules,
)
from reform_tui.scaffold.written import Written, filled, write_new


def new_check(name: str, root: Path) -> Written:
    """Write ``plugins/NAME.py`` and ``rules/NAME.toml`` with one case that fails until the check is written."""
    require_project(root)
    required_check_name(name)
    _not_offered(name, plugins_of(root))
    title, rule = name.replace("_", " ").capitalize(), name.replace("_", "-")
    require_new_rule(rule, root)
    names = {"name": name, "rule": rule, "title": title}
    files = {
        root / "plugins" / f"{name}.py": filled("check.py.txt", class_name=class_of(name), name=name, title=title),
        root / "rules" / f"{name}.toml": filled("check.toml.txt", **names),
    }
    return Written(
        _with_shipped(files, root),
        (
            f"see its case fail: reform-tui test-rules --rule {rule} {root}",
            f"make it green in {root / 'plugins' / f'{name}.py'}; docs/writing-a-check.md walks you through",
        ),
    )


def new_rule(name: str, check: str, root: Path) -> Written:
    """Write ``rules/NAME.toml`` with every key of a check, its default and what it means."""
    require_project(root)
    required_rule_name(name)
    require_new_rule(name, root)
    plugins = plugins_of(root)
    if check not in plugins.checks:
        fault = f"--check: no plugin offers the check '{check}'{nearest(check, plugins.checks)}"
        raise ConfigError([fault, *plugins.faults])
    kind = plugins.checks[check]
    text = filled(
        "rule.toml.txt",
        check=check,
        rule=name,
        help=" ".join((kind.__doc__ or "").split("\n\n")[0].split()),
        keys=key_lines(kind, indicators_of(root)),
        rows=rows_of(kind),
    )
    return Written(
        _with_shipped({root / "rules" / f"{name}.toml": text}, root),
        (
            f"set its keys, then say in the case what its rows must give: {root / 'rules' / f'{name}.toml'}",
            f"run the case: reform-tui test-rules --rule {name} {root}",
        ),
    )


def _not_offered(name: str, plugins: Plugins) -> None:
    taken = plugins.origins.get(f"check {name}")
    if taken:
        raise ConfigError([f"the check '{name}' is offered by {taken} already; choose another name"])


def _with_shipped(files: dict[Path, str], root: Path) -> tuple[Path, ...]:
    """Write the files; with the first rules of its own a project must say that it keeps the shipped ones."""
    shipped = {} if has_rules(root) else {root / "rules" / SHIPPED: shipped_rules()}
    return write_new({**files, **shipped})
