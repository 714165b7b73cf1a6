"""Online records that one person may have filed for many owners (nộp thay): a question to verify, never a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import pandas as pd

from reform_tui import sdk
from reform_tui.sdk import Fact, Finding, Judgement, View

KINDS = {"hand": "tk", "device": "tb", "phone": "đt", "payer": "nt"}
"""What a record is filed through, the surest first, and how a subject begins; a hand is one account, or several linked."""
WINDOWS = {"in_day": timedelta(days=1), "in_week": timedelta(days=7), "in_month": timedelta(days=30)}
SIGNALS: Mapping[str, tuple[str, str]] = {
    "staff": ("khớp danh sách cán bộ", "matches the staff roster"),
    "receiver": ("người nộp cũng là người tiếp nhận", "the submitter also received the records"),
    "colleague": ("người nộp thuộc chính đơn vị tiếp nhận", "the submitter works in the unit that received them"),
    "day": ("{in_day} chủ hồ sơ trong một ngày", "{in_day} owners in a day"),
    "week": ("{in_week} chủ hồ sơ trong 7 ngày", "{in_week} owners in 7 days"),
    "month": ("{in_month} chủ hồ sơ trong 30 ngày", "{in_month} owners in 30 days"),
    "linked": ("{accounts} tài khoản chung điện thoại, người trả hoặc máy", "{accounts} accounts share phone, payer or device"),
    "quick": ("một người tiếp nhận chỉ sau vài phút", "one officer received them within minutes"),
    "regular": ("nộp liền nhau từng vài phút", "submitted minutes apart"),
    "hours": ("chỉ nộp trong giờ làm việc", "submitted in working hours only"),
    "payer": ("một người trả phí cho nhiều chủ", "one payer for many owners"),
    "same_day": ("trả kết quả ngay trong ngày", "results handed over the same day"),
    "unverified": ("tài khoản chưa định danh", "accounts not verified"),
}  # fmt: skip
STRONG = ("staff", "receiver", "day", "week", "month")
