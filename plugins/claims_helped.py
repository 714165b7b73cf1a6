"""Online shares whose source admits help, with the range that remains without records that may be filed on behalf."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import pandas as pd

from reform_tui import sdk
from reform_tui.sdk import Fact, Finding, Judgement, View, bounded, filing, judged, stated

GROUP = ["unit", "level", "period", "topic"]


@dataclass(frozen=True, kw_only=True)
class ClaimAdjusted(filing.Thresholds):
    """Online shares whose source admits that people were helped, with the range that remains without records in doubt.

    A figure of ``topic`` (online) beside a statement that ``says`` helped, of the same unit, level and period.  Records
    are looked at as ``proxy_submission`` does, with the same thresholds: ``high`` is the share without records on
    behalf that staff filed, ``low`` without all on behalf, ``computed`` with them.  Without records of the period it
    cannot be computed, and says so.  ``value`` is what is doubted, in points.  Further facts: ``said_vi``, ``said_en``,
    ``received``, ``on_behalf``, ``sources``.
    """

    topic: str = "online"
    quick: timedelta = timedelta(minutes=5)
    link_most: int = bounded(50, least=1)
    link_owners: int = bounded(3, least=1)
    usual_share: float = bounded(0.5, least=0, most=1)
    usual_least: int = bounded(20, least=0)
    by_right: tuple[str, ...] = ("postal agent", "digital team", "agent")
    official: str = "gov.vn"
    placeholders: tuple[str, ...] = ("000000001", "0123456789", "123456789")

    grain: ClassVar[str] = "province"
    references: ClassVar[tuple[str, ...]] = ("staff", "allow", "units", "periods")
    reads: ClassVar[sdk.Reads] = {
        "claims": stated.CLAIMS,
        "records": (
            "channel?", "submitted_at?", "received_at?", "returned_at?", "account?", "device?", "applicant_phone?",
            "applicant_id?", "applicant_name?", "applicant_address?", "receiver?", "authorised?", "procedure?",
            "procedure_name?", "field?", "payer?", "identity_verified?", "level?",
        ),
    }  # fmt: skip
    sentences: ClassVar[sdk.Sentences] = {
        "range": {
            "vi": "{said_vi} trực tuyến và lời thừa nhận có làm giúp không thể cùng là tự nộp ({sources}): tính từ hồ "
            "sơ {computed} %, trừ {on_behalf} hồ sơ có dấu hiệu nộp thay còn {low}–{high} %; chỉ khớp nếu hồ sơ được "
            "giúp đều nộp bằng tài khoản của chủ",
            "en": "{said_en} online and admitted help cannot both be people filing themselves ({sources}): by records "
            "{computed}%, {low}–{high}% without {on_behalf} with signs of filing on behalf; both hold only if helped "
            "records came from their owners' accounts",
        },
        "unknown": {
            "vi": "{said_vi} trực tuyến và lời thừa nhận có làm giúp không thể cùng là tự nộp ({sources}): chưa tính "
            "được khoảng điều chỉnh vì không có hồ sơ của kỳ này; chỉ khớp nếu hồ sơ được giúp đều nộp bằng tài khoản "
            "của chủ",
            "en": "{said_en} online and admitted help cannot both be people filing themselves ({sources}): the range "
            "without help cannot be computed, there are no records of the period; both hold only if helped records "
            "came from their owners' accounts",
        },
    }

    def find(self, view: View) -> Judgement:
        """Put each share beside the help that is admitted, and compute what is left of it."""
        every = stated.claims_of(view.rows("claims"), "figure", "statement")
        rows = every[every["topic"] == self.topic].sort_values(["published_at", "claim_id"], ascending=[False, True])
        helped = rows[(rows["kind"] == "statement") & (rows["says"] == "helped")].drop_duplicates(GROUP)
        shares = rows[(rows["kind"] == "figure") & rows["percent"] & rows["value"].notna()].drop_duplicates(GROUP)
        both = helped.merge(shares, on=GROUP, suffixes=("_says", ""))
        return Judgement(tuple(self._findings(both, view))) + judged(every)

    def next_change(self, view: View) -> pd.Series:
        """Only another file changes it: records are held against the lists of their own moment."""
        del view
        return sdk.never()

    def _findings(self, both: pd.DataFrame, view: View) -> Iterator[Finding]:
        if both.empty:
            return
        received = filing.received(view)
        periods = stated.periods_of(both, view.reference("periods"), view.calendar.zone)
        for claim in both.to_dict("records"):
            period = periods.get(claim["period"])
            inside = received[sdk.within(received["came"], period)] if period else received[:0]
            yield _finding(claim, self._range(_of(inside, claim), view))

    def _range(self, received: pd.DataFrame, view: View) -> dict[str, Fact]:
        """Return the online share in percent of what was received, and what is left of it."""
        if received.empty:
            return {}
        online = self._online(received, view)
        groups, member = filing.groups(online, ["unit"], self)
        behalf = member.map(groups["template"]).isin(["suspected", "to_look_at"])
        staffed = behalf & (online["staff"] | online["own"])
        counts = {"computed": 0, "high": int(staffed.sum()), "low": int(behalf.sum())}
        shares: dict[str, Fact] = {name: 100 * (len(online) - n) / len(received) for name, n in counts.items()}
        return shares | {"received": len(received), "on_behalf": counts["low"]}

    def _online(self, received: pd.DataFrame, view: View) -> pd.DataFrame:
        """Return the online records with what the lists say, as ``proxy_submission`` looks at them."""
        lists = filing.Lists.of(view, self.placeholders)
        rows = filing.online(received, view, self.quick, {*self.placeholders, *lists.desks})
        rows = filing.on_lists(rows, lists, self.by_right, self.official)
        usual = filing.usual(rows, self.owners_day, self.usual_least, self.usual_share)
        rows = rows.assign(excused=rows["right"] | usual)
        return rows.assign(hand=filing.hands(rows, self.link_owners, self.link_most))


def _of(received: pd.DataFrame, claim: Mapping[Any, Any]) -> pd.DataFrame:
    """Return the records of a claim's unit and of all below it, of its level where it says one."""
    rows = received[stated.below(received["unit"], pd.Series(claim["unit"], received.index))]
    return rows if claim["level"] in stated.WHOLE else rows[rows["level"] == claim["level"]]


def _finding(claim: Mapping[Any, Any], left: Mapping[str, Fact]) -> Finding:
    keys = tuple(sorted((str(claim["key"]), str(claim["key_says"]))))
    subject = f"Trực tuyến có làm giúp: {' · '.join(sorted((str(claim['claim_id']), str(claim['claim_id_says']))))}"
    facts: dict[str, Fact] = {f"said_{language}": text for language, text in stated.spoken(claim).items()}
    facts |= {**left, "sources": "; ".join(dict.fromkeys((str(claim["told"]), str(claim["told_says"]))))}
    doubted = float(left["computed"]) - float(left["low"]) if left else None  # type: ignore[arg-type]
    return Finding(str(claim["unit"]), subject, "range" if left else "unknown", 2, 2, doubted, facts, keys)


@sdk.hookimpl
def reform_checks() -> Sequence[type[sdk.Check]]:
    """Offer the check of this page."""
    return [ClaimAdjusted]
