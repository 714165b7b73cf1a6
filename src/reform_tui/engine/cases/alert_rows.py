"""Alerts under the names that a case may expect: the life, the numbers, the sentence in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from reform_tui.config.rule_types import Rule
from reform_tui.language import LANGUAGES, Language
from reform_tui.model.alert import Alert
from reform_tui.model.silence import finder
from reform_tui.sdk import Sentences
from reform_tui.sentences import Told, spoken

_OWN = ("unit", "subject", "period", "since", "count", "of", "value", "template", "facts", "threshold")


def alert_row(alert: Alert) -> dict[str, Any]:
    """Return an alert's own names; a fact goes by its own name too."""
    row = {**alert.facts, **{name: getattr(alert, name) for name in _OWN}}
    share = alert.count / alert.of if alert.of else None
    enums = {"state": alert.state.value, "severity": alert.severity.value}
    return {**row, **enums, "share": share, "evidence": sorted(alert.evidence)}


def alert_rows(alerts: Iterable[Alert], rule: Rule, sentences: Sentences, now: datetime) -> list[dict[str, Any]]:
    """Return the alerts as they look at ``now``, in its zone: with their message, and whether they are silenced."""
    silenced = finder(rule.silences, now)
    return [
        {
            **alert_row(alert),
            "since": alert.since and alert.since.astimezone(now.tzinfo),
            "message": _messages(alert, {**sentences.get(alert.template, {}), **rule.message}),
            "silenced": silenced(rule.name, alert.unit, alert.subject) is not None,
        }
        for alert in alerts
    ]


def _messages(alert: Alert, template: Mapping[str, str]) -> dict[str, str]:
    told = Told(alert.subject, alert.unit, alert.count, alert.of, alert.value, alert.facts)
    return {code: spoken(template, told, Language(code)) for code in LANGUAGES}
