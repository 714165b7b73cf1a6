"""Online records that one person may have filed for many owners (nộp thay): a question to verify, never a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import pandas as pd

from reform_tui import sdk
from reform_tui.sdk import Fact, Finding, Judgement, View

KINDS = {"account": "tk", "device": "tb", "phone": "đt"}
"""What a record is filed through, the surest first, and how a subject begins."""
WINDOWS = {"in_day": timedelta(days=1), "in_week": timedelta(days=7), "in_month": timedelta(days=30)}
SIGNALS: Mapping[str, tuple[str, str]] = {
    "staff": ("khớp danh sách cán bộ", "matches the staff roster"),
    "receiver": ("người nộp cũng là người tiếp nhận", "the submitter also received the records"),
    "day": ("{in_day} chủ hồ sơ trong một ngày", "{in_day} owners in a day"),
    "week": ("{in_week} chủ hồ sơ trong 7 ngày", "{in_week} owners in 7 days"),
    "month": ("{in_month} chủ hồ sơ trong 30 ngày", "{in_month} owners in 30 days"),
    "quick": ("một người tiếp nhận chỉ sau vài phút", "one officer received them within minutes"),
}
SENTENCES: sdk.Sentences = {
    "suspected": {
        "vi": "Nghi nộp thay, cần gọi lại xác minh: {owners} chủ hồ sơ qua {subject}; căn cứ: {signals_vi}",
        "en": "Perhaps filed on behalf, verify by call-back: {owners} owners through {subject}; rests on: {signals_en}",
    },
    "to_look_at": {
        "vi": "Cần xem: {owners} chủ hồ sơ qua {subject}; căn cứ: {signals_vi}",
        "en": "To be looked at: {owners} owners through {subject}; rests on: {signals_en}",
    },
    "assisted": {
        "vi": "Có thể được hỗ trợ: {owners} chủ hồ sơ có tài khoản riêng, chung {subject}; căn cứ: {signals_vi}",
        "en": "Perhaps helped: {owners} owners with accounts of their own share {subject}; rests on: {signals_en}",
    },
    "rate": {
        "vi": "cần kiểm chứng, báo cáo {reported} %, trừ {count} hồ sơ có dấu hiệu thì còn {low}–{high} %",
        "en": "to be verified, {reported}% reported, {low}–{high}% without {count} records with signals",
    },
    "rate_one": {
        "vi": "cần kiểm chứng, báo cáo {reported} %, trừ {count} hồ sơ có dấu hiệu thì còn {low} %",
        "en": "to be verified, {reported}% reported, {low}% without {count} records with signals",
    },
}


@dataclass(frozen=True, kw_only=True)
class ProxySubmission:
    """Online records filed for many owners through one account, device or phone, by unit.

    An account or device is looked at from ``owners_day`` distinct owners within 24 hours, ``owners_week`` within 7
    days or ``suspect_month`` within 30, a phone already from ``phone_month`` within 30 days, where one surname at one
    address is one owner; and any of them from ``staff_owners`` owners when it is in the reference table ``staff`` at
    that time or is the receiver's own.  Windows slide over the records received online in the period.  A record counts
    once, under the surest of the three.  A missing moment of submission is taken to be that of receipt.

    Left out as legitimate: records with an authorisation, other channels (post among them), and what the table
    ``allow`` lists, from the day of ``from`` through that of ``until``.  ``placeholders`` and repeated digits link
    nothing.

    ``value`` is owners against what makes a suspicion (``suspect_day``, ``suspect_month``, ``staff_owners``): from 1
    the template is ``suspected``, below ``to_look_at``, and ``assisted`` where every owner had their own account.  The
    subject ``online`` appears when ``flagged_share`` of a unit's online records are in such groups:
    ``reported``, ``high`` (without those of staff) and ``low`` (without all) are percent of ``received``.
    Thresholds are proposals: a province calibrates them.
    """

    owners_day: int = 5
    owners_week: int = 10
    suspect_day: int = 15
    suspect_month: int = 40
    phone_month: int = 4
    staff_owners: int = 3
    quick: timedelta = timedelta(minutes=5)
    flagged_share: float = 0.30
    placeholders: tuple[str, ...] = ("000000001", "0123456789", "123456789")

    reads: ClassVar[sdk.Reads] = {
        "records": (
            "channel", "submitted_at?", "received_at?", "account?", "device?", "applicant_phone?", "applicant_id?",
            "applicant_name?", "applicant_address?", "receiver?", "authorised?",
        )
    }  # fmt: skip
    references: ClassVar[tuple[str, ...]] = ("staff", "allow")
    sentences: ClassVar[sdk.Sentences] = SENTENCES

    def find(self, view: View) -> Judgement:
        """Look for groups in each unit, and at what they do to its online rate."""
        rows = _received(view)
        online = _online(rows, view, self)
        groups, member = _groups(online, ["unit"], self)
        return _judged(online) + Judgement((*_findings(groups, online, member), *_rates(rows, online, member, self)))

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - an answer rests on moments of submission
        """Return nothing: lists are held against the moment of submission, so only data changes an answer."""
        return pd.Series(dtype="datetime64[us, UTC]")


@dataclass(frozen=True, kw_only=True)
class ProxyAcrossUnits(ProxySubmission):
    """Online records filed for many owners through one account, device or phone in several units at once.

    Fields, signals and templates are those of ``proxy_submission``; ``units_least`` is how many units make it told.
    """

    units_least: int = 2
    grain: ClassVar[str] = "province"

    def find(self, view: View) -> Judgement:
        """Look for groups that reach over units."""
        online = _online(_received(view), view, self)
        groups, member = _groups(online, [], self)
        wide = groups[groups["units"] >= self.units_least]
        return _judged(online) + Judgement(tuple(_findings(wide, online, member)))


def _received(view: View) -> pd.DataFrame:
    """Return the records received in the period, not those carried into it, with ``at``: when each was submitted."""
    rows = view.records.assign(at=lambda rows: rows["submitted_at"].fillna(rows["received_at"]))
    return rows[sdk.within(rows["received_at"].fillna(rows["at"]), view.period)]


def _online(rows: pd.DataFrame, view: View, check: ProxySubmission) -> pd.DataFrame:
    """Return the online records with ``owner`` and ``KINDS`` made comparable, and what is known of each record.

    ``staff`` and ``own`` (filed by its receiver) are signals, ``excused`` is legitimate, ``readable`` can be judged.
    """
    rows = rows[rows["channel"] == "online"].rename(columns={"applicant_phone": "phone"})
    rows = sdk.comparable(rows.assign(unit=rows["unit"].astype("str")), check.placeholders)
    rows["owner"] = sdk.identity(rows["applicant_id"], check.placeholders).fillna(sdk.identity(rows["applicant_name"]))
    rows["receiver"] = sdk.identity(rows["receiver"])
    rows["quick"] = (rows["received_at"] - rows["submitted_at"]).between(pd.Timedelta(0), check.quick).astype(int)
    staff = _listed(rows, view.reference("staff"), check, "from", "to")
    receiver = rows["receiver"].reindex(staff["row"]).to_numpy()
    same = (sdk.identity(staff["listed_name"]) == receiver) | (staff["listed_account"] == receiver)
    allowed = _listed(rows, view.reference("allow"), check, "from", "until")
    rows["staff"] = rows.index.isin(staff["row"])
    rows["own"] = rows.index.isin(staff["row"][same]) | (rows["account"] == rows["receiver"])
    rows["excused"] = rows["authorised"].fillna(value=False).astype(bool) | rows.index.isin(allowed["row"])
    rows["readable"] = rows["owner"].notna() & rows[list(KINDS)].notna().any(axis=1)
    return rows


def _listed(rows: pd.DataFrame, table: pd.DataFrame, check: ProxySubmission, since: str, until: str) -> pd.DataFrame:
    return sdk.listed(rows, sdk.comparable(table, check.placeholders), on=[*KINDS], at="at", since=since, until=until)


def _groups(online: pd.DataFrame, by: list[str], check: ProxySubmission) -> tuple[pd.DataFrame, pd.Series]:
    """Return the groups worth looking at, numbered, and the number of each online record's group (missing for none)."""
    member = pd.Series(pd.NA, index=online.index, dtype="Int64")
    rows = online[online["readable"] & ~online["excused"]]
    found = [pd.DataFrame(columns=["units"])]
    least = min(check.owners_day, check.owners_week, check.suspect_month, check.phone_month, check.staff_owners)
    for kind in KINDS:
        rest = rows[rows[kind].notna() & member.reindex(rows.index).isna()]
        crowd = rest[rest.groupby([*by, kind])["owner"].transform("nunique") >= least]
        if len(crowd):
            groups = _worth_a_look(crowd, [*by, kind], check)
            groups.index += sum(map(len, found))
            found.append(groups)
            numbers = groups.reset_index(names="number").rename(columns={"actor": kind})
            pairs = crowd[[*by, kind]].reset_index(names="row").merge(numbers, on=[*by, kind])
            member.loc[pairs["row"]] = pairs["number"].to_numpy()
    return pd.concat(found[1:] or found), member


