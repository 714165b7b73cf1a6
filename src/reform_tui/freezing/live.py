"""A project as it stands, and one alert of its store with everything that its rule reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from reform_tui.config.build import nearest
from reform_tui.config.project import load_project
from reform_tui.config.rule_types import Rule
from reform_tui.config.types import Project
from reform_tui.engine.periods import period_for
from reform_tui.engine.references import References, periods_in, read_references
from reform_tui.errors import ConfigError, PluginError, StoreError
from reform_tui.freezing.alert import FrozenAlert, alert_starting
from reform_tui.freezing.asked import Reading, reading_of
from reform_tui.freezing.rows import rows_of
from reform_tui.model.period import Period
from reform_tui.model.schema import BUILT_IN
from reform_tui.plugins import Plugins, grain_of, plugins_of
from reform_tui.store.layout import Layout
from reform_tui.store.store import snapshot


@dataclass(frozen=True)
class Live:
    """One alert, its rule, and all rows from which the rule came to it."""

    project: Project
    plugins: Plugins
    references: References
    alert: FrozenAlert
    rule: Rule
    reading: Reading
    period: Period
    tables: Mapping[str, pa.Table]

    @property
    def zone(self) -> ZoneInfo:
        """The project's."""
        return self.project.calendar.zone


def live_alert(root: Path, start: str) -> Live:
    """Read an alert of a project's store beside its engine; nothing is written.

    ``ConfigError`` for an alert that no rule of the project has any more, ``StoreError`` where its rows are closed to
    this user.
    """
    plugins = plugins_of(root)
    project = load_project(root, {**BUILT_IN, **plugins.schemas})
    references = read_references(root, project.schemas, project.settings.zone)
    try:
        with snapshot(Layout(root / "state"), project.schemas) as store:
            alert = alert_starting(store.connection, start)
            rule = _rule(alert, project, plugins)
            reading = reading_of(rule, project, plugins)
            units = (alert.unit,) if grain_of(plugins.checks[rule.check]) == "unit" else ()
            tables = rows_of(store, project, reading, units)
    except PermissionError as error:
        raise StoreError(
            f"{error.filename}: people's data is closed to you; ask somebody of [groups] people"
        ) from error
    zone = project.calendar.zone
    period = period_for(alert.period, alert.now, zone, periods_in(references).at(alert.now, zone))
    return Live(project, plugins, references, alert, rule, reading, period, tables)


def _rule(alert: FrozenAlert, project: Project, plugins: Plugins) -> Rule:
    known = {rule.name: rule for rule in project.rules}
    rule = known.get(alert.rule)
    if rule is None:
        raise ConfigError(
            [f"{alert.id} is an alert of '{alert.rule}', which is no rule in force here{nearest(alert.rule, known)}"]
        )
    if rule.check not in plugins.checks:
        raise PluginError("\n".join([f"no plugin offers the check '{rule.check}'", *plugins.faults]))
    return rule
