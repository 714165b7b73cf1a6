"""Who may act, by the Unix groups and accounts that the settings name; the engine writes it where consoles read it."""

from __future__ import annotations

import grp
import json
import pwd
import sqlite3

from reform_tui.config.types import Groups
from reform_tui.language import mark
from reform_tui.store.database import as_json

OUTSIDE = mark("{name} is not in the group {group}, whose members run the engine; ask who keeps this server")
"""What is told to whoever may not run it."""
_NAME = "groups"
_LONGEST = 60


def write_rights(connection: sqlite3.Connection, groups: Groups) -> None:
    """Tell consoles whom the settings let act, inside the caller's transaction."""
    told = {"inspectors": groups.inspectors, "unmask": groups.unmask, "shared": groups.shared}
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (_NAME, as_json(told)))


def read_rights(connection: sqlite3.Connection) -> Groups:
    """Return what the engine told last; nothing is named where none did."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (_NAME,)).fetchone()
    if row is None:
        return Groups()
    told = json.loads(row[0])
    return Groups(inspectors=told["inspectors"], unmask=told["unmask"], shared=tuple(told["shared"]))


def account_of(uid: int) -> str:
    """Return the account's name; its number where it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def is_member(account: str, group: str, keeper: str = "") -> bool:
    """Whether an account belongs to a group, or nothing is asked; ``keeper`` runs the engine and counts as one.

    A group that is not there has no members, not even the keeper.
    """
    if not group:
        return True
    try:
        entry = grp.getgrnam(group)
    except KeyError:
        return False
    return account in {*entry.gr_mem, keeper} or _primary(account) == entry.gr_gid


def _primary(account: str) -> int:
    try:
        return pwd.getpwnam(account).pw_gid
    except KeyError:
        return -1


def claimed_name(typed: str) -> str:
    """Return a name that somebody on a shared account gave, on one line and of a decent length."""
    return " ".join(typed.replace("(", " ").replace(")", " ").split())[:_LONGEST].strip()


def author_of(account: str, claimed: str) -> str:
    """Return under which name an act is told: the account's own, or the name claimed on one that is shared."""
    return f"{claimed} (claimed, {account})" if claimed else account
