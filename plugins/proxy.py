"""Online records that one person may have filed for many owners (nộp thay): a question to verify, never a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any, ClassVar

import pandas as pd

from reform_tui import sdk
from reform_tui.sdk import Fact, Finding, Judgement, View, bounded, filing

SHORT = {"account": "tk", "device": "tb", "phone": "đt", "payer": "nt"}
"""How a subject begins."""
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
CLASSES = {"suspected": "on behalf", "to_look_at": "on behalf"}
"""What a group's template says of its class, where that is not its own name."""
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
    "unclear": {
        "vi": "Chưa rõ tài khoản của ai, cần gọi lại: {owners} chủ hồ sơ chung {subject}; căn cứ: {signals_vi}",
        "en": "Whose account is not known, ask by call-back: {owners} owners share {subject}; rests on: {signals_en}",
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
class ProxySubmission(filing.Thresholds):
    """Online records filed for many owners through one account, device, phone or payer, told by unit.

    Looked at from ``owners_day`` distinct owners in 24 hours, ``owners_week`` in 7 days or ``owners_month`` in 30 (a
    phone or payer from ``phone_month``); from ``few_owners`` in 30 days where ``few_signals`` weak signals agree; from
    ``staff_owners`` when the submitter is in the table ``staff`` that day (account, number, certificate, phone, device,
    payer), has an account of ``official`` domain or is the receiver.  ``value``: owners against what makes a suspicion
    (``suspect_day``, ``suspect_month``, ``staff_owners``).  One surname at one address is one owner.

    Accounts of several owners that share a phone, payer, device or desk that receives within ``quick`` are one, unless
    more than ``link_most`` share it or they have fewer than ``link_owners`` owners each.  ``regular`` is submitting
    within ``gap``.  A record counts once, under the surest of the four.

    By right, and counted apart in the facts of ``online``: an authorisation, or an account nearly all of whose records
    have one, the table ``allow`` through ``until``, the ``by_right`` classes of staff unless they also receive.  So is
    an account nearly all of whose records are of procedures that others file as a trade: ``usual_share`` of at least
    ``usual_least`` in the province, its own apart, 0.25 above all other procedures.  Not counted is what an account's
    holder files for the own household: of a holder whom nothing names, the home of most people for which the account
    alone files.  ``placeholders``, phones that are no mobile, those of desks (``contact`` of the table ``units``, or of
    several people of the roster) link nothing.

    Templates: ``suspected``, ``to_look_at``, ``listed`` (staff, fewer owners), ``assisted`` (own accounts, shared phone
    or device), ``unclear`` (accounts unknown: a device; who pays for people with phones of their own; a phone or payer
    of fewer than ``suspect_month`` owners, or neither of staff nor of one officer of several, unless the phone is on
    ``desk_share`` of an officer's records).
    The subject ``online`` appears when ``flagged_share`` of a unit's online records are on behalf: ``reported``,
    ``high`` (without those of staff) and ``low`` (without all) are percent of ``received``.
    Thresholds are proposals: a province calibrates them.
    """

    quick: timedelta = timedelta(minutes=5)
    link_most: int = bounded(50, least=1)
    link_owners: int = bounded(3, least=1)
    usual_share: float = bounded(0.5, least=0, most=1)
    usual_least: int = bounded(20, least=0)
    flagged_share: float = bounded(0.30, least=0, most=1)
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
    references: ClassVar[tuple[str, ...]] = ("staff", "allow", "units")
    sentences: ClassVar[sdk.Sentences] = SENTENCES
    grain: ClassVar[str] = "province"

    def find(self, view: View) -> Judgement:
        """Look for groups in each unit, and at what they do to its online rate."""
        rows, online = filing.received(view), view.shared(_online, self)
        groups, member = filing.groups(online, ["unit"], self)
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

    units_least: int = bounded(2, least=1)

    def find(self, view: View) -> Judgement:
        """Look for groups that reach over units."""
        alike = ProxySubmission(**{each.name: getattr(self, each.name) for each in fields(ProxySubmission)})
        online = view.shared(_online, alike)
        groups, member = filing.groups(online, [], self)
        wide = groups[groups["units"] >= self.units_least]
        return _judged(online) + Judgement(tuple(_findings(wide, online, member)))


def _online(view: View, check: ProxySubmission) -> pd.DataFrame:
    """Return the online records as ``filing`` has them, with what the lists say, ``excused`` and ``hand``."""
    lists = filing.Lists.of(view, check.placeholders)
    rows = filing.online(filing.received(view), view, check.quick, {*check.placeholders, *lists.desks})
    rows = filing.on_lists(rows, lists, check.by_right, check.official)
    usual = filing.usual(rows, check.owners_day, check.usual_least, check.usual_share)
    rows = rows.assign(excused=rows["right"] | usual)
    return rows.assign(hand=filing.hands(rows, check.link_owners, check.link_most))


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
    counted = {name: int(group[name]) for name in ("owners", "accounts", "units", "by_staff", *filing.WINDOWS)}
    signals = [name for name in SIGNALS if group[name]]
    words = [", ".join(SIGNALS[name][language] for name in signals).format(**counted) for language in (0, 1)]
    said = {"signals": ", ".join(signals), "signals_vi": words[0], "signals_en": words[1], "kind": group["kind"]}
    return {**counted, **said, "class": CLASSES.get(group["template"], group["template"])}


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
    units["received"] = rows.groupby("unit").size()
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
