"""People in feeds and lists: identities made comparable, looked up in a list with dates, and masked."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

import pandas as pd

from reform_tui.model.schema import BUILT_IN, Schema

# One digit repeated was typed to get past a form: it names nobody, and neither does nothing at all.
_NOBODY = "|".join(f"{digit}*" for digit in "0123456789")
_BETWEEN = "[ -/:-@\\[-`{-~\u00a0\u2013\u2014]+"
"""What stands between the words of an address: no class such as ``\\W``, for which pandas would loop over the rows."""
_SHOWN, _DIGITS = 2, 8
_KEY = {"people": b""}
"""With what people are masked in this process; a worker is given the project's key with each job."""


_KINDS = {"account": "tk", "device": "tb", "phone": "đt", "applicant_phone": "đt", "officer": "cb", "receiver": "cb"}
"""How a masked person begins: the kind of name that it was."""
_PEOPLE: dict[str, Collection[str]] = {"columns": set(BUILT_IN["records"].names(people=True))}
"""The columns of people in what is judged in this process; those of records where nobody said."""


def identity(values: pd.Series, placeholders: Collection[str]) -> pd.Series:
    """Return what ``sdk.identity`` promises."""
    text = values.astype("str").str.strip().str.lower()
    nobody = text.str.fullmatch(_NOBODY) | text.isin([each.strip().lower() for each in placeholders])
    return text.mask(nobody)


def telephone(values: pd.Series, placeholders: Collection[str]) -> pd.Series:
    """Return phone numbers that compare: digits only, written from home, with the 0 that a spreadsheet drops."""
    digits = values.astype("str").str.replace(r"\.0$", "", regex=True).str.replace(r"\D", "", regex=True)
    home = digits.str.replace(r"^(?:0084|84)(\d{9})$", r"0\1", regex=True)  # from abroad
    return identity(home.str.replace(r"^([1-9]\d{8})$", r"0\1", regex=True), placeholders)  # a spreadsheet ate the 0


def comparable(rows: pd.DataFrame, placeholders: Collection[str]) -> pd.DataFrame:
    """Return what ``sdk.comparable`` promises."""
    if not len(rows):
        return rows
    known = {name: identity(rows[name], placeholders) for name in ("account", "device", "payer") if name in rows}
    phones = {name: telephone(rows[name], placeholders) for name in ("phone",) if name in rows}
    return rows.assign(**known, **phones)


def family(names: pd.Series, addresses: pd.Series, most: int) -> pd.Series:
    """Return what ``sdk.family`` promises."""
    known = identity(names, ())
    where = identity(addresses.astype("str").str.replace(_BETWEEN, " ", regex=True), ())
    home = known.str.replace(r" .*", "", regex=True) + "|" + where
    return home.where(known.groupby(home).transform("nunique") <= most)


def listed(
    rows: pd.DataFrame, table: pd.DataFrame, on: Sequence[str] | Mapping[str, str], at: str, since: str, until: str
) -> pd.DataFrame:
    """Return what ``sdk.listed`` promises."""
    entries = table.add_prefix("listed_")
    names = on if isinstance(on, Mapping) else dict(zip(on, on, strict=True))
    found = [entries.iloc[:0].assign(row=rows.index[:0])]
    for entry, name in names.items() if len(table) else ():
        named = rows.loc[rows[name].notna() & rows[name].isin(table[entry]), [name, at]]
        if len(named):
            pairs = named.reset_index(names="row").merge(entries, left_on=name, right_on=f"listed_{entry}")
            found.append(pairs[_valid(pairs, at, since, until)].drop(columns=[name, at]))
    return pd.concat(found[1:] or found, ignore_index=True)


def _valid(pairs: pd.DataFrame, at: str, since: str, until: str) -> pd.Series:
    valid = pairs[at].notna()
    if since:
        valid &= ~(pairs[f"listed_{since}"] > pairs[at])
    if until:
        valid &= ~(pairs[f"listed_{until}"].dt.normalize() + pd.DateOffset(days=1) <= pairs[at])
    return valid


def mask_with(key: bytes) -> None:
    """Mask people with this key from now on; without one, as in cases, anybody could try names out."""
    _KEY["people"] = key


def masked(kind: str, value: str) -> str:
    """Return what ``sdk.masked`` promises."""
    mark = hmac.digest(_KEY["people"], f"{kind}\x1f{value}".encode(), "sha256").hex()[:_DIGITS]
    return f"{kind}…{value[-_SHOWN:]}#{mark}"


@contextmanager
def people_in(reads: Collection[str], references: Collection[str], schemas: Mapping[str, Schema]) -> Iterator[None]:
    """Know as people, while a check is asked, the columns of people in what it reads and in rows that it joins."""
    columns = {name: schemas[name].names(people=True) for name in (*reads, *references) if name in schemas}
    joined = {f"{schema}_{name}" for schema, names in columns.items() for name in names}
    before, _PEOPLE["columns"] = _PEOPLE["columns"], joined.union(*columns.values())
    try:
        yield
    finally:
        _PEOPLE["columns"] = before


def is_person(column: str) -> bool:
    """Whether a column of this name holds people in what is judged."""
    return column in _PEOPLE["columns"]


def masked_person(column: str, value: str) -> str:
    """Return the value of a column of people as a subject; ``cb…an#1f…`` for an officer."""
    kind = next((short for name, short in _KINDS.items() if column == name or column.endswith(f"_{name}")), column)
    return masked(kind, value)