def _worth_a_look(rows: pd.DataFrame, who: list[str], check: ProxySubmission) -> pd.DataFrame:
    """Return the groups that reach a threshold: what was counted, ``kind``, ``actor``, ``value`` and the signals."""
    kind = who[-1]
    month = check.phone_month if kind == "phone" else check.suspect_month
    if kind == "phone":
        home = sdk.family(rows["applicant_name"], rows["applicant_address"])
        rows = rows.assign(owner=home.fillna(rows["owner"]))
    groups = _counted(rows, who).reset_index()
    by_staff = groups["by_staff"] >= check.staff_owners
    suspicion = [check.suspect_day, check.suspect_month, check.staff_owners]
    groups = groups.rename(columns={kind: "actor"}).assign(
        value=(groups[["in_day", "in_month", "by_staff"]] / suspicion).max(axis=1),
        staff=by_staff & groups["staff"],
        receiver=by_staff & groups["own"],
        day=groups["in_day"] >= check.owners_day,
        week=groups["in_week"] >= check.owners_week,
        month=groups["in_month"] >= month,
        quick=groups["quick"] & (groups["officers"] == 1),
        kind=kind,
    )
    return groups[groups[["staff", "receiver", "day", "week", "month"]].any(axis=1)].reset_index(drop=True)


