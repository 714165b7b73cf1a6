"""``feeds/NAME.toml`` to a feed: the closed list of keys, and whether they make sense for the schema."""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from reform_tui.config.build import nearest, read, sentence
from reform_tui.config.toml import Document
from reform_tui.config.types import ExtraColumn, Feed
from reform_tui.errors import ConfigError
from reform_tui.language import LANGUAGES
from reform_tui.model.schema import Column, Kind, Schema
from reform_tui.times import zone_of

_GIVEN = ("name", "path", "extra", "version")
_EVERY = re.compile(r"[1-9]\d*(wd|d)")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_DIRECTIVES = "YymdHIMSpfzT%"
_DATE = ({"%d"}, {"%m"}, {"%Y", "%y"})


def feed_of(document: Document, schemas: Mapping[str, Schema]) -> Feed:
    """Return the feed of a file; ``ConfigError`` with one sentence that tells all its faults."""
    table = dict(document.table)
    extra, wrong = _extra(table)
    values, faults = read(Feed, table, _GIVEN)
    wrong += faults + _plain_faults(values) + _column_faults(values, extra, schemas)
    if wrong:
        raise ConfigError([sentence(document.label, wrong)])
    feed = Feed(name=document.path.stem, path=document.path, extra=extra, **values)
    return replace(feed, version=_version(feed))


def extra_columns(feed: Feed) -> Iterable[Column]:
    """Return the columns that a feed adds to its schema."""
    return [_column(name, extra) for name, extra in feed.extra.items()]


def _column(name: str, extra: ExtraColumn) -> Column:
    """Return the column; unless the feed says otherwise, people call it as the first of its headings does."""
    labels = {**dict.fromkeys(LANGUAGES[:1], next(iter(extra.source), name)), **extra.label}
    return Column(name, Kind(extra.type), people=extra.people, labels=labels)


def _extra(table: dict[str, Any]) -> tuple[dict[str, ExtraColumn], list[str]]:
    """Take ``[columns.extra]`` out of ``table``."""
    columns = table.get("columns")
    if not isinstance(columns, dict) or not isinstance(columns.get("extra"), dict):
        return {}, []
    table["columns"] = {name: theirs for name, theirs in columns.items() if name != "extra"}
    extra: dict[str, ExtraColumn] = {}
    wrong: list[str] = []
    for name, column in columns["extra"].items():
        values, faults = read(ExtraColumn, _spoken(column)) if isinstance(column, dict) else ({}, ["is not a table"])
        faults += [
            f"label: unknown language '{one}'{nearest(one, LANGUAGES)}"
            for one in values.get("label", {})
            if one not in LANGUAGES
        ]
        wrong += [f"columns.extra.{name}: {fault}" for fault in faults]
        # A column that is told wrongly is still known: what names it is not wrong too.
        extra[name] = ExtraColumn(**{"source": (), **values})
    return extra, wrong


def _spoken(column: Mapping[str, Any]) -> dict[str, Any]:
    """Let one label stand for every language."""
    label = column.get("label")
    return {**column, "label": dict.fromkeys(LANGUAGES, label)} if isinstance(label, str) else dict(column)


def _plain_faults(values: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with values that no schema is needed to judge."""
    wrong: list[str] = []
    if not _EVERY.fullmatch(values.get("every") or "1d"):
        wrong.append(f"every: '{values['every']}' is not a rhythm such as 1wd or 7d")
    if len(values.get("delimiter", "")) > 1:
        wrong.append(f"delimiter: '{values['delimiter']}' is not one character")
    if values.get("folder", "inbox") == "":
        wrong.append("folder: is empty")
    return wrong + _encoding_faults(values.get("encoding") or "utf-8") + _time_faults(values)


def _encoding_faults(encoding: str) -> list[str]:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return [f"encoding: '{encoding}' is not an encoding such as utf-8, utf-16 or cp1258"]
    return []


def _time_faults(values: Mapping[str, Any]) -> list[str]:
    times = values.get("time")
    if times is None:
        return []
    wrong = [fault for text in times.formats for fault in _format_faults("time.formats", text)]
    wrong += _format_faults("time.exported", times.exported) if times.exported else []
    try:
        zone_of(times.zone or "UTC")
    except ValueError as error:
        wrong.append(f"time.zone: {error}")
    return wrong


def _format_faults(key: str, text: str) -> list[str]:
    used = re.findall(r"%.?", text, re.DOTALL)
    unknown = [f"'{one}'" for one in used if one[1:] not in _DIRECTIVES or one == "%"]
    if unknown:
        known = " ".join(f"%{one}" for one in _DIRECTIVES)
        return [f"{key}: '{text}' holds {', '.join(unknown)}, which is no part of a time (known: {known})"]
    if not all(any(one in used for one in part) for part in _DATE):
        return [f"{key}: '{text}' does not name a day; it needs %d, %m and %Y"]
    return []


def _column_faults(
    values: Mapping[str, Any], extra: Mapping[str, ExtraColumn], schemas: Mapping[str, Schema]
) -> list[str]:
    if "schema" not in values:
        return []
    schema = schemas.get(values["schema"])
    if schema is None:
        return [f"schema: no schema '{values['schema']}'{nearest(values['schema'], schemas)}"]
    known = {**schema.by_name, **{name: _column(name, column) for name, column in extra.items()}}
    wrong = [f"columns.extra.{name}: the schema has this column already" for name in extra if name in schema.by_name]
    wrong += [
        f"columns.extra.{name}: a name is small letters, digits and _" for name in extra if not _NAME.fullmatch(name)
    ]
    wrong += [
        f"{key}: unknown column '{name}'{nearest(name, known)}"
        for key, names in _named(values)
        for name in names
        if name not in known
    ]
    return wrong + _value_faults(values, known) + _sample_faults(values)


def _named(values: Mapping[str, Any]) -> Iterable[tuple[str, Iterable[str]]]:
    """Return every key that holds columns of ours, with the columns."""
    yield from ((key, values.get(key, {})) for key in ("columns", "values", "constants"))
    for n, sample in enumerate(values.get("samples", ()), 1):
        yield f"sample[{n}].expect", sample.expect or {}


def _value_faults(values: Mapping[str, Any], known: Mapping[str, Column]) -> list[str]:
    return [
        f"values.{name}.{theirs}: '{ours}' is no value of '{name}'{nearest(ours, known[name].values)}"
        for name, pairs in values.get("values", {}).items()
        if name in known and known[name].values
        for theirs, ours in pairs.items()
        if ours and ours not in known[name].values
    ]


def _sample_faults(values: Mapping[str, Any]) -> list[str]:
    return [
        f"sample[{n}]: needs either 'expect' or 'rejected'"
        for n, sample in enumerate(values.get("samples", ()), 1)
        if (sample.expect is None) == (not sample.rejected)
    ]


def _version(feed: Feed) -> str:
    """Hash what decides how a file is read, and nothing else: another rhythm, sample or label reads no file anew."""
    extra = {name: (column.source, column.type, column.people) for name, column in feed.extra.items()}
    decisive = (
        feed.schema, feed.sheet, feed.header, feed.encoding, feed.delimiter,
        feed.columns, extra, feed.values, feed.constants, feed.time,
    )  # fmt: skip
    return hashlib.sha256(json.dumps(decisive, default=repr, sort_keys=True).encode()).hexdigest()[:16]
