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
        "blind": {"vi": "“{subject}”: {reason_vi}.", "en": "“{subject}”: {reason_en}."},
        "blind_in": {"vi": "“{subject}” ở {units}: {reason_vi}.", "en": "“{subject}” in {units}: {reason_en}."},
    },
    "rule.ill": {
        "ill": {
            "vi": "Quy tắc “{subject}” không trả lời được: {reason}. Cảnh báo của nó giữ nguyên từ lần trả lời trước.",
            "en": "Rule “{subject}” could not answer: {reason}. Its alerts stand as of its last good answer.",
        }
    },
}
