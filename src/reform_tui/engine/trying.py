"""What an inspector tried from the console: evaluated by the engine's own workers, kept for consoles to read."""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from reform_tui.config.draft import settings_in, with_draft, with_settings
from reform_tui.config.toml import read_document
from reform_tui.config.types import Project
from reform_tui.engine.act import Act
from reform_tui.engine.acts import refuse
from reform_tui.engine.asking import Asker
from reform_tui.engine.drafts import drafted
from reform_tui.engine.step import Engine
from reform_tui.engine.what_if import what_if
from reform_tui.engine.what_if_data import as_data, sentences_of
from reform_tui.errors import UNFORESEEN, ConfigError, ReformError
from reform_tui.store.database import as_json, stamp, transaction

NEWEST = 20
"""Answers that are kept."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tried:
    """A drafted project, and what somebody would write into which file to keep it."""

    project: Project
    keep: Mapping[str, Any]


def answer_what_ifs(engine: Engine, acts: Iterable[Act], now: datetime) -> None:
    """Answer each act ``what-if``, or refuse it with a sentence; the newest answers stay."""
    connection = engine.store.connection
    for act in acts:
        try:
            tried = _tried(engine.project, act)
            answer = _answer(engine, tried, now)
        except (ReformError, *UNFORESEEN) as error:
            with transaction(connection):
                refuse(connection, act, str(error), now)
            continue
        with transaction(connection):
            _write(engine, act, answer, tried.keep, now)
        _log.info("what-if answered", extra={"act": act.name, "changes": sum(answer["counts"].values())})


def _tried(project: Project, act: Act) -> Tried:
    rule, text, file = (act.text(name) for name in ("rule", "set", "file"))
    if file:
        return _from_file(project, file)
    tried = with_settings(project, rule, text)
    path = next((one.path for one in project.rules if one.name == rule), Path())
    lines = [
        f"{'.'.join(keys)} = {json.dumps(value, ensure_ascii=False, default=str)}" for keys, value in settings_in(text)
    ]
    own = path.parent == project.root / "rules"
    return Tried(tried, {"file": f"rules/{path.name}", "table": rule, "lines": lines, "own": own})


def _from_file(project: Project, file: str) -> Tried:
    """A draft inside the project: an act must not make the engine read what its author may not."""
    path = project.root / file
    if path.suffix != ".toml" or not _lies_in(project.root, path):
        raise ConfigError([f"{file}: is no .toml file inside the project"])
    tried = with_draft(project, read_document(path, file))
    return Tried(tried, {"file": f"rules/{path.name}", "draft": file})


def _lies_in(root: Path, path: Path) -> bool:
    """Whether a path leads to a plain file below ``root``; a pipe would never let the engine go."""
    try:
        return path.resolve().is_relative_to(root.resolve()) and (path.is_file() or not path.exists())
    except (ValueError, OSError):  # a name that no file can have
        return False


def _answer(engine: Engine, tried: Tried, now: datetime) -> dict[str, Any]:
    asker = Asker(engine.pool, engine.project.settings.workers, lambda: nullcontext(engine.store))
    after = drafted(engine.pool, engine.questions, tried.project)
    found = what_if(asker, engine.questions, after, now)
    rules = [rule for pair in found.pairs for rule in (pair.before, pair.after) if rule]
    return {**as_data(found), "sentences": sentences_of(rules, engine.faces)}


def _write(engine: Engine, act: Act, answer: Mapping[str, Any], keep: Mapping[str, Any], now: datetime) -> None:
    said = {name: value for name, value in answer.items() if name not in {"units", "alerts"}}
    alerts = zlib.compress(as_json(answer["alerts"]).encode(), 1)
    asked = act.text("set") or act.text("file")
    engine.store.connection.execute(
        "INSERT INTO what_if (act, author, at, rule, asked, keep, said, units, alerts)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (act.name, act.author, stamp(now), act.text("rule"), asked, as_json(keep), as_json(said),
         as_json(answer["units"]), alerts),
    )  # fmt: skip
    engine.store.connection.execute(
        "DELETE FROM what_if WHERE act NOT IN (SELECT act FROM what_if ORDER BY act DESC LIMIT ?)", (NEWEST,)
    )
