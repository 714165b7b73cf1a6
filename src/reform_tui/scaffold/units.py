"""``new units``: the communes of a province as a package of divisions knows them, with the codes that feeds said."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing, suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reform_tui.config.build import nearest
from reform_tui.config.project import SETTINGS
from reform_tui.config.settings import settings_of
from reform_tui.config.toml import read_document
from reform_tui.errors import ConfigError, ReformError
from reform_tui.model.text import fold, plain
from reform_tui.model.unit_name import unit_code, unit_key
from reform_tui.scaffold.written import Written, write_new
from reform_tui.store.layout import Layout
from reform_tui.store.reading import open_store

COLUMNS = ("unit", "name", "level", "parent", "from", "source")
_SINCE = "01/07/2025"
"""Since when the divisions that the package knows hold."""
_MARK = "\ufeff"  # without it a spreadsheet program shows Vietnamese as other letters
_LACKING = (
    "new units: the package vietnam-provinces is not installed here; say pip install 'reform-tui[units]' on any "
    "machine with a network and carry the table over, or write reference/units.csv by hand: unit,name,level"
)


def new_units(province: str | None, root: Path) -> Written:
    """Return the units of a province for ``reference/units``; where the project has no such table, write it.

    ``ConfigError`` for a province that the package does not know, and where the package is missing.
    """
    if province is None:
        raise ConfigError(["new units: --province is missing, such as --province 'Cao Bằng'"])
    if not root.is_dir():
        raise ConfigError([f"{root}: is not a folder"])
    rows = list(_rows(province, root))
    learned = sum(1 for row in rows if row[0])
    codes = f"{learned} of {len(rows)} units have the code that a feed said"
    then = "add departments and the codes that are missing; each feed that names both teaches the engine one"
    text = _as_csv(rows)
    known = [path for path in sorted((root / "reference").glob("units.*")) if path.suffix in {".csv", ".xlsx"}]
    if known:
        kept = f"nothing was written: {known[0]} is there; take from this what it lacks"
        return Written((), (codes, kept, then), text)
    return Written(write_new({root / "reference/units.csv": _MARK + text}), (codes, then))


def _rows(province: str, root: Path) -> Iterator[tuple[str, ...]]:
    """Yield the units of a province in the order of ``COLUMNS``."""
    parent, codes = _project(root)
    source = f"vietnam-provinces {version('vietnam-provinces')}" if find_spec("vietnam_provinces") else ""
    for ward in _province(province)["wards"]:
        yield codes.get(unit_key(ward["name"]), ""), ward["name"], "commune", parent, _SINCE, source


def _province(name: str) -> Any:
    if find_spec("vietnam_provinces") is None:
        raise ConfigError([_LACKING])
    from vietnam_provinces import NESTED_DIVISIONS_JSON_PATH  # noqa: PLC0415 - an extra, which only this needs

    known = {one["name"]: one for one in json.loads(Path(NESTED_DIVISIONS_JSON_PATH).read_text("utf-8"))}
    bare = {_bare(each): each for each in known}
    if _bare(name) not in bare:
        raise ConfigError([f"new units: '{name}' is no province of today{nearest(name, known)}"])
    return known[bare[_bare(name)]]


def _bare(name: str) -> str:
    """A province's name without what it is, and without tone marks: what a person may type."""
    return plain(fold(name).removeprefix("tỉnh ").removeprefix("thành phố "))


def _project(root: Path) -> tuple[str, dict[str, str]]:
    """The province's own code, and the codes that feeds said, by what names compare by; nothing outside a project."""
    parent, codes = "", {}
    with suppress(ReformError):
        parent = settings_of(read_document(root / SETTINGS, SETTINGS)).province
    with suppress(ReformError), closing(open_store(Layout(root / "state").database)) as connection:
        named = connection.execute("SELECT unit, name FROM units WHERE name != '' ORDER BY unit").fetchall()
        codes = {unit_key(name): unit for unit, name in named if unit_code(unit)}
    return parent, codes


def _as_csv(rows: list[tuple[str, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([COLUMNS, *rows])
    return out.getvalue()
