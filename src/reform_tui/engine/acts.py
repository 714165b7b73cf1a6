"""What people did, applied: each act once, in the order of its name, refused with a sentence where it may not be."""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import dataclass, field
from datetime import datetime

from reform_tui.calendars import Calendar
from reform_tui.config.types import Groups
from reform_tui.engine.acknowledging import EVENTS, on_alert
from reform_tui.engine.act import Act, read_act
from reform_tui.engine.exports import export, unmask
from reform_tui.engine.silences import silence, unsilence
from reform_tui.engine.verdicts import verdict
from reform_tui.errors import UNFORESEEN
from reform_tui.store.beside import homes_of, units_beside
from reform_tui.store.coverage import accept_list, list_known_as
from reform_tui.store.database import as_json, stamp, transaction
from reform_tui.store.ledger import Line, write_line
from reform_tui.store.rights import account_of, is_member
from reform_tui.store.store import Store

_SAID = {"export": export, "unmask": unmask, "unsilence": unsilence, "verdict": verdict}
"""Acts that need nothing but the tables."""


@dataclass
class Applied:
    """What a round of acts asks of the engine."""

    count: int = 0
    rescan: bool = False
    units: set[str] | None = None
    """Units to evaluate again because a list was accepted."""
    what_ifs: list[Act] = field(default_factory=list)
    """To be answered by whoever has workers; a rebuild answers none."""


def apply_acts(store: Store, groups: Groups, calendar: Calendar, now: datetime) -> Applied:
    """Apply acts that are new in the order of their names, one transaction an act; ``calendar`` counts working days.

    A list that is accepted ends the round: what follows may speak of alerts that only its evaluation makes or ends.
    """
    done = Applied()
    known = {name for (name,) in store.connection.execute("SELECT name FROM acts")}
    for path in sorted(store.layout.acts.glob("[!.]*.json")):
        if path.name not in known and path.name.isascii():
            act = read_act(path)
            barred, act = act.fault or _refused(act, groups), act.told_by(groups.shared)
            try:
                with transaction(store.connection):
                    refused = barred or _apply(store, act, calendar, now, done)
                    _note(store.connection, act, refused, now)
            except UNFORESEEN as error:  # it would come again at every start, and end the engine each time
                with transaction(store.connection):
                    _note(store.connection, act, f"holds a value that cannot be used ({error})", now)
            done.count += 1
        if done.units:
            break
    return done


def accept_again(store: Store) -> None:
    """Let the lists that people accepted hold after every file was taken in anew, inside the caller's transaction."""
    rows = store.connection.execute(
        "SELECT author, body FROM acts WHERE kind = 'accept' AND refused IS NULL ORDER BY name"
    ).fetchall()
    for row in rows:
        body = json.loads(row["body"])
        accept_list(store, list_known_as(store, body["feed"], body["sha256"]), body["unit"], row["author"])


def _refused(act: Act, groups: Groups) -> str:
    """Why the author may not do this; inspectors may act, and an empty group lets everybody."""
    keeper = account_of(os.geteuid())
    if not is_member(act.author, groups.inspectors, keeper):
        return f"{act.author} is not in the group {groups.inspectors}, whose members may act; ask who keeps this server"
    if act.kind == "unmask" and not is_member(act.author, groups.unmask, keeper):
        return f"{act.author} is not in the group {groups.unmask}, whose members may unmask; ask who keeps this server"
    if act.author in groups.shared and not act.claimed:
        return f"{act.author} is an account that several people share, and the act does not say who it was"
    return ""


def _apply(store: Store, act: Act, calendar: Calendar, now: datetime, done: Applied) -> str:
    if act.kind in {"rescan", "what-if"}:
        done.rescan |= act.kind == "rescan"
        done.what_ifs += [act] if act.kind == "what-if" else []
        return ""
    if act.kind == "accept":
        return _accept(store, act, now, done)
    if act.kind == "silence":
        return silence(store.connection, act, calendar, now)
    if act.kind in _SAID:
        return _SAID[act.kind](store.connection, act, now)
    if act.kind not in EVENTS:
        return f"'{act.kind}' is not something that this version can do"
    return on_alert(store.connection, act, calendar, now)


def _accept(store: Store, act: Act, now: datetime, done: Applied) -> str:
    """A list that shrank is right after all: what it no longer shows is gone."""
    feed, sha256, unit = (str(act.body.get(key)) for key in ("feed", "sha256", "unit"))
    if not accept_list(store, list_known_as(store, feed, sha256), unit, act.author):
        return "there is no such list"
    detail = {"feed": feed, "sha256": sha256, "note": str(act.body.get("note", "")), "act": act.name}
    write_line(store.connection, Line("accepted", detail, unit=unit, author=act.author), now)
    [schema] = store.connection.execute("SELECT schema FROM arrivals WHERE feed = ? LIMIT 1", (feed,)).fetchone()
    beside = units_beside(store, schema, homes_of(store, [schema], [unit]))
    done.units = (done.units or set()) | {unit} | beside
    return ""


def refuse(connection: sqlite3.Connection, act: Act, why: str, now: datetime) -> None:
    """Refuse an act that was applied already, because what it asked for could not be done."""
    connection.execute("UPDATE acts SET refused = ? WHERE name = ?", (why, act.name))
    _tell_refusal(connection, act, why, now)


def _note(connection: sqlite3.Connection, act: Act, refused: str, now: datetime) -> None:
    connection.execute(
        "INSERT INTO acts (name, author, kind, body, applied_at, refused) VALUES (?, ?, ?, ?, ?, ?)",
        (act.name, act.author, act.kind, as_json(act.body), stamp(now), refused or None),
    )
    if refused:
        _tell_refusal(connection, act, refused, now)


def _tell_refusal(connection: sqlite3.Connection, act: Act, why: str, now: datetime) -> None:
    detail = {"act": act.name, "kind": act.kind, "why": why}
    write_line(connection, Line("refused", detail, author=act.author), now)
