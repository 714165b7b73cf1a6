"""``new case --from-alert``: the frozen case printed, or added to the file in which its rule stands."""

from __future__ import annotations

from pathlib import Path

from reform_tui.anonymous.keys import key_for
from reform_tui.config.toml import parse
from reform_tui.errors import ConfigError
from reform_tui.freezing.case import Frozen, frozen
from reform_tui.freezing.live import live_alert
from reform_tui.scaffold.written import Written
from reform_tui.store.layout import written


def new_case(start: str, into: Path | None, root: Path) -> Written:
    """Freeze the alert whose id begins so; ``into`` is a rules file of the project, as given or inside it."""
    made = frozen(live_alert(root, start), key_for(None, root).secret)
    if into is None:
        return Written((), _told(made, f"add it to {made.live.rule.path} below [{made.live.rule.name}]"), made.text)
    path = into if into.exists() else root / into
    _append(path, made)
    rule = made.live.rule.name
    return Written((path,), _told(made, f"prove it: reform-tui test-rules --rule {rule} {root}"))


def _append(path: Path, made: Frozen) -> None:
    """Add the case behind what stands there; ``ConfigError`` unless that is the rule's file and stays TOML."""
    rule, place = made.live.rule.name, made.live.rule.path
    if not path.is_file() or path.resolve() != place.resolve():
        raise ConfigError([f"--into: {path}: the rule '{rule}' stands in {place}; add its case there"])
    before = path.read_text("utf-8")
    whole = f"{before.rstrip()}\n\n{made.text}"
    try:
        parse(whole.encode(), path.name)
    except ConfigError as error:
        fault = f"--into: {path}: a case cannot stand behind its end ({error})"
        raise ConfigError([f"{fault}; write its other cases as [[{rule}.case]]"]) from error
    with written(path, path.stat().st_mode & 0o777) as temporary:
        temporary.write_text(whole, "utf-8")


def _told(made: Frozen, todo: str) -> tuple[str, ...]:
    alert, rows = made.live.alert, made.rows
    there = f"{alert.count} of {alert.of}, {alert.severity}"
    return (
        f"{rows.kept} of {rows.of} rows of {alert.unit} were kept, with nobody in them",
        f"the numbers are those of the case; the alert's were {there}",
        *(f"the case does not hold: {fault}" for fault in made.faults),
        todo,
    )
