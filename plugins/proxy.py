"""Online records that one person may have filed for many owners (nộp thay): a question to verify, never a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import pandas as pd

from reform_tui import sdk
from reform_tui.sdk import Fact, Finding, Judgement, View, filing

KINDS = ("hand", "device", "phone", "payer")
"""What a record is filed through, the surest first; a hand is one account, or several that are linked."""
SHORT = {"account": "tk", "device": "tb", "phone": "đt", "payer": "nt"}
"""How a subject begins."""
WINDOWS = {"in_day": timedelta(days=1), "in_week": timedelta(days=7), "in_month": timedelta(days=30)}
SIGNALS: Mapping[str, tuple[str, str]] = {
    "staff": ("khớp danh sách cán bộ", "matches the staff roster"),
    "receiver": ("người nộp cũng là người tiếp nhận", "the submitter also received the records"),
    "colleague": ("người nộp thuộc chính đơn vị tiếp nhận", "the submitter works in the unit that received them"),
    "day": ("{in_day} chủ hồ sơ trong một ngày", "{in_day} owners in a day"),
    "week": ("{in_week} chủ hồ sơ trong 7 ngày", "{in_week} owners in 7 days"),
    "month": ("{in_month} chủ hồ sơ trong 30 ngày", "{in_month} owners in 30 days"),
    "linked": ("{accounts} tài khoản liên kết với nhau", "{accounts} accounts hang together"),
    "quick": ("một người tiếp nhận chỉ sau vài phút", "one officer received them within minutes"),
    "regular": ("nộp liền nhau từng vài phút", "submitted minutes apart"),
    "hours": ("chỉ nộp trong giờ làm việc", "submitted in working hours only"),
    "one_payer": ("một người trả phí cho nhiều chủ", "one payer for many owners"),
    "same_day": ("trả kết quả ngay trong ngày", "results handed over the same day"),
    "unverified": ("tài khoản chưa định danh", "accounts not verified"),
}  # fmt: skip
STRONG = ("staff", "receiver", "day", "week", "month")
CLASSES = {"assisted": "assisted", "listed": "listed"}
"""What a group's template says of its class, where that is not ``on behalf``."""
MOSTLY, NEARLY, OWN_ACCOUNTS = 0.8, 0.95, 0.7
"""Shares: most, nearly all, and accounts to owners where each had their own."""
WEAK = ("quick", "regular", "hours", "one_payer", "same_day")
SENTENCES: sdk.Sentences = {
    "suspected": {
        "vi": "Nghi nộp thay, cần gọi lại xác minh: {owners} chủ hồ sơ qua {subject}; căn cứ: {signals_vi}",
        "en": "Perhaps filed on behalf, verify by call-back: {owners} owners through {subject}; rests on: {signals_en}",
    },
    "to_look_at": {
        "vi": "Cần xem: {owners} chủ hồ sơ qua {subject}; căn cứ: {signals_vi}",
        "en": "To be looked at: {owners} owners through {subject}; rests on: {signals_en}",
    },
    "listed": {
        "vi": "Ghi nhận: {owners} chủ hồ sơ qua {subject}; căn cứ: {signals_vi}; có thể là người nhà",
        "en": "Noted: {owners} owners through {subject}; rests on: {signals_en}; perhaps family",
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
    """Online records filed for many owners through one account, device, phone or payer, told by unit.

    Looked at from ``owners_day`` distinct owners in 24 hours, ``owners_week`` in 7 days or ``owners_month`` in 30 (a
    phone or payer from ``phone_month``); from ``few_owners`` in 30 days where ``few_signals`` weak signals agree; from
    ``staff_owners`` when the submitter is in the table ``staff`` that day (account, number, certificate, phone, device,
    payer), has an account of ``official`` domain or is the receiver.  ``value``: owners against what makes a suspicion
    (``suspect_day``, ``suspect_month``, ``staff_owners``).  One surname at one address is one owner.

    Accounts of several owners that share a phone, payer, device or desk that receives within ``quick`` are one, unless
    more than ``link_most`` share it or they have fewer than ``link_owners`` owners each.  ``regular`` is submitting
    within ``gap``.  A record counts once, under the surest of the four.

    By right, and counted apart in the facts of ``online``: an authorisation, the table ``allow`` through ``until``, the
    ``by_right`` classes of staff unless they also receive.  So is an account nearly all of whose records are of
    procedures that accounts of many owners file usually: ``usual_share`` of at least ``usual_least`` in the province,
    0.25 above all other procedures.  ``placeholders`` and phones that are no mobile link nothing.

    Templates: ``suspected``, ``to_look_at``, ``listed`` (staff, fewer owners), ``assisted`` (own accounts, shared phone
    or device).  The subject ``online`` appears when ``flagged_share`` of a unit's online records are on behalf:
    ``reported``, ``high`` (without those of staff) and ``low`` (without all) are percent of ``received``.
    Thresholds are proposals: a province calibrates them.
    """

    owners_day: int = 5
    owners_week: int = 10
    owners_month: int = 12
    suspect_day: int = 15
    suspect_month: int = 40
    phone_month: int = 4
    staff_owners: int = 3
    few_owners: int = 4
    few_signals: int = 3
    quick: timedelta = timedelta(minutes=5)
    gap: timedelta = timedelta(minutes=10)
    link_most: int = 50
    link_owners: int = 3
    usual_share: float = 0.5
    usual_least: int = 20
    flagged_share: float = 0.30
    by_right: tuple[str, ...] = ("postal agent", "digital team", "agent")
    official: str = "gov.vn"
    placeholders: tuple[str, ...] = ("000000001", "0123456789", "123456789")

    reads: ClassVar[sdk.Reads] = {
        "records": (
            "channel", "submitted_at?", "received_at?", "returned_at?", "account?", "device?", "applicant_phone?",
            "applicant_id?", "applicant_name?", "applicant_address?", "receiver?", "authorised?", "procedure?",
            "procedure_name?", "field?", "payer?", "identity_verified?",
        )
    }  # fmt: skip
    references: ClassVar[tuple[str, ...]] = ("staff", "allow")
    sentences: ClassVar[sdk.Sentences] = SENTENCES
    grain: ClassVar[str] = "province"

    def find(self, view: View) -> Judgement:
        """Look for groups in each unit, and at what they do to its online rate."""
        rows = _received(view)
        online = _online(rows, view, self)
        groups, member = _groups(online, ["unit"], self)
        rates = _rates(rows, online, groups, member, self)
        return _judged(online) + Judgement((*_findings(groups, online, member), *rates))

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - an answer rests on moments of submission
        """Return nothing: lists are held against the moment of submission, so only data changes an answer."""
        return sdk.never()


@dataclass(frozen=True, kw_only=True)
class ProxyAcrossUnits(ProxySubmission):
    """Online records filed for many owners through one account, device, phone or payer in several units at once.

    Fields, signals and templates are those of ``proxy_submission``; ``units_least`` is how many units make it told.
    """

    units_least: int = 2

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

    ``staff`` (``by_account``, or by phone, device, payer), ``own`` (filed by its receiver) and ``colleague`` are
    signals, ``excused`` is by right or usual, ``readable`` can be judged.
    """
    rows = rows[rows["channel"] == "online"].rename(columns={"applicant_phone": "phone"})
    rows = sdk.comparable(rows.assign(unit=rows["unit"].astype("str")), check.placeholders)
    rows["phone"] = rows["phone"].where(rows["phone"].str.fullmatch(r"0[35789]\d{8}"))
    person = sdk.identity(rows["applicant_id"], check.placeholders).fillna(sdk.identity(rows["applicant_name"]))
    home = sdk.family(rows["applicant_name"], rows["applicant_address"])
    home = home.fillna(sdk.family(rows["applicant_name"], rows["phone"].where(rows["applicant_address"].isna())))
    rows["person"] = person
    rows["owner"] = home.where(person.notna()).fillna(person)
    rows["receiver"] = sdk.identity(rows["receiver"])
    waited = rows["received_at"] - rows["submitted_at"]
    rows["quick"] = (waited > pd.Timedelta(0)) & (waited <= check.quick)  # equal ones were overwritten by a sync
    rows["hours"] = view.calendar.counts_from(rows["at"]) == rows["at"]
    rows["same_day"] = rows["returned_at"].dt.normalize() == rows["at"].dt.normalize()
    rows["unverified"] = ~rows["identity_verified"].fillna(value=True).astype(bool)
    rows["readable"] = rows["owner"].notna() & rows[["account", "device", "phone", "payer"]].notna().any(axis=1)
    staff, allow = (view.reference(name) for name in check.references)
    rows = filing.on_lists(rows, staff, allow, check.by_right, check.official, check.placeholders)
    usual = filing.usual(rows, check.owners_day, check.usual_least, check.usual_share)
    rows = rows.assign(excused=rows["right"] | usual)
    return rows.assign(hand=filing.hands(rows, check.link_owners, check.link_most))


def _groups(online: pd.DataFrame, by: list[str], check: ProxySubmission) -> tuple[pd.DataFrame, pd.Series]:
    """Return the groups worth looking at, numbered, and the number of each online record's group (missing for none)."""
    member = pd.Series(pd.NA, index=online.index, dtype="Int64")
    rows = online[online["readable"] & ~online["excused"]]
    found = [pd.DataFrame(columns=["units", "template"])]
    least = min(check.owners_day, check.few_owners, check.phone_month, check.staff_owners)
    for kind in KINDS:
        rest = rows[rows[kind].notna() & member.reindex(rows.index).isna()]
        owners = rest.groupby([*by, kind])["owner"].transform("nunique")
        crowd = rest[(owners >= least) | (rest["staff"] & rest["by_account"] & (kind == "hand"))]
        if len(crowd):
            groups = _worth_a_look(crowd, [*by, kind], check)
            groups.index += sum(map(len, found))
            found.append(groups)
            numbers = groups.reset_index(names="number").rename(columns={"actor": kind})
            pairs = crowd[[*by, kind]].reset_index(names="row").merge(numbers[[*by, kind, "number"]], on=[*by, kind])
            member.loc[pairs["row"]] = pairs["number"].to_numpy()
    return pd.concat(found[1:] or found), member


def _worth_a_look(rows: pd.DataFrame, who: list[str], check: ProxySubmission) -> pd.DataFrame:
    """Return the groups that reach a threshold: what was counted, ``kind``, ``actor``, ``template`` and the signals."""
    kind = who[-1]
    groups = _counted(rows, who, check).reset_index().rename(columns={kind: "actor"})
    by_staff = groups["by_staff"] >= check.staff_owners
    shared = (groups["accounts"] != 1) & (kind in {"phone", "payer"})  # within one account they tell nothing new
    weak = groups[list(WEAK)].sum(axis=1) >= check.few_signals
    groups = groups.assign(
        receiver=by_staff & groups["own"],
        colleague=by_staff & groups["colleague"],
        linked=(groups["accounts"] > 1) & (kind == "hand"),
        day=groups["in_day"] >= check.owners_day,
        week=groups["in_week"] >= check.owners_week,
        month=(groups["in_month"] >= check.owners_month)
        | (shared & (groups["in_month"] >= check.phone_month))
        | (weak & (groups["in_month"] >= check.few_owners)),
        kind="account" if kind == "hand" else kind,
    )
    return _named(groups[groups[list(STRONG)].any(axis=1)], check)


def _named(groups: pd.DataFrame, check: ProxySubmission) -> pd.DataFrame:
    """Return the groups with ``value`` and ``template``, numbered from 0."""
    suspicion = [check.suspect_day, check.suspect_month, check.staff_owners]
    value = (groups[["in_day", "in_month", "by_staff"]] / suspicion).max(axis=1)
    template = pd.Series("to_look_at", groups.index).mask(value >= 1, "suspected")
    told = groups[["receiver", "day", "week", "month"]].any(axis=1) | (groups["by_staff"] >= check.staff_owners)
    template = template.mask(~told, "listed")
    own = (groups["known"] >= groups["owners"] / 2) & (groups["accounts"] >= OWN_ACCOUNTS * groups["known"])
    return groups.assign(
        value=value, template=template.mask(own & (groups["kind"] != "account"), "assisted")
    ).reset_index(drop=True)


def _counted(rows: pd.DataFrame, who: list[str], check: ProxySubmission) -> pd.DataFrame:
    """Return what is counted of each group; ``by_staff`` owners were served by staff or by the receiver."""
    rows = rows.sort_values(["at", "key"])
    rows = rows.assign(close=rows.groupby(who)["at"].diff() <= check.gap)
    groups = rows.groupby(who)
    counted = groups[["owner", "account", "receiver", "unit", "payer"]].nunique()
    counted = counted.set_axis(["owners", "accounts", "officers", "units", "payers"], axis=1)
    share, some = (
        groups[["quick", "close", "hours", "same_day", "unverified"]].mean(),
        groups.size() >= check.staff_owners,
    )
    where = {"paid": rows["payer"].notna(), "known": rows["account"].notna(), "by_staff": rows["staff"] | rows["own"]}
    owners = {name: rows[mask].groupby(who)["owner"].nunique() for name, mask in where.items()}
    counted = counted.join(pd.DataFrame(owners, index=counted.index).fillna(0).astype("int64"))
    counted = counted.assign(
        quick=(share["quick"] > 1 / 2) & (counted["officers"] == 1) & some,
        regular=(share["close"] >= 1 / 2) & some,
        hours=(share["hours"] >= NEARLY) & some,
        one_payer=(counted["paid"] >= check.staff_owners) & (counted["paid"] >= check.staff_owners * counted["payers"]),
        same_day=(share["same_day"] >= MOSTLY) & some,
        unverified=(share["unverified"] >= MOSTLY) & some,
        **groups[["staff", "own", "colleague"]].any(),
    )
    return counted.join(sdk.most_within(rows, by=who, distinct="owner", at="at", lengths=WINDOWS))


def _findings(groups: pd.DataFrame, rows: pd.DataFrame, member: pd.Series) -> list[Finding]:
    """Return one finding a group; its evidence is its records."""
    keys = rows["key"].groupby(member).agg(lambda keys: tuple(sorted(keys)))
    online = rows.groupby("unit").size()
    said = []
    for number, group in zip(groups.index, groups.to_dict("records"), strict=True):
        unit, evidence, facts = str(group.get("unit", "")), keys[number], _facts(group)
        subject = sdk.masked(SHORT[group["kind"]], group["actor"])
        of = int(online[unit]) if unit else len(rows)
        value = group["value"] if facts["class"] == "on behalf" else 0.0
        said.append(Finding(unit, subject, group["template"], len(evidence), of, value, facts, evidence))
    return said


def _facts(group: Mapping[Any, Any]) -> dict[str, Fact]:
    counted = {name: int(group[name]) for name in ("owners", "accounts", "units", "by_staff", *WINDOWS)}
    signals = [name for name in SIGNALS if group[name]]
    words = [", ".join(SIGNALS[name][language] for name in signals).format(**counted) for language in (0, 1)]
    said = {"signals": ", ".join(signals), "signals_vi": words[0], "signals_en": words[1], "kind": group["kind"]}
    return {**counted, **said, "class": CLASSES.get(group["template"], "on behalf")}


def _rates(
    rows: pd.DataFrame, online: pd.DataFrame, groups: pd.DataFrame, member: pd.Series, check: ProxySubmission
) -> list[Finding]:
    """Return the online rate of each unit where much of it is in doubt."""
    template = member.map(groups["template"])
    classes = pd.DataFrame({
        "on_behalf": template.isin(["suspected", "to_look_at"]),
        "assisted": template == "assisted",
        "by_right": online["right"],
        "usual": online["excused"] & ~online["right"],
    })  # fmt: skip
    classes["staffed"] = classes["on_behalf"] & (online["staff"] | online["own"])
    units = classes.groupby(online["unit"]).sum().assign(online=online.groupby("unit").size())
    units["received"] = rows.groupby(rows["unit"].astype("str")).size()
    doubted = units[(units["on_behalf"] > 0) & (units["on_behalf"] >= check.flagged_share * units["online"])]
    keys = online[classes["on_behalf"]].groupby("unit")["key"].agg(lambda keys: tuple(sorted(keys)))
    return [_rate(str(unit), unit_counts, keys[unit]) for unit, unit_counts in doubted.to_dict("index").items()]


def _rate(unit: str, counts: Mapping[Any, Any], keys: tuple[str, ...]) -> Finding:
    count, of = int(counts["on_behalf"]), int(counts["online"])
    left = {"reported": of, "high": of - int(counts["staffed"]), "low": of - count}
    rates = {name: 100 * number / int(counts["received"]) for name, number in left.items()}
    by_itself = of - sum(int(counts[name]) for name in ("on_behalf", "assisted", "by_right", "usual"))
    facts = rates | {name: int(number) for name, number in counts.items()} | {"self_filed": by_itself}
    template = "rate" if left["low"] < left["high"] else "rate_one"
    return Finding(unit, "online", template, count, of, count / of, facts, keys)


def _judged(online: pd.DataFrame) -> Judgement:
    """Return how many online records of each unit could be judged, and why not the others."""
    unreadable = {"owner unknown": online["owner"].isna(), "submitter unknown": ~online["readable"]}
    return sdk.judged(online, unreadable=unreadable)


@sdk.hookimpl
def reform_checks() -> Sequence[type[sdk.Check]]:
    """Offer the checks of this page."""
    return [ProxySubmission, ProxyAcrossUnits]
