"""Why a rule is blind, in words that say what to do: a clause a feed, rows called as people call them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from reform_tui.feeds.vocabulary import with_headings
from reform_tui.language import Language
from reform_tui.model.finding import Fact

ROWS: Mapping[str, tuple[str, str]] = {
    "records": ("hồ sơ", "records"),
    "steps": ("bước xử lý", "steps"),
    "tasks": ("nhiệm vụ", "tasks"),
    "petitions": ("phản ánh, kiến nghị", "petitions"),
    "apologies": ("văn bản xin lỗi", "apology letters"),
    "payments": ("giao dịch thanh toán", "payments"),
    "ratings": ("lượt đánh giá", "ratings"),
    "equipment": ("mục trang thiết bị", "items of equipment"),
    "interconnection": ("kết nối", "connections"),
    "sync": ("lượt đồng bộ", "synchronisations"),
    "catalogue": ("thủ tục", "procedures"),
    "claims": ("số liệu công bố", "claims"),
    "indexes": ("chỉ số", "outside indexes"),
    "form_06a": ("dòng biểu 06a", "lines of form 06a"),
}
"""What a schema holds, in Vietnamese and in English; rows of any other are just rows."""
_OTHER = ("dòng", "rows")

WORDS: Mapping[str, tuple[str, str]] = {
    "none": ("không xét được {rows} nào: {why}", "no {rows} can be judged: {why}"),
    "never": (
        "tệp của nguồn {feed} chưa bao giờ có tiêu đề {headings}",
        "no file of the feed {feed} has ever had the heading {headings}",
    ),
    "gone": (
        "từ {since_file}, tệp của nguồn {feed} không còn tiêu đề {headings}",
        "since {since_file}, files of the feed {feed} lack the heading {headings}",
    ),
    "near": (
        'nếu đó là “{new_heading}” (tiêu đề lạ), ghi {column} = ["{new_heading}"] dưới [columns] của feeds/{feed}.toml',
        'if “{new_heading}” (unknown) is it, write {column} = ["{new_heading}"] under [columns] of feeds/{feed}.toml',
    ),
    "else": ("nếu không, đề nghị nơi xuất tệp bổ sung", "else ask whoever exports the files to add it"),
    "ask": (
        "đề nghị nơi xuất tệp bổ sung, hoặc ghi tiêu đề mà tệp dùng dưới [columns] của feeds/{feed}.toml",
        "ask whoever exports the files to add it, or name the heading they use under [columns] of feeds/{feed}.toml",
    ),
    "unjudged": ("{why}; đề nghị nơi gửi dữ liệu bổ sung", "{why}; ask whoever sends the data to fill it in"),
}  # fmt: skip
_TOLD = 4
"""Headings, and reasons, that a clause names."""


@dataclass(frozen=True)
class Missing:
    """One column that no feed of a unit has any more, or never had."""

    feed: str
    column: str
    shown: str
    """The heading that is missed, as files have it."""
    heading: str = ""
    """What it was called; empty where no file ever had it."""
    since_file: str = ""
    new_heading: str = ""
    """A heading of the newest file that became no column, and may be it."""

    def facts(self) -> dict[str, Fact]:
        """What a program needs to know of it."""
        told = {name: getattr(self, name) for name in ("feed", "column", "heading", "since_file", "new_heading")}
        return {name: fact for name, fact in told.items() if fact}

    def named(self, language: Language) -> str:
        """The heading, with what it means where the reader may not know the language of the files."""
        return f"“{self.shown}”" if language.code == "vi" else f"“{self.shown}” ({self.column.replace('_', ' ')})"


def as_said(language: Language, lacks: Sequence[Missing], schema: str) -> str:
    """Return what is missing and what to do about it, a clause for all that one feed lacks since one file."""
    groups = groupby(sorted(lacks, key=_of_one_feed), key=_of_one_feed)
    return _none(language, "; ".join(clause for _, group in groups for clause in _clauses(language, [*group])), schema)


def none_judged(language: Language, skipped: Mapping[str, int], schema: str) -> str:
    """Return why no row could be judged, the most frequent reasons; with how many for each, where there are several."""
    most = sorted(skipped, key=lambda reason: (-skipped[reason], reason))[:_TOLD]
    told = {with_headings(language.reason(reason)): language.whole(skipped[reason]) for reason in most}
    reasons = [f"{reason} ({count})" for reason, count in told.items()] if len(skipped) > 1 else [*told]
    more = [f"+{len(skipped) - _TOLD}"] if len(skipped) > _TOLD else []
    return _none(language, _fill(language, "unjudged", why=", ".join([*reasons, *more])), schema)


def _of_one_feed(one: Missing) -> tuple[str, str]:
    return one.feed, one.since_file


def _clauses(language: Language, lacks: Sequence[Missing]) -> Iterator[str]:
    """What one feed lacks; then what to do, by the first heading that may have another name."""
    first = next((one for one in lacks if one.new_heading), lacks[0])
    named = [one.named(language) for one in lacks]
    more = [f"+{len(named) - _TOLD}"] if len(named) > _TOLD else []
    headings = ", ".join([*named[:_TOLD], *more])
    yield _fill(language, "gone" if first.heading else "never", **first.facts(), headings=headings)
    yield _fill(language, "near" if first.new_heading else "ask", **first.facts())
    if first.new_heading:
        yield _fill(language, "else")


def _none(language: Language, why: str, schema: str) -> str:
    rows = ROWS.get(schema, _OTHER)[0 if language.code == "vi" else 1]
    return _fill(language, "none", rows=rows, why=why)


def _fill(language: Language, part: str, **facts: object) -> str:
    return language.fill(WORDS[part][0 if language.code == "vi" else 1], facts)
