"""Small exports of a one-stop system that overlap each other: the same records, seen at several times, by two feeds."""

import random
from datetime import UTC, datetime, timedelta

HEADINGS = {
    "record_id": "Số hồ sơ",
    "field": "Tên lĩnh vực",
    "received_at": "Ngày tiếp nhận",
    "due_at": "Ngày hẹn trả",
    "finished_at": "Ngày kết thúc xử lý",
    "unit": "Mã cơ quan",
    "channel": "Hình thức nộp",
    "applicant_name": "Chủ hồ sơ",
    "account": "Tài khoản nộp",
}
START = datetime(2025, 3, 1, 8, tzinfo=UTC)
SETTINGS = 'name = "harness"\nprovince = "H14"\nperiod = "all"\nsettle = "0.3s"\nscan = "1s"\nworkers = 1\n'
FEED = 'schema = "records"\nfolder = "inbox/{name}"\nauthority = {authority}\n[time]\nexported = "%Y%m%d%H%M"\n'
RULES = """
[late]
check = "overdue_by_field"
profile = "to_the_second"
warning = { count = 1 }
critical = { count = 4 }
[behalf]
check = "proxy_submission"
"""


def make_project(root):
    """Two feeds over one schema, of which one outranks the other."""
    (root / "reform.toml").write_text(SETTINGS)
    for folder in ("feeds", "rules", "inbox/one-stop", "inbox/sync"):
        (root / folder).mkdir(parents=True)
    (root / "feeds/one-stop.toml").write_text(FEED.format(name="one-stop", authority=10))
    (root / "feeds/sync.toml").write_text(FEED.format(name="sync", authority=1))
    (root / "rules/rules.toml").write_text(RULES)


def export(seed):
    """Return (path in the project, bytes): one export with some of the columns and some of the records."""
    rng = random.Random(seed)
    feed = rng.choice(("one-stop", "one-stop", "sync"))
    columns = ["record_id", "field", "received_at", "due_at", "finished_at"]
    columns += [name for name in ("unit", "channel", "applicant_name", "account") if rng.random() < 0.8]
    numbers = rng.sample(range(60), 25)
    lines = [",".join(HEADINGS[name] for name in columns)]
    lines += [",".join(row(rng, number)[name] for name in columns) for number in numbers]
    if rng.random() < 0.3:
        lines.append(lines[3])
        lines.append(",".join("31/02/2025" if name.endswith("_at") else "x" for name in columns))
    at = START + timedelta(days=rng.randrange(30), minutes=rng.randrange(1000))
    return f"inbox/{feed}/ho so {seed:03} {at:%Y%m%d%H%M}.csv", ("\n".join(lines) + "\n").encode()


def row(rng, number):
    """One record as one export saw it."""
    received = START + timedelta(hours=number * 7)
    finished = received + timedelta(days=rng.randrange(1, 20))
    home = f"H14.{number % 5 + 1}"
    return {
        "record_id": f"{home}-250301-{number:04}",
        "field": rng.choice(("Đất đai", "Hộ tịch")) if rng.random() < 0.1 else ("Đất đai", "Hộ tịch")[number % 2],
        "received_at": f"{received:%d/%m/%Y %H:%M:%S}",
        "due_at": f"{received + timedelta(days=rng.choice((5, 10))):%d/%m/%Y %H:%M:%S}",
        "finished_at": f"{finished:%d/%m/%Y %H:%M:%S}" if rng.random() < 0.6 else "",
        "unit": home if rng.random() < 0.9 else "H14.9",
        "channel": "Trực tuyến",
        "applicant_name": f"Người {number}",
        "account": f"tk{number % 4}",
    }
