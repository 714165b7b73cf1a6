"""One thing stated twice: figures that cannot both hold, figures without a code, and targets that differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import pandas as pd

from reform_tui import sdk
from reform_tui.sdk import Fact, Finding, Judgement, View, judged, stated

Words = Mapping[str, str]
GROUP = ["unit", "level", "period", "topic"]


@dataclass(frozen=True, kw_only=True)
class ClaimsTwice:
    """Figures of one topic, unit, level and period that cannot all hold, whoever states them.

    Claims with different indicator codes are different things.  Where one of those that disagree has no code, and
    ``codes`` says what the topic may mean (one text a language), a code is asked for instead of calling one wrong.
    Each figure stands for a range by its words and digits.  ``value`` is how far they lie apart, ``count`` the claims.
    Facts: ``high_vi``, ``high_en`` and ``high_source`` of the claim that says most, ``low_vi``, ``low_en``,
    ``low_source`` of the one that says least, ``fit_low`` and ``fit_high`` (what the one that says least allows),
    ``codes_vi``, ``codes_en``, ``called_vi``, ``called_en``.
    """

    codes: Mapping[str, Words] = field(default_factory=dict)
    topics: Mapping[str, Words] = field(default_factory=dict)

    reads: ClassVar[sdk.Reads] = {"claims": stated.CLAIMS}
    sentences: ClassVar[sdk.Sentences] = {
        "found": {
            "vi": "{high_vi} ({high_source}) và {low_vi} ({low_source}) cho cùng một {called_vi} không thể cùng đúng: "
            "{low_vi} chỉ là từ {fit_low} đến {fit_high}",
            "en": "{high_en} ({high_source}) and {low_en} ({low_source}) for one thing, {called_en}, cannot both hold: "
            "{low_en} is {fit_low} to {fit_high}",
        },
        "needs_code": {
            "vi": "{high_vi} ({high_source}) và {low_vi} ({low_source}) đều gọi là {called_vi}, không thể cùng đúng "
            "nếu là một chỉ tiêu: cần mã chỉ tiêu; {codes_vi}",
            "en": "{high_en} ({high_source}) and {low_en} ({low_source}) are both called {called_en} and cannot both "
            "hold as one indicator: an indicator code is required; {codes_en}",
        },
    }  # fmt: skip

    def find(self, view: View) -> Judgement:
        """Compare the claims of each topic."""
        every = stated.claims_of(view.rows("claims"), "figure")
        rows = every[every["topic"].notna() & every["value"].notna()]
        bare = rows["indicator"].isna().groupby([rows[name] for name in GROUP]).transform("any")
        rows = rows.assign(bare=bare, which=rows["indicator"].astype("str").mask(bare).fillna(""))
        by = rows.groupby([*GROUP, "which"])
        apart = by["low"].transform("max") - by["high"].transform("min")
        groups = rows[apart > stated.HAIR].groupby([*GROUP, "which"])
        found = tuple(self._finding(claims.sort_values(["low", "claim_id"])) for _, claims in groups)
        return Judgement(found) + judged(every, unreadable={"value is no number": every["unread"]})

    def next_change(self, view: View) -> pd.Series:
        """Time changes no claim."""
        del view
        return sdk.never()

    def _finding(self, claims: pd.DataFrame) -> Finding:
        high = claims.iloc[-1]
        low = claims.sort_values(["high", "claim_id"]).iloc[0]
        topic = str(high["topic"])
        codes = self.codes.get(topic, {}) if high["bare"] else {}
        called = self.topics.get(topic, {"vi": topic, "en": topic})
        facts: dict[str, Fact] = {
            **_said("high", high), **_said("low", low),
            "fit_low": float(low["low"]), "fit_high": float(low["high"]),
            **_words("called", called), **_words("codes", codes),
        }  # fmt: skip
        template = "needs_code" if codes else "found"
        return _told(claims, stated.title(called), template, float(high["low"] - low["high"]), facts)


@dataclass(frozen=True, kw_only=True)
class TargetsTwice:
    """Targets of one topic that differ, each with its source and day, and which of them ``reference/targets`` keeps.

    Targets are compared whatever their period: which one a gap is measured against is for a person to say.  One is kept
    when the table has its value, as a share, for its topic or indicator with a source and a first day.  ``value`` is
    the widest difference, ``count`` the claims.  Facts: ``all_vi``, ``all_en`` (each with its source), ``kept``,
    ``called_vi``, ``called_en``.
    """

    topics: Mapping[str, Words] = field(default_factory=dict)

    reads: ClassVar[sdk.Reads] = {"claims": stated.CLAIMS}
    references: ClassVar[tuple[str, ...]] = ("targets",)
    sentences: ClassVar[sdk.Sentences] = {
        "found": {
            "vi": "{count} mục tiêu khác nhau cho {called_vi} không thể cùng là một: {all_vi}; mỗi mục tiêu phải giữ "
            "nguồn và ngày, reference/targets đang giữ {kept}",
            "en": "{count} different targets for {called_en} cannot be one: {all_en}; each keeps its source and day, "
            "reference/targets keeps {kept}",
        }
    }  # fmt: skip

    def find(self, view: View) -> Judgement:
        """Compare the targets of each topic, and look each up in the table."""
        every = stated.claims_of(view.rows("claims"), "target")
        rows = every[every["topic"].notna() & every["value"].notna()]
        rows = rows.assign(kept=_kept(rows, view.reference("targets")))
        by = ["unit", "level", "topic"]
        many = rows.groupby(by)["value"].transform("nunique") > 1
        groups = rows[many].sort_values(["published_at", "claim_id"]).groupby(by)
        return Judgement(tuple(self._finding(claims) for _, claims in groups)) + judged(
            rows, unreadable={"value is no number": rows["unread"]}
        )

    def next_change(self, view: View) -> pd.Series:
        """Time changes no claim."""
        del view
        return sdk.never()

    def _finding(self, claims: pd.DataFrame) -> Finding:
        topic = str(claims["topic"].iloc[0])
        told = [(stated.spoken(claim), claim["told"]) for claim in claims.to_dict("records")]
        listed = {language: ", ".join(f"{said[language]} ({source})" for said, source in told) for language in _BOTH}
        called = self.topics.get(topic, {"vi": topic, "en": topic})
        facts = {**_words("all", listed), **_words("called", called), "kept": int(claims["kept"].sum())}
        return _told(claims, stated.title(called), "found", float(claims["value"].max() - claims["value"].min()), facts)


_BOTH = ("vi", "en")


def _kept(rows: pd.DataFrame, table: pd.DataFrame) -> pd.Series:
    """Return which targets the table has, with a source and a first day (``bool``)."""
    entries = table[table["source"].notna() & table["from"].notna()]
    known = pd.MultiIndex.from_arrays([entries["indicator"].astype("str"), entries["target"].astype(float).round(6)])
    share = (rows["value"].astype(float) / rows["percent"].map({True: 100.0, False: 1.0})).round(6)
    names = [rows[name].astype("str") for name in ("topic", "indicator")]
    held = [pd.MultiIndex.from_arrays([name, share]).isin(known) for name in names]
    return pd.Series(held[0] | held[1], rows.index)


def _said(name: str, claim: pd.Series) -> dict[str, Fact]:
    return {**_words(name, stated.spoken(claim.to_dict())), f"{name}_source": str(claim["told"])}


def _words(name: str, words: Words) -> dict[str, Fact]:
    return {f"{name}_{language}": words.get(language) for language in _BOTH}


def _told(claims: pd.DataFrame, called: str, template: str, value: float, facts: Mapping[str, Fact]) -> Finding:
    subject = f"{called}: {' · '.join(sorted(claims['claim_id'].astype('str')))}"
    keys = tuple(sorted(claims["key"]))
    return Finding(str(claims["unit"].iloc[0]), subject, template, len(keys), len(keys), round(value, 6), facts, keys)


@sdk.hookimpl
def reform_checks() -> Sequence[type[sdk.Check]]:
    """Offer the checks of this page."""
    return [ClaimsTwice, TargetsTwice]
