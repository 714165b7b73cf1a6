"""Projects with alerts that are alive."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import projects

NOW = datetime(2025, 3, 20, 9, tzinfo=UTC)
HEADINGS = (
    "Số hồ sơ", "Lĩnh vực", "Ngày nộp hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Hình thức nộp", "Chủ hồ sơ", "Số CCCD",
    "Số điện thoại", "Người gửi", "Người nhận hồ sơ", "Ghi chú",
)  # fmt: skip
PEOPLE = {"Nguyễn Văn", "0040850000", "09123450", "cb.motcua17", "Lý Thị Hoa"}
RULES = """
[late]
check = "overdue_by_field"
warning = { count = 1 }

[behalf]
check = "proxy_submission"
warning = { count = 5 }

[indicator.online]
count = "online_submission"
target = 0.95

[behind]
check = "target_gap"
indicator = "online"
least = 1
warning = { value = 0.01 }

[province-behind]
check = "target_gap_province"
indicator = "online"
least = 1
warning = { value = 0.01 }
"""
STAFF = "Mã cán bộ,Họ và tên,Phân loại,Đơn vị,Tài khoản\nCB-1,Lý Thị Hoa,officer,H14.1,cb.motcua17\nCB-2,Ma Văn Kha,officer,H14.9,cb.khac02\n"
TARGETS = "indicator,unit,period,target,source\nonline,H14.1,,0.9,plan\nonline,H14.9,,0.1,plan\n"


def record(number, unit="H14.1", field="Đất đai", channel="Trực tuyến", account="cb.motcua17"):
    return (
        f"{unit}-250303-{number:04}", field, f"03/03/2025 08:{number % 60:02}:00", f"03/03/2025 09:{number % 60:02}:00",
        "11/03/2025 17:00:00", channel, f"Nguyễn Văn {number}A", f"0040850000{number:02}", f"09123450{number:02}", account,
        "cb.motcua17", "gọi Nguyễn Văn B",
    )  # fmt: skip


@dataclass(frozen=True)
class Live:
    """A project's folder, and its alerts: rule and unit to the alert's id."""

    root: Path
    ids: dict


def live(bench, *records):
    """A project in whose store these records were judged."""
    bench.write("rules/late.toml", RULES)
    bench.write("reference/staff.csv", STAFF)
    bench.write("reference/targets.csv", TARGETS)
    bench.drop("a.csv", *records, headings=HEADINGS)
    with bench.running(NOW) as engine:
        projects.take(engine, NOW)
        query = "SELECT rule, unit, subject, id FROM alerts ORDER BY subject != 'online', rule"
        ids = {(rule, unit): name for rule, unit, _, name in engine.store.connection.execute(query)}
    return Live(bench.root, ids)
