"""The tables of causes and verdicts: what people may say of a record, and what they said last."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from reform_tui.model.verdict import Cause, Verdict
from reform_tui.store.database import as_json, moment_of, stamp


def replace_causes(connection: sqlite3.Connection, causes: Mapping[str, Cause]) -> None:
    """Let these be the causes, in this order."""
    connection.execute("DELETE FROM causes")
    connection.executemany(
        'INSERT INTO causes (cause, "at", names, explains) VALUES (?, ?, ?, ?)',
        ((name, at, as_json(dict(one.names)), one.explains) for at, (name, one) in enumerate(causes.items())),
    )


def read_causes(connection: sqlite3.Connection) -> dict[str, Cause]:
    """The causes in their order."""
    rows = connection.execute('SELECT * FROM causes ORDER BY "at"')
    return {row["cause"]: Cause(json.loads(row["names"]), bool(row["explains"])) for row in rows}


def write_verdict(connection: sqlite3.Connection, row: str, verdict: Verdict, seq: int) -> None:
    """Write the newest word on the row with this store key; ``seq`` is its line of the trail."""
    connection.execute(
        "INSERT OR REPLACE INTO verdicts (row, cause, note, author, at, seq) VALUES (?, ?, ?, ?, ?, ?)",
        (row, verdict.cause, verdict.note, verdict.author, stamp(verdict.at), seq),
    )


def read_verdict(connection: sqlite3.Connection, row: str) -> Verdict | None:
    """What was said last of one row; ``None`` where nothing was, or it was taken back."""
    found = connection.execute("SELECT * FROM verdicts WHERE row = ? AND cause <> ''", (row,)).fetchone()
    return _verdict(found) if found else None


def read_verdicts(connection: sqlite3.Connection) -> dict[str, Verdict]:
    """Store key to what was said last of that row."""
    return {row["row"]: _verdict(row) for row in connection.execute("SELECT * FROM verdicts WHERE cause <> ''")}


def read_verdicts_at(connection: sqlite3.Connection, seq: int) -> dict[str, tuple[Verdict, int]]:
    """Store key to what had been said last of that row after the line ``seq`` of the trail, and its line."""
    rows = connection.execute(
        "SELECT json_extract(detail, '$.row') AS row, json_extract(detail, '$.cause') AS cause,"
        " json_extract(detail, '$.note') AS note, coalesce(json_extract(detail, '$.by'), author) AS author, at,"
        " max(seq) AS seq"
        " FROM changes WHERE kind = 'verdict' AND seq <= ? GROUP BY 1",
        (seq,),
    )
    return {row["row"]: (_verdict(row), row["seq"]) for row in rows}


def said_of(connection: sqlite3.Connection, row: str) -> list[Verdict]:
    """What was said of one row and not undone, the newest last; an empty cause is one that was taken back."""
    lines = connection.execute(
        "SELECT json_extract(detail, '$.cause') AS cause, json_extract(detail, '$.note') AS note, author, at,"
        " json_extract(detail, '$.undo') AS undo"
        " FROM changes WHERE kind = 'verdict' AND json_extract(detail, '$.row') = ? ORDER BY seq",
        (row,),
    )
    said: list[Verdict] = []
    for line in lines:
        if line["undo"]:
            said.pop()
        else:
            said.append(_verdict(line))
    return said


def newest_by_unit(connection: sqlite3.Connection) -> dict[str, Verdict]:
    """Unit to what was said last of any of its rows."""
    rows = connection.execute(
        "SELECT unit, cause, note, verdicts.author, max(verdicts.at) AS at FROM verdicts JOIN changes USING (seq)"
        " WHERE cause <> '' AND unit IS NOT NULL GROUP BY unit"
    )
    return {row["unit"]: _verdict(row) for row in rows}


def last_verdict_by(connection: sqlite3.Connection, author: str) -> tuple[str, Verdict] | None:
    """The newest verdict of one person that stands, with the store key of its row; ``None`` where there is none."""
    found = connection.execute(
        "SELECT * FROM verdicts WHERE author = ? AND cause <> '' ORDER BY at DESC, seq DESC LIMIT 1", (author,)
    ).fetchone()
    return (found["row"], _verdict(found)) if found else None


def newest_verdict(connection: sqlite3.Connection) -> int:
    """The line of the trail that holds the newest verdict, one that was taken back too; 0 where there is none."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM verdicts").fetchone()[0])


def explained_rows(connection: sqlite3.Connection) -> frozenset[str]:
    """Store keys of the rows with a cause that explains them, or with one that the project no longer names."""
    rows = connection.execute(
        "SELECT row FROM verdicts LEFT JOIN causes USING (cause) WHERE cause <> '' AND coalesce(explains, 1)"
    )
    return frozenset(row for (row,) in rows)


def _verdict(row: sqlite3.Row) -> Verdict:
    return Verdict(row["cause"], row["note"], row["author"], moment_of(row["at"]))
