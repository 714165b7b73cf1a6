"""JSON without people: the same members in the same order, an array or an object a line."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from reform_tui.anonymous.cells import Cells
from reform_tui.anonymous.encoded import encoded
from reform_tui.anonymous.replacing import Replacements
from reform_tui.anonymous.tables import Plan, Reading, plan_of

_NO_OBJECT = "{…"
_INDENT = re.compile(r"\n( +)\S")


@dataclass(frozen=True)
class JsonCopy:
    """A JSON text taken apart and planned: one document, or a list of lines (``None`` for one that is no JSON)."""

    text: str
    documents: list[Any]
    by_line: bool
    plan: Plan
    encoding: str

    @property
    def plans(self) -> tuple[Plan, ...]:
        """Its one table: a column a name, wherever in an object it stands."""
        return (self.plan,)

    def written(self, replacements: Replacements, familiar: frozenset[str]) -> bytes:
        """Return the file with nobody in it."""
        cells = Cells(replacements, familiar)
        ways = {self.plan.header.cells[at]: cells.of(one) for at, one in self.plan.treatments.items()}
        self._count(ways)
        told = [_NO_OBJECT if one is _BROKEN else self._dumped(_replaced(one, "", ways)) for one in self.documents]
        mark = "\ufeff" if self.text.startswith("\ufeff") else ""
        last = "\n" if self.text.endswith("\n") else ""
        return encoded((mark + "\n".join(told) + last).encode("utf-8", "surrogatepass"), self.encoding)

    def _count(self, ways: Mapping[str, Callable[[str], str]]) -> None:
        """Note in the treatments what happens to the values."""
        for at, treatment in self.plan.treatments.items():
            counted = self.plan.column(at).slice(1).drop_null().value_counts().to_pylist()
            for one in counted:
                before = one["values"]
                treatment.count(before, ways[self.plan.header.cells[at]](before), one["counts"])

    def _dumped(self, value: Any) -> str:
        found = None if self.by_line else _INDENT.search(self.text)
        tight = found is None and '": ' not in self.text
        separators = (",", ":") if tight else None
        return json.dumps(value, ensure_ascii=False, indent=found and len(found[1]), separators=separators)


_BROKEN = object()


def json_copy(where: str, text: bytes, encoding: str, reading: Reading) -> JsonCopy:
    """Take JSON in UTF-8 apart; ``encoding`` is what it is written in again."""
    told = text.decode("utf-8", "replace")
    try:
        documents, by_line = [json.loads(told.strip("\ufeff"))], False
    except ValueError:
        documents, by_line = [_parsed(line) for line in told.strip("\ufeff").rstrip("\n").split("\n")], True
    return JsonCopy(told, documents, by_line, plan_of(where, _table(documents), reading), encoding)


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return _BROKEN


def _table(documents: list[Any]) -> pa.Table:
    """A column a member's name, row 0 the names: the columns need not be of one length, so the short are filled."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for document in documents:
        for name, value in _scalars(document, ""):
            values[name].append(value)
    longest = max(map(len, values.values()), default=0)
    columns = {
        str(at): pa.array([name, *told, *[None] * (longest - len(told))], pa.string())
        for at, (name, told) in enumerate(values.items())
    }
    return pa.table({**columns, "row": pa.array(range(longest + 1), pa.int32())})


def _scalars(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for inner, one in value.items():
            yield from _scalars(one, inner)
    elif isinstance(value, list):
        for one in value:
            yield from _scalars(one, name)
    elif value is not None and not isinstance(value, bool) and value is not _BROKEN:
        yield name, _as_text(value)


def _as_text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else str(value)


def _replaced(value: Any, name: str, ways: Mapping[str, Callable[[str], str]]) -> Any:
    if isinstance(value, dict):
        return {inner: _replaced(one, inner, ways) for inner, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, name, ways) for one in value]
    if value is None or isinstance(value, bool) or value == "":
        return value
    before = _as_text(value)
    after = ways[name](before)
    if isinstance(value, str) or not after.isdecimal() or after.startswith("0"):
        return value if after == before else after
    return type(value)(after)
