"""Submitters held against the roster of staff and the list of those who may file for many."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the sdk names this package, and whoever reads the sdk need not pay for pandas
    import pandas as pd

    from reform_tui.protocols import View

DATES = ("at", "from", "to")
ACCOUNT = {"account": "account", "person_id": "account", "certificate": "account"}
"""What the roster may know of a submitter's account, and the column of a record that it is held against."""
PAYER = {"account": "payer", "person_id": "payer", "phone": "payer"}
AGENCY = r"(?:ủy ban|uỷ ban|ubnd)\b"
"""How the name of an office begins that is itself the owner: its people are its legal representatives."""
MOSTLY = 0.8
"""Of an account's records, the share with an authorisation from which the others lack the tick only."""


@dataclass(frozen=True)
class Lists:
    """What a province knows of those who file: ``staff``, ``allow``, and the telephones that are a desk's, nobody's."""

    staff: pd.DataFrame
    allow: pd.DataFrame
    desks: frozenset[str]

    @classmethod
    def of(cls, view: View, placeholders: Collection[str]) -> Lists:
        """Return the tables ``staff``, ``allow`` and ``units`` of a view, made comparable."""
        from reform_tui.identities import comparable, identity  # noqa: PLC0415 - as above

        staff, allow = (comparable(view.reference(name), placeholders) for name in ("staff", "allow"))
        names = {name: identity(staff[name], placeholders) for name in ("name", "person_id", "certificate")}
        staff = staff.assign(**names)
        desks = _desks(staff, view.reference("units"))
        return cls(staff.assign(phone=staff["phone"].mask(staff["phone"].isin(desks))), allow, desks)


def _desks(staff: pd.DataFrame, units: pd.DataFrame) -> frozenset[str]:
    """Return the telephones of desks: of units' contacts, and those that several people of the roster have."""
    from reform_tui.identities import telephone  # noqa: PLC0415 - as above

    contacts = telephone(units["contact"].astype("str").str.findall(r"\+?\d[\d .-]{7,}\d").explode(), ())
    people = staff["person_id"].fillna(staff["name"]).fillna(staff["account"])
    shared = people.groupby(staff["phone"]).nunique()
    return frozenset(contacts.dropna()) | frozenset(shared.index[shared > 1])


def on_lists(rows: pd.DataFrame, lists: Lists, by_right: Collection[str], official: str) -> pd.DataFrame:
    """Return the rows with what the lists say of each submitter: seven columns (``bool``).

    ``staff`` (``by_account``, or by phone, device or payer; ``met`` without the payer, who need not be who filed)
    unless of a class that files ``by_right``; ``own`` who also received the record; ``colleague`` of the unit;
    ``right``, with an authorisation or on a list; ``himself``, filed by the account's holder for the own household.
    An account of the domain ``official`` is staff.
    """
    found = _entries(rows, lists)
    owner, receiver = (rows[name].reindex(found["row"]).to_numpy() for name in ("person", "receiver"))
    name = rows["applicant_name"].str.strip().str.lower().reindex(found["row"]).to_numpy()
    names = (found[name] == receiver for name in ("listed_name", "listed_account", "listed_person_id"))
    own = reduce(or_, names)
    holder = (found["listed_person_id"] == owner) | (found["listed_name"] == name)
    by_class = found["listed_class"].isin(by_right) & ~own
    others = ~holder & ~by_class
    receives = rows["account"] == rows["receiver"]
    domain = rows["account"].str.contains(rf"@(?:.*\.)?{re.escape(official)}$", regex=True, na=False)

    def told(where: pd.Series) -> pd.Series:
        return rows["unit"].notna() & rows.index.isin(found.loc[where, "row"])

    return rows.assign(
        staff=told(others) | domain,
        met=told(others & ~found["payer"]) | domain,
        by_account=told(found["by_account"]) | domain,
        own=told(own) | receives,
        colleague=told(others & found["near"]),
        right=_allowed(rows, lists) | (told(by_class) & ~receives),
        himself=_himself(rows, told(holder) | _officers(rows, lists))
        | rows["applicant_name"].str.lower().str.match(AGENCY),
    )


