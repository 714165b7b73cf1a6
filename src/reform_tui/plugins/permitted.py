"""Whether a plugin's file may be run: what others may write, others decide; told before anything of it is touched."""

from __future__ import annotations

import grp
import os
import pwd
import stat
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import reform_tui
from reform_tui.plugins.found import Origin, Source

_ROOT = 0


@dataclass(frozen=True)
class Trusted:
    """Who may write what is run: these users, by number, and the members of one group, by name."""

    users: frozenset[int]
    group: str = ""


def trusted(root: Path, group: str) -> Trusted:
    """Return who is trusted with the plugins of a project: root, this process's user, and the engine's user.

    The engine's user owns ``state/``; an inspector who only looks trusts it.  Root trusts nobody else, since what it
    runs may do anything.
    """
    users = {_ROOT, os.geteuid()}
    state = root / "state"
    if os.geteuid() != _ROOT and state.is_dir():
        users.add(state.stat().st_uid)
    return Trusted(frozenset(users), group)


def refusal(source: Source, trust: Trusted) -> str:
    """Return why a plugin file is refused, with the command that mends it; nothing for one that may be run.

    An installed package is as safe as the program itself: whoever may write there could change either.
    """
    if source.origin is Origin.INSTALLED:
        return ""
    try:
        if source.origin is Origin.SHIPPED:
            return _wider_than_the_program(source, trust)
        folder = _refused(source.file.parent, f"{source.file.parent.name}/", trust)
        return folder or _refused(source.file, source.label, trust)
    except FileNotFoundError:
        return ""  # whoever loads it says so
    except OSError as error:
        return f"{source.label}: cannot be looked at: {error.strerror}"


def opened_since(source: Source) -> str:
    """Return why a plugin file that was permitted is not any more: everybody may write it, or its folder.

    Whoever runs it asks this again, since it may be long ago that somebody looked.
    """
    anybody = Trusted(frozenset(), "")
    try:
        for path in (source.file.parent, source.file) if source.origin is Origin.PROJECT else ():
            if path.stat().st_mode & stat.S_IWOTH:
                return _refused(path, source.label, anybody)
    except OSError:
        return ""  # whoever loads it says so
    return ""


def _wider_than_the_program(source: Source, trust: Trusted) -> str:
    """Only what the program's own code does not allow already is refused.

    A clone under umask 002 is writable for its group throughout: who may change a shipped plugin may change the engine.
    """
    program, found = Path(reform_tui.__file__).stat(), source.file.stat()
    same_group = program.st_gid == found.st_gid
    allowed = program.st_mode & (stat.S_IWOTH | (stat.S_IWGRP if same_group else 0))
    return _refused(source.file, source.label, Trusted(trust.users | {program.st_uid}, trust.group), allowed)


def _refused(path: Path, label: str, trust: Trusted, allowed: int = 0) -> str:
    found = path.stat()
    writable = found.st_mode & ~allowed
    what = "everybody may write it, and so decide what is run here"
    strange_group = writable & stat.S_IWGRP and _group(found.st_gid) != trust.group
    if writable & stat.S_IWOTH:
        return f"{label}: refused, since {what}; run chmod {'go' if strange_group else 'o'}-w {path}"
    if strange_group:
        who = f"the group {_group(found.st_gid)} may write it"
        return f"{label}: refused, since {who}; run chmod g-w {path}, or name that group in [groups] plugins"
    if found.st_uid not in trust.users:
        owner = f"it belongs to {_user(found.st_uid)}, neither the engine's user nor root"
        return f"{label}: refused, since {owner}; run chown {_owner(trust.users)} {path}"
    return ""


def _owner(users: Collection[int]) -> str:
    """The user to give it to: the engine's, which is root only where there is no other."""
    return _user(max(users))


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
