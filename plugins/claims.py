"""Figures that a report states: what each is, its own arithmetic, and whether it is a share of what it should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from reform_tui import sdk
from reform_tui.sdk import Column, Fact, Finding, Judgement, Kind, View, judged, stated

KINDS = {
    "figure": ("Số liệu", "Kết quả"),
    "target": ("Mục tiêu", "Chỉ tiêu giao", "Chỉ tiêu phấn đấu"),
    "statement": ("Nhận định", "Đánh giá"),
}
LEVELS = {
    "whole": ("Toàn tỉnh", "Cả tỉnh"),
    "province": ("Cấp tỉnh", "Tỉnh"),
    "district": ("Cấp huyện", "Huyện"),
    "commune": ("Cấp xã", "Xã"),
}
MEASURES = {"percent": ("%", "Phần trăm", "Tỷ lệ"), "number": ("Số", "Số lượng", "Hồ sơ", "Thủ tục", "Đơn vị", "Người")}
WORDS = {
    "exact": ("Đúng", "Là", "Chính xác"),
    "nearly": ("Gần", "Xấp xỉ dưới"),
    "about": ("Khoảng", "Xấp xỉ"),
    "over": ("Trên", "Hơn", ">"),
    "under": ("Dưới", "Chưa đến", "<"),
    "at_least": ("Ít nhất", "Từ", "Tối thiểu", ">=", "≥"),
    "at_most": ("Nhiều nhất", "Không quá", "Tối đa", "<=", "≤"),
}
SHARES: Mapping[str, tuple[str, str]] = {
    "received": ("hồ sơ tiếp nhận", "records received"),
    "resolved": ("hồ sơ đã giải quyết", "records resolved"),
    "handled": ("hồ sơ phải giải quyết", "records to handle"),
    "late": ("hồ sơ quá hạn", "late records"),
    "owing": ("hồ sơ phải nộp phí", "records that owe a fee"),
    "procedures": ("thủ tục", "procedures"),
    "services": ("dịch vụ công trực tuyến", "online services"),
    "units": ("đơn vị", "units"),
    "people": ("người", "people"),
    "plan": ("kế hoạch", "the plan"),
}
"""What a value is a share of, in Vietnamese and in English."""
SAYS = {
    "low": ("Còn thấp", "Thấp"),
    "high": ("Cao",),
    "none": ("Không có", "Không còn"),
    "helped": ("Có làm thay", "Có hỗ trợ", "Làm thay", "Hướng dẫn từng bước"),
}


def _closed(name: str, words: Mapping[str, tuple[str, ...]], vi: str, *headings: str) -> Column:
    labels = {"vi": vi, "en": name.replace("_", " ").capitalize()}
    return Column(name, Kind.CODE, values=tuple(words), words=words, labels=labels, headings=(vi, *headings))


def _open(name: str, kind: Kind, vi: str, *headings: str) -> Column:
    labels = {"vi": vi, "en": name.replace("_", " ").capitalize()}
    return Column(name, kind, labels=labels, headings=(vi, *headings))


CLAIMS = sdk.Schema(
    "claims",
    (
        _open("claim_id", Kind.CODE, "Mã số liệu", "Claim", "Claim id"),
        _open("unit", Kind.CODE, "Mã đơn vị", "Đơn vị", "Unit"),
        _closed("level", LEVELS, "Cấp", "Phạm vi"),
        _open("period", Kind.CODE, "Kỳ số liệu", "Kỳ báo cáo", "Kỳ"),
        _closed("kind", KINDS, "Loại", "Loại số liệu"),
        _open("topic", Kind.CODE, "Mã nội dung", "Nội dung"),
        _open("indicator", Kind.CODE, "Mã chỉ tiêu", "Chỉ tiêu", "Indicator code"),
        _open("numerator", Kind.COUNT, "Tử số"),
        _open("denominator", Kind.COUNT, "Mẫu số"),
        _open("value", Kind.TEXT, "Giá trị", "Giá trị công bố"),
        _closed("measure", MEASURES, "Đơn vị tính"),
        _closed("wording", WORDS, "Cách nói", "Từ ngữ"),
        _closed("share_of", {name: words[:1] for name, words in SHARES.items()}, "Tỷ lệ trên", "Là tỷ lệ của"),
        _closed("says", SAYS, "Nhận định", "Says"),
        _open("about", Kind.TEXT, "Diễn giải", "Ghi chú"),
        _open("source", Kind.TEXT, "Nguồn", "Báo, báo cáo", "Tên nguồn"),
        _open("published_at", Kind.TIME, "Ngày đăng", "Ngày công bố", "Ngày báo cáo", "Published"),
    ),
    key=("claim_id",),
)  # fmt: skip
"""A row is one figure, target or statement of one source; the words are whoever's enters it, the facts the source's."""


@dataclass(frozen=True, kw_only=True)
class ClaimArithmetic:
    """Claims whose own numerator and denominator do not give the value that they state.

    A value is held as it was printed, by its words and digits (``stated.ranges`` of the kit); what is computed is never
    rounded.  A claim without all three says nothing.  ``value`` is by how much the computed one lies outside.  Facts:
    ``numerator``, ``denominator``, ``computed``, ``said_vi`` and ``said_en``, ``fit_low`` and ``fit_high`` (the
    numerators that would fit), ``source``.
    """

    reads: ClassVar[sdk.Reads] = {"claims": stated.CLAIMS}
    sentences: ClassVar[sdk.Sentences] = {
        "found": {
            "vi": "{numerator}/{denominator} là {computed}, không thể là {said_vi} ({source}); chỉ khớp nếu tử số từ "
            "{fit_low} đến {fit_high}",
            "en": "{numerator} of {denominator} is {computed}, which cannot be {said_en} ({source}); it fits if the "
            "numerator is {fit_low} to {fit_high}",
        },
        "none": {
            "vi": "{numerator}/{denominator} là {computed}, không thể là {said_vi} ({source}); không tử số nào khớp",
            "en": "{numerator} of {denominator} is {computed}, which cannot be {said_en} ({source}); no numerator fits",
        },
    }

    def find(self, view: View) -> Judgement:
        """Divide what the claim itself gives."""
        rows = stated.claims_of(view.rows("claims"), "figure")
        rows = rows[rows[["numerator", "denominator"]].notna().all(axis=1) & (rows["value"].notna() | rows["unread"])]
        bad = (rows["denominator"] <= 0).astype(bool)
        scale = np.where(rows["percent"], 100.0, 1.0)
        rows = rows.assign(scale=scale, computed=scale * rows["numerator"] / rows["denominator"].mask(bad))
        computed = rows["computed"].astype("Float64").to_numpy(float, na_value=np.nan)
        rows["outside"] = np.maximum(rows["low"] - computed, computed - rows["high"])
        wrong = rows[(rows["outside"] > stated.HAIR) & ~bad]
        unreadable = {"denominator is 0": bad, "value is no number": rows["unread"]}
        return Judgement(tuple(map(_miscounted, wrong.to_dict("records")))) + judged(rows, unreadable=unreadable)

    def next_change(self, view: View) -> pd.Series:
        """Time changes no claim."""
        del view
        return sdk.never()


def _miscounted(claim: Mapping[Any, Any]) -> Finding:
    of = claim["denominator"] / claim["scale"]
    least, most = ceil(claim["low"] * of - stated.HAIR), claim["high"] * of + stated.HAIR
    facts: dict[str, Fact] = {name: int(claim[name]) for name in ("numerator", "denominator")}
    facts |= {
        "computed": float(claim["computed"]),
        "fit_low": least,
        "fit_high": floor(most) if isfinite(most) else None,
    }
    template = "found" if least <= most else "none"
    return _finding(
        claim, template, round(float(claim["outside"]), 6), {**facts, **_words("said", stated.spoken(claim))}
    )


def _words(name: str, words: Mapping[str, str]) -> dict[str, Fact]:
    return {f"{name}_{language}": text for language, text in words.items()}


def _finding(claim: Mapping[Any, Any], template: str, value: float | None, facts: Mapping[str, Fact]) -> Finding:
    told = {**facts, "source": str(claim["told"])}
    return Finding(str(claim["unit"]), str(claim["claim_id"]), template, 1, 1, value, told, (str(claim["key"]),))


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What a topic is a share of, so that a share of anything else is refused."""

    topic: str
    of: str
    """One of the codes of ``share_of``, such as ``resolved``."""
    name: Mapping[str, str]
    """What the share is called, one text a language."""
    rest: Mapping[str, str]
    """What the others of a wider whole may be, one text a language."""


