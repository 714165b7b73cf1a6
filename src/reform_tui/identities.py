"""People in feeds and lists: identities made comparable, looked up in a list with dates, and masked."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import pandas as pd

# One digit repeated was typed to get past a form: it names nobody.
_REPEATED = frozenset(digit * length for digit in "0123456789" for length in range(1, 16))
_SHOWN = 2


def identity(values: pd.Series, placeholders: Collection[str]) -> pd.Series:
    """Return what ``sdk.identity`` promises."""
    text = values.astype("str").str.strip().str.lower()
    nobody = text.isin(_REPEATED | {each.strip().lower() for each in placeholders} | {""})
    return text.mask(nobody)


def telephone(values: pd.Series, placeholders: Collection[str]) -> pd.Series:
    """Return phone numbers that compare: digits only, written from home, with the 0 that a spreadsheet drops."""
    digits = values.astype("str").str.replace(r"\.0$", "", regex=True).str.replace(r"\D", "", regex=True)
    home = digits.str.replace(r"^(?:0084|84)(\d{9})$", r"0\1", regex=True)  # from abroad
    return identity(home.str.replace(r"^([1-9]\d{8})$", r"0\1", regex=True), placeholders)  # a spreadsheet ate the 0


def comparable(rows: pd.DataFrame, placeholders: Collection[str]) -> pd.DataFrame:
    """Return what ``sdk.comparable`` promises."""
    known = {name: identity(rows[name], placeholders) for name in ("account", "device") if name in rows}
    phones = {name: telephone(rows[name], placeholders) for name in ("phone",) if name in rows}
    return rows.assign(**known, **phones)


def family(names: pd.Series, addresses: pd.Series) -> pd.Series:
    """Return what ``sdk.family`` promises."""
    surnames = identity(names, ()).str.extract(r"^(\S+)", expand=False)
    return surnames + "|" + identity(addresses, ())


def listed(rows: pd.DataFrame, table: pd.DataFrame, on: Sequence[str], at: str, since: str, until: str) -> pd.DataFrame:
    """Return what ``sdk.listed`` promises."""
    entries = table.add_prefix("listed_")
    found = []
    for name in on:
        pairs = rows[[name, at]].dropna().reset_index(names="row")
        pairs = pairs.merge(entries.dropna(subset=[f"listed_{name}"]), left_on=name, right_on=f"listed_{name}")
        valid = pd.Series(True, index=pairs.index)
        if since:
            valid &= ~(pairs[f"listed_{since}"] > pairs[at])
        if until:
            valid &= ~(pairs[f"listed_{until}"].dt.normalize() + pd.DateOffset(days=1) <= pairs[at])
        found.append(pairs[valid].drop(columns=[name, at]))
    return pd.concat(found, ignore_index=True)


def masked(kind: str, value: str) -> str:
    """Return what ``sdk.masked`` promises."""
    mark = hashlib.sha256(f"{kind}\x1f{value}".encode()).hexdigest()[:4]
    return f"{kind}…{value[-_SHOWN:]}#{mark}"
