"""What a person may do to the alert in question: why not, what is asked first, and what is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from reform_tui.board.board import AlertRow
from reform_tui.calendars import Calendar
from reform_tui.console.ending import Said, deadline_of, in_days, noted
from reform_tui.language import mark
from reform_tui.model.silence import ACT, end_of

ACTS = ("acknowledge", "accept", "silence", "unsilence")
_NOWHERE = {
    "acknowledge": mark("acknowledge works on an alert: open a unit and put the cursor on one"),
    "accept": mark(":accept works on the alert of a list that shrank: put the cursor on one"),
    "silence": mark("silence works on an alert: open a unit and put the cursor on one"),
    "unsilence": mark(":unsilence works on a silenced alert: put the cursor on one"),
}

_ENDS = mark("Enter is enough; until 3d, 15/4, deadline or closed may follow; worse ends it")


@dataclass(frozen=True)
class Asked:
    """What must be typed before an act is written, and what the act is about: the cursor may be elsewhere by then."""

    act: str
    label: str
    """Empty when nothing needs to be typed."""
    about: Mapping[str, str]
    hint: str = ""
    """What may be typed, shown until the first letter."""
    deadline: str = ""
    """The first that the alert states, in ISO 8601."""


def why_not(act: str, alert: AlertRow | None, barred: str = "") -> str:
    """Why an act does nothing to this alert; empty when it does something.  ``barred``: why this user may not act."""
    if barred:
        return barred
    if alert is None or (act == "accept" and alert.check != "feed_shrunken"):
        return _NOWHERE[act]
    if act == "acknowledge" and alert.state == "acknowledged":
        return mark("this alert is acknowledged already")
    if act == "unsilence" and (alert.silence is None or alert.silence.origin != ACT):
        return mark("this silence stands beside its rule: end it in rules/") if alert.silence else _NOWHERE[act]
    return ""


def asked(act: str, alert: AlertRow) -> Asked:
    """What an act on this alert asks for."""
    named = {"rule": alert.rule, "unit": alert.unit, "subject": alert.subject}
    if act == "acknowledge":
        about = {"alert": alert.id, "severity": alert.severity}
        return Asked(act, mark("Acknowledge with this note:"), about, _ENDS, deadline_of(alert.facts))
    if act == "accept":
        about = {"feed": alert.subject, "sha256": str(alert.facts["sha256"]), "unit": alert.unit}
        return Asked(act, mark("Let what this list lacks be gone, with this note:"), about)
    if act == "silence":
        label = mark("Silence for how long and why (3d reason):")
        return Asked(act, label, {**named, "severity": alert.severity})
    return Asked(act, "", named)


def said(one: Asked, text: str, now: datetime, calendar: Calendar) -> Said:
    """Read what was typed: a note, or first how long and then why."""
    text = text.strip()
    if one.act == "silence":
        return _silence(*in_days(text).partition(" ")[::2], now, calendar)
    if one.act == "acknowledge":
        return noted(text, one.deadline, now, calendar)
    if not text and one.label:
        return Said(fault=mark("a note says why; nothing was written"))
    return Said({"note": text})


def _silence(until: str, note: str, now: datetime, calendar: Calendar) -> Said:
    if not note.strip():
        return Said(fault=mark("a silence says how long and why, such as 3d and a reason; nothing was written"))
    try:
        end_of(until, now, calendar)
    except ValueError:
        fault = mark("{text} is no length and no day to come, such as 3d, 2wd or 2025-03-31; nothing was written")
        return Said(fault=fault, facts={"text": until})
    return Said({"until": until, "note": note.strip()})