def _counted(rows: pd.DataFrame, who: list[str]) -> pd.DataFrame:
    """Return what is counted of each group; ``by_staff`` owners were served by staff or by the receiver."""
    groups = rows.groupby(who)
    counted = groups[["owner", "account", "receiver", "unit"]].nunique()
    counted = counted.set_axis(["owners", "accounts", "officers", "units"], axis=1)
    counted = counted.assign(quick=groups["quick"].median() == 1, staff=groups["staff"].any(), own=groups["own"].any())
    served = rows[rows["staff"] | rows["own"]].groupby(who)["owner"].nunique()
    counted["by_staff"] = served.reindex(counted.index, fill_value=0)
    return counted.join(sdk.most_within(rows, by=who, distinct="owner", at="at", lengths=WINDOWS))


def _findings(groups: pd.DataFrame, rows: pd.DataFrame, member: pd.Series) -> list[Finding]:
    """Return one finding a group; its evidence is its records."""
    keys = rows["key"].groupby(member).agg(lambda keys: tuple(sorted(keys)))
    online = rows.groupby("unit").size()
    said = []
    for number, group in zip(groups.index, groups.to_dict("records"), strict=True):
        unit, evidence, facts = str(group.get("unit", "")), keys[number], _facts(group)
        subject = sdk.masked(KINDS[group["kind"]], group["actor"])
        of = int(online[unit]) if unit else len(rows)
        said.append(Finding(unit, subject, _template(group), len(evidence), of, group["value"], facts, evidence))
    return said


def _template(group: Mapping[Any, Any]) -> str:
    if group["kind"] != "account" and group["accounts"] >= group["owners"]:
        return "assisted"
    return "suspected" if group["value"] >= 1 else "to_look_at"


def _facts(group: Mapping[Any, Any]) -> dict[str, Fact]:
    counted = {name: int(group[name]) for name in ("owners", "units", "by_staff", *WINDOWS)}
    signals = [name for name in SIGNALS if group[name]]
    words = [", ".join(SIGNALS[name][language] for name in signals).format(**counted) for language in (0, 1)]
    said = {"signals": ", ".join(signals), "signals_vi": words[0], "signals_en": words[1], "kind": group["kind"]}
    return {**counted, **said, "class": "assisted" if _template(group) == "assisted" else "on behalf"}


def _rates(rows: pd.DataFrame, online: pd.DataFrame, member: pd.Series, check: ProxySubmission) -> list[Finding]:
    """Return the online rate of each unit where much of it is in doubt."""
    flagged = online[member.notna()]
    by_staff = flagged[flagged["staff"] | flagged["own"]]
    received, filed, staffed = (part.groupby("unit", observed=True).size() for part in (rows, online, by_staff))
    said = []
    for unit, keys in flagged.groupby("unit")["key"]:
        of, base = int(filed[unit]), int(received[unit])
        rates = {"reported": of, "high": of - int(staffed.get(unit, 0)), "low": of - len(keys)}
        facts = {name: 100 * count / base for name, count in rates.items()} | {"online": of, "received": base}
        template = "rate" if rates["low"] < rates["high"] else "rate_one"
        if len(keys) >= check.flagged_share * of:
            said.append(Finding(unit, "online", template, len(keys), of, len(keys) / of, facts, tuple(sorted(keys))))
    return said


def _judged(online: pd.DataFrame) -> Judgement:
    """Return how many online records of each unit could be judged, and why not the others."""
    unreadable = {"owner unknown": online["owner"].isna(), "submitter unknown": ~online["readable"]}
    return sdk.judge(online, by=["unit"], where=~online["readable"], unreadable=unreadable)


@sdk.hookimpl
def reform_checks() -> Sequence[type[sdk.Check]]:
    """Offer the checks of this page."""
    return [ProxySubmission, ProxyAcrossUnits]