@dataclass(frozen=True, kw_only=True)
class ClaimBasis:
    """Figures that are given as a share of something else than their topic is a share of: refused, with the reason.

    Each ``[[NAME.basis]]`` says of a ``topic`` (or an indicator) what it is a share ``of``, what people call it
    (``name``) and what the ``rest`` of a wider whole may be.  A claim that does not say what it is a share of is
    skipped.  Facts: ``numerator``, ``denominator``, ``computed`` (percent), ``others``, ``given_vi``, ``given_en``,
    ``of_vi``, ``of_en``, ``name_vi``, ``name_en``, ``rest_vi``, ``rest_en``, ``source``.
    """

    basis: tuple[Basis, ...]

    reads: ClassVar[sdk.Reads] = {"claims": stated.CLAIMS}
    sentences: ClassVar[sdk.Sentences] = {
        "found": {
            "vi": "{numerator}/{denominator} ({computed} %) không nhận làm {name_vi} ({source}): mẫu số là {given_vi}, "
            "không phải {of_vi}; {others} còn lại {rest_vi}, nên tỷ lệ đúng nằm từ {computed} % đến 100 %",
            "en": "{numerator} of {denominator} ({computed}%) is refused as the {name_en} ({source}): the denominator "
            "is {given_en}, not {of_en}; the other {others} {rest_en}, so the true share lies from {computed}% to 100%",
        },
        "value": {
            "vi": "không nhận làm {name_vi} ({source}): tính trên {given_vi}, không phải {of_vi}; còn lại {rest_vi}",
            "en": "refused as the {name_en} ({source}): a share of {given_en}, not of {of_en}; the rest {rest_en}",
        },
    }

    def find(self, view: View) -> Judgement:
        """Hold what each claim is a share of against what its topic is a share of."""
        rows = stated.claims_of(view.rows("claims"), "figure")
        known = {one.topic: one for one in self.basis}
        rows = rows[rows["topic"].isin(known) & (rows["percent"] | rows["denominator"].notna())]
        given = rows["share_of"].astype("str")
        other = given.notna() & (given != rows["topic"].map({name: one.of for name, one in known.items()}))
        found = (_refused(claim, known[claim["topic"]]) for claim in rows[other].to_dict("records"))
        told = judged(rows, unreadable={"what it is a share of is not told": given.isna()})
        return Judgement(tuple(found)) + told

    def next_change(self, view: View) -> pd.Series:
        """Time changes no claim."""
        del view
        return sdk.never()


def _refused(claim: Mapping[Any, Any], basis: Basis) -> Finding:
    given, of = SHARES[str(claim["share_of"])], SHARES.get(basis.of, (basis.of, basis.of))
    facts: dict[str, Fact] = {"given_vi": given[0], "given_en": given[1], "of_vi": of[0], "of_en": of[1]}
    facts |= {**_words("name", basis.name), **_words("rest", basis.rest)}
    counts = claim["numerator"], claim["denominator"]
    if pd.isna(counts[0]) or pd.isna(counts[1]) or counts[1] <= 0:
        return _finding(claim, "value", None, facts)
    parts = {"numerator": counts[0], "denominator": counts[1], "others": counts[1] - counts[0]}
    facts |= {name: int(number) for name, number in parts.items()}
    return _finding(claim, "found", None, {**facts, "computed": float(100 * counts[0] / counts[1])})


@sdk.hookimpl
def reform_schemas() -> Sequence[sdk.Schema]:
    """Offer claims as a kind of feed."""
    return [CLAIMS]


@sdk.hookimpl
def reform_checks() -> Sequence[type[sdk.Check]]:
    """Offer what holds a claim against itself."""
    return [ClaimArithmetic, ClaimBasis]