def _entries(rows: pd.DataFrame, lists: Lists) -> pd.DataFrame:
    """Return the entries of the roster that name a row: by account, by phone or device, by the name of who paid.

    Two people may bear one name: one who paid is known by it in the own unit only.
    """
    import pandas as pd  # noqa: PLC0415 - as above

    from reform_tui.identities import identity, listed  # noqa: PLC0415 - as above

    paid = rows[rows["payer"] != identity(rows["applicant_name"], ())]
    found = [
        listed(rows, lists.staff, ACCOUNT, *DATES).assign(by_account=True),
        listed(rows, lists.staff, ["phone", "device"], *DATES),
        listed(paid, lists.staff, PAYER, *DATES).assign(payer=True),
        listed(paid, lists.staff, {"name": "payer"}, *DATES).assign(payer=True, namesake=True),
    ]
    entries = pd.concat(found, ignore_index=True)
    unit = entries["listed_unit"].astype("str")
    near = unit == rows["unit"].reindex(entries["row"]).to_numpy()
    marks = {name: entries[name].eq(other=True) for name in ("by_account", "payer", "namesake")}
    entries = entries.assign(near=near, **marks)
    return entries[near | unit.isna() | ~entries["namesake"]].reset_index(drop=True)


def _allowed(rows: pd.DataFrame, lists: Lists) -> pd.Series:
    """Return which rows are authorised, of an account nearly all of whose rows are, or on the list ``allow``."""
    from reform_tui.identities import listed  # noqa: PLC0415 - as above

    authorised = rows["authorised"].fillna(value=False).astype(bool)
    usually = authorised.groupby(rows["account"]).transform("mean") >= MOSTLY
    entries = listed(rows, lists.allow, ["account", "device", "phone"], "at", "from", "until")
    return authorised | usually | rows.index.isin(entries["row"])


def _officers(rows: pd.DataFrame, lists: Lists) -> pd.Series:
    """Return which rows are the own ones of people on the roster of the very unit, by number or by name."""
    import pandas as pd  # noqa: PLC0415 - as above

    from reform_tui.identities import identity, listed  # noqa: PLC0415 - as above

    named = rows.assign(named=identity(rows["applicant_name"], ()))
    entries = listed(named, lists.staff, {"person_id": "person", "name": "named"}, *DATES)
    person, name, unit = (named[each].reindex(entries["row"]).to_numpy() for each in ("person", "named", "unit"))
    known = entries["listed_person_id"].notna() & (person != name)  # a number tells namesakes apart
    near = (entries["listed_unit"].astype("str") == unit) & (~known | (entries["listed_person_id"] == person))
    return pd.Series(rows.index.isin(entries.loc[near, "row"]), rows.index)


def _himself(rows: pd.DataFrame, holder: pd.Series) -> pd.Series:
    """Return which rows an account's holder filed for the own household: who is listed so, or whose number names it.

    A household has one address, whatever the surnames.  Of a holder whom nothing names, it is the ``_likely`` one.
    """
    holder = (holder | (rows["account"] == rows["person"])) & rows["owner"].notna()
    ours = [_beside(rows, holder, name) for name in ("owner", "home")]
    return holder | ours[0] | ours[1] | _likely(rows)


def _likely(rows: pd.DataFrame) -> pd.Series:
    """Return which rows are perhaps of the household of an account's holder whom nothing names: one home an account.

    Of the homes of several people for whom this account alone files, and on several days, it is the one of most people:
    better one home too few is asked about than an officer's own.
    """
    known = rows[rows["home"].notna()].assign(day=rows["at"].dt.normalize())
    each = known.groupby("home")
    homes = each[["account", "person", "day"]].nunique().join(each["account"].agg(["first", "count", "size"]))
    alone = (homes["account"] == 1) & (homes["count"] == homes["size"])
    homes = homes[alone & (homes["person"] > 1) & (homes["day"] > 1)]
    likely = homes.sort_values(["person", "size"], ascending=False, kind="stable").drop_duplicates("first")
    return rows["home"].isin(likely.index)


def _beside(rows: pd.DataFrame, holder: pd.Series, name: str) -> pd.Series:
    """Return which rows of an account have the ``name`` of one that its holder filed as the owner."""
    homes = rows.loc[holder & rows[name].notna(), ["account", name]].drop_duplicates()
    found = rows[["account", name]].merge(homes, how="left", on=["account", name], indicator="found")["found"]
    return rows["account"].notna() & (found == "both").to_numpy()
