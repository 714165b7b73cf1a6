"""What lies in one home lies beside each other: rows of several schemas about the same records."""

from __future__ import annotations

import json
from collections.abc import Collection

from reform_tui.store.store import Store


def units_beside(store: Store, schema: str, homes: Collection[str]) -> set[str]:
    """Return the units with rows of other schemas in these homes: what they join with this schema may have changed."""
    query = "SELECT DISTINCT unit FROM home_units WHERE schema != ? AND home IN (SELECT value FROM json_each(?))"
    return {unit for (unit,) in store.connection.execute(query, (schema, json.dumps(sorted(homes))))}


def homes_of(store: Store, schemas: Collection[str], units: Collection[str]) -> set[str]:
    """Return the homes that hold rows of these schemas for which these units answer."""
    query = (
        "SELECT DISTINCT home FROM home_units WHERE schema IN (SELECT value FROM json_each(?))"
        " AND unit IN (SELECT value FROM json_each(?))"
    )
    return {home for (home,) in store.connection.execute(query, (json.dumps([*schemas]), json.dumps([*units])))}
