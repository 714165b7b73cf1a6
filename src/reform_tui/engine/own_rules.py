"""The rules that the engine itself keeps: feeds that stop or shrink, rules that are blind or ill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reform_tui.config.rule_types import Rule, Threshold
from reform_tui.model.period import ALL

ANY = Threshold(count=1)


def _own(name: str, critical: bool, vi: str, en: str) -> Rule:  # noqa: FBT001 - read where it is called
    names = {"vi": vi, "en": en}
    rule = Rule(name, Path(), name.replace(".", "_"), {}, period=ALL, names=names, warning=ANY)
    return replace(rule, warning=None, critical=ANY) if critical else rule


FEED_LATE = _own("feed.late", True, "Dữ liệu đến chậm", "Late feed")
FEED_SHRUNKEN = _own("feed.shrunken", True, "Danh sách bị hụt", "Shrunken list")
RULE_BLIND = _own("rule.blind", False, "Quy tắc không thấy được", "Blind rule")
RULE_ILL = _own("rule.ill", True, "Quy tắc bị lỗi", "Rule that fails")

OWN = {rule.name: rule for rule in (FEED_LATE, FEED_SHRUNKEN, RULE_BLIND, RULE_ILL)}

SENTENCES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "feed.late": {
        "late": {
            "vi": "Nguồn {subject}: lẽ ra có tệp trước {due}; tệp gần nhất xuất lúc {last}.",
            "en": "Feed {subject}: a file was due by {due}; the newest was exported {last}.",
        }
    },
    "feed.shrunken": {
        "shrunken": {
            "vi": "Nguồn {subject}: {open} hồ sơ đang mở, lần trước {before}; chưa bỏ hồ sơ nào, chờ :accept.",
            "en": "Feed {subject}: {open} open records, {before} last time; nothing is removed until :accept.",
        }
    },
    "rule.blind": {
        "blind": {
            "vi": "Quy tắc “{subject}” không xét được hồ sơ nào ở đây: {reason_vi}.",
            "en": "Rule “{subject}” cannot judge a single record here: {reason_en}.",
        },
        "blind_in": {
            "vi": "Quy tắc “{subject}” không xét được hồ sơ nào ở {count} đơn vị: {reason_vi}.",
            "en": "Rule “{subject}” cannot judge a single record in {count} units: {reason_en}.",
        },
    },
    "rule.ill": {
        "ill": {
            "vi": "Quy tắc “{subject}” không trả lời được: {reason}. Cảnh báo của nó giữ nguyên từ lần trả lời trước.",
            "en": "Rule “{subject}” could not answer: {reason}. Its alerts stand as of its last good answer.",
        }
    },
}

BLIND: Mapping[str, Mapping[str, str]] = {
    "gone": {
        "vi": "nguồn {feed}: tiêu đề “{heading}” ({column}) không còn từ tệp {since_file}",
        "en": "feed {feed}: the heading “{heading}” ({column}) is gone since {since_file}",
    },
    "never": {
        "vi": "nguồn {feed}: chưa tệp nào có tiêu đề cho {column}; các tiêu đề được nhận biết: {known}",
        "en": "feed {feed} has never had a heading for {column}; known ones: {known}",
    },
    "near": {"vi": "{said}; có tiêu đề lạ “{near}”", "en": "{said}; there is an unknown heading “{near}”"},
    "more": {"vi": "{said}; và {count} cột nữa", "en": "{said}; and {count} more columns"},
    "unjudged": {
        "vi": "{count} hồ sơ mà không xét được hồ sơ nào ({why})",
        "en": "none of {count} rows could be judged ({why})",
    },
}
"""Why a rule is blind, in parts: a sentence for each column is put together of them."""
