"""Which record a row is, and at whose home it lies (DESIGN 4)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.masks import Mask, mask
from reform_tui.model.record_code import PATTERN
from reform_tui.model.schema import Kind, Schema

UNIT_COLUMNS = ("unit", "handling_unit", "receiving_unit")
_CODE = "record_id"
_GROUPS = re.compile(r"\(\?P<(?!unit>)\w+>")
_PATTERN = _GROUPS.sub("(?:", PATTERN)
_NULL = pa.scalar(None, pa.string())


@dataclass(frozen=True)
class Identity:
    """Keys and homes, and the rows that have none."""

    key: pa.Array
    home: pa.Array
    in_code: pa.Array
    """The unit inside the record's code, or null."""
    nameless: Mapping[str, Mask]
    """Column to the rows that leave it blank, though rows are told apart by it."""
    homeless: Mask


def named_by(schema: Schema) -> tuple[str, ...]:
    """The columns of which a row of data has one: they tell it from a total or a title."""
    return (_CODE,) if _CODE in schema.key else schema.key


def lacking(schema: Schema, present: Collection[str], *, spelt_out: bool = True) -> tuple[str, ...]:
    """Return the columns without which the rows of a file cannot be told apart; of a reference table any will do.

    A unit may stand in several columns or in the codes, so its absence is told row by row.  Messages, which are not
    ``spelt_out``, have no name for what is blank in all of them.
    """
    if schema.reference:
        return () if set(schema.key) & set(present) else schema.key
    return tuple(name for name in _demanded(schema, moments=spelt_out) if name not in present)


def _demanded(schema: Schema, *, moments: bool) -> tuple[str, ...]:
    """Parts of the key that must be there; a blank moment is one more moment: a step not yet begun is one step."""
    free = {*schema.optional, *UNIT_COLUMNS}
    return tuple(
        name for name in schema.key if name not in free and (moments or schema.by_name[name].kind is not Kind.TIME)
    )


def identify(columns: Mapping[str, pa.Array], schema: Schema, rows: int) -> Identity:
    """Name each row: by its national code alone, else by home and key, with a bar between."""
    texts = {
        name: columns[name].cast(pa.string()) if name in columns else pa.nulls(rows, pa.string())
        for name in (*UNIT_COLUMNS, _CODE, *schema.key)
    }
    in_code = _unit_in(texts[_CODE])
    key = _joined([texts[name] for name in schema.key])
    nameless = _nameless(texts, key, schema)
    if schema.reference:
        home = pa.array(np.full(rows, ""), pa.string())
        return Identity(key, home, in_code, nameless, np.zeros(rows, dtype=np.bool_))
    home = pc.replace_substring(pc.coalesce(in_code, *(texts[name] for name in UNIT_COLUMNS)), "|", "/")
    full = pc.binary_join_element_wise(home, key, "|")
    if schema.key == (_CODE,):
        full = pc.if_else(pc.is_valid(in_code), key, full)
    return Identity(full, home, in_code, nameless, mask(pc.is_null(home)))


def records_named(codes: pa.Array, keys: pa.Array, schema: Schema) -> pa.Array:
    """Name the record that each row is about as ``identify`` names records, whatever the rows' own key is.

    ``codes`` are the rows' ``record_id``, ``keys`` what ``identify`` called them; null where there is no code.
    """
    if schema.key == (_CODE,):
        return keys
    home = pc.list_element(pc.split_pattern(keys, "|", max_splits=1), 0)
    return pc.if_else(pc.is_valid(_unit_in(codes)), codes, pc.binary_join_element_wise(home, codes, "|"))


def _nameless(texts: Mapping[str, pa.Array], key: pa.Array, schema: Schema) -> dict[str, Mask]:
    if schema.reference:
        return {schema.key[0]: mask(pc.is_null(key))}
    return {name: mask(pc.is_null(texts[name])) for name in _demanded(schema, moments=False)}


def _unit_in(codes: pa.Array) -> pa.Array:
    found = pc.extract_regex(codes, _PATTERN)
    return pc.if_else(pc.is_valid(found), found.field("unit"), _NULL)


def _joined(parts: list[pa.Array]) -> pa.Array:
    """Key columns with bars between; null where all of them are."""
    if len(parts) == 1:
        return parts[0]
    missing = pc.is_null(pc.coalesce(*parts))
    whole = pc.binary_join_element_wise(*(pc.fill_null(part, "") for part in parts), "|")
    return pc.if_else(missing, _NULL, whole)
