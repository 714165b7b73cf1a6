"""Feeds beside a quarter's records, so that every shipped rule has rows: steps, petitions, equipment, tasks and others.

``add_feeds(root, province)`` puts them into the project that ``make_scenario`` wrote; the same files every time.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from reform_tui.shipped import shipped

Whole = npt.NDArray[np.int64]

WRITTEN = "%d/%m/%Y %H:%M:%S"
STEPS = ("Tiếp nhận", "Thẩm định", "Trình ký")
ITEMS = ("Máy lấy số tự động", "Màn hình treo trần", "Máy photocopy", "Điểm họp trực tuyến", "Nhân sự hỗ trợ")
KINDS = ("Nhiệm vụ CCHC", "Tập huấn", "Kiểm tra", "Nội dung tích hợp")
PETITIONS, PROCEDURES, HOURS = 1_000, 2_112, 3_600
FEEDS = {
    "steps": "steps", "petitions": "petitions", "equipment": "equipment", "tasks": "tasks",
    "catalogue": "procedures", "form-06a": "form-06a",
}  # fmt: skip
"""Feed to the sample that brings it."""


def add_feeds(root: Path, province: str) -> None:
    """Write feeds and files; the records must lie in ``inbox/one-stop`` already."""
    records = _records(root)
    units = sorted(set(records.column("Mã cơ quan").to_pylist()))
    rng = np.random.default_rng(88_429)
    made = {
        "steps": _steps(records),
        "petitions": _petitions(units, _seconds(records.column("Ngày tiếp nhận")), rng),
        "equipment": _equipment(units, rng),
        "tasks": _tasks(units, rng),
        "procedures": _catalogue(records),
        "form-06a": _forms(records, units),
    }
    for feed, sample in FEEDS.items():
        text = (shipped("sample_feeds") / sample / "feeds" / f"{feed}.toml").read_text("utf-8")
        (root / "feeds" / f"{feed}.toml").write_text(text.split("[[sample]]")[0].replace("H14", province), "utf-8")
        folder = root / "inbox" / sample
        folder.mkdir(parents=True)
        pacsv.write_csv(made[sample], folder / f"{feed}.csv")
    for path in (root / "inbox" / "chi-so").glob("*.csv"):  # ranks alone, as the article has them
        pacsv.write_csv(_scored(pacsv.read_csv(path)), path)


def _records(root: Path) -> pa.Table:
    """All records as written, every cell as text."""
    files = sorted((root / "inbox" / "one-stop").glob("*.csv"))
    as_text = pacsv.ConvertOptions(column_types=dict.fromkeys(pacsv.open_csv(files[0]).schema.names, pa.string()))
    return pa.concat_tables([pacsv.read_csv(path, convert_options=as_text) for path in files])


def _seconds(times: pa.ChunkedArray) -> Whole:
    text = times.combine_chunks()
    known = pc.strptime(pc.if_else(pc.equal(text, ""), None, text), WRITTEN, "s")
    return np.asarray(pc.cast(known, pa.int64()).fill_null(0).to_numpy(zero_copy_only=False), np.int64)


def _steps(records: pa.Table) -> pa.Table:
    """Three steps a record, one after the other; the last of an open record has not ended."""
    began, due, ended = (_seconds(records.column(f"Ngày {name}")) for name in _MOMENTS)
    is_open, last = ended == 0, np.where(ended == 0, due, ended)
    unit = records.column("Mã cơ quan").combine_chunks()
    parts = []
    for n, step in enumerate(STEPS):
        start, end = began + (last - began) * n // 3, began + (last - began) * (n + 1) // 3
        limit = began + (due - began) * (n + 1) // 3
        ending = pc.if_else(pa.array(is_open & (n == len(STEPS) - 1)), "", _told(end))
        officer = pc.binary_join_element_wise("cb", unit, str(n), "-")
        cells = [records.column("Số hồ sơ").combine_chunks(), _all(step, len(began)), unit, officer, _told(start)]
        parts.append(pa.table([*cells, ending, _told(limit)], names=list(_STEP_HEADINGS)))
    return pa.concat_tables(parts)


_MOMENTS = ("tiếp nhận", "hẹn trả", "kết thúc xử lý")
_STEP_HEADINGS = (
    "Mã hồ sơ", "Bước xử lý", "Đơn vị thực hiện", "Cán bộ xử lý", "Ngày bắt đầu", "Ngày kết thúc", "Hạn xử lý bước",
)  # fmt: skip


def _petitions(units: list[str], received: Whole, rng: np.random.Generator) -> pa.Table:
    """A petition now and then: nine in ten answered, most of these published."""
    came = np.sort(rng.choice(received, PETITIONS))
    answered, public = came + rng.integers(1, 20, PETITIONS) * 24 * HOURS, rng.random(PETITIONS) < 0.9
    return pa.table(
        {
            "Mã phản ánh": [f"PAKN.{n:06}" for n in range(PETITIONS)],
            "Mã đơn vị": rng.choice(units, PETITIONS),
            "Lĩnh vực": rng.choice(("Đất đai", "Hộ tịch"), PETITIONS),
            "Ngày tiếp nhận": _told(came),
            "Ngày trả lời": pc.if_else(pa.array(rng.random(PETITIONS) < 0.9), _told(answered), ""),
            "Ngày công khai": pc.if_else(pa.array(public), _told(answered + HOURS), ""),
        }
    )


def _equipment(units: list[str], rng: np.random.Generator) -> pa.Table:
    count = len(units) * len(ITEMS)
    return pa.table(
        {
            "Mã đơn vị": np.repeat(units, len(ITEMS)),
            "Tên thiết bị": np.tile(ITEMS, len(units)),
            "Hiện có": rng.integers(0, 4, count),
            "Hỏng": rng.integers(0, 2, count),
            "Chưa sử dụng": rng.integers(0, 2, count),
            "Nhu cầu": _all("2", count),
            "Ngày báo cáo": _all("20/07/2025", count),
        }
    )


def _tasks(units: list[str], rng: np.random.Generator) -> pa.Table:
    count = len(units) * len(KINDS)
    return pa.table(
        {
            "Mã nhiệm vụ": [f"KH-{n:04}" for n in range(count)],
            "Mã đơn vị": np.repeat(units, len(KINDS)),
            "Loại nhiệm vụ": np.tile(KINDS, len(units)),
            "Năm": _all("2025", count),
            "Kế hoạch": rng.integers(5, 20, count),
            "Đã hoàn thành": rng.integers(0, 12, count),
            "Thời hạn hoàn thành": _all("31/08/2025", count),
        }
    )


def _catalogue(records: pa.Table) -> pa.Table:
    """The procedures of the records, and others up to 2,112."""
    seen = records.group_by("Mã TTHC").aggregate([("Tên TTHC", "min"), ("Lĩnh vực", "min")])
    rest = PROCEDURES - seen.num_rows
    whole = {
        "Mã TTHC": [*seen.column("Mã TTHC").to_pylist(), *(f"9.{n:06}" for n in range(rest))],
        "Tên thủ tục hành chính": [*seen.column("Tên TTHC_min").to_pylist(), *(f"Thủ tục số {n}" for n in range(rest))],
        "Lĩnh vực": [*seen.column("Lĩnh vực_min").to_pylist(), *("Hộ tịch" for _ in range(rest))],
        "Mức độ": ["Toàn trình" if n % 2 else "Một phần" for n in range(PROCEDURES)],
        "Một cửa": ["có" if n % 8 else "không" for n in range(PROCEDURES)],
        "Thời hạn theo quy định": [5 + n % 20 for n in range(PROCEDURES)],
        "Thời hạn giải quyết": [3 + n % 20 for n in range(PROCEDURES)],
    }
    return pa.table(whole)


def _scored(ranks: pa.Table) -> pa.Table:
    """Scores and a group beside the ranks, so that rules on them have something to judge."""
    names = ("SIPAS", "PAR INDEX", "PAPI")
    count = len(names)
    scored = pa.table(
        {
            "Mã đơn vị": _all(ranks.column("Mã đơn vị")[0].as_py(), count),
            "Chỉ số": names,
            "Kỳ": _all("2024", count),
            "Điểm số": ("83,1", "86,2", ""),
            "Nhóm": ("", "", "Nhóm trung bình cao"),
        }
    )
    return pa.concat_tables([ranks, scored], promote_options="default")


def _forms(records: pa.Table, units: list[str]) -> pa.Table:
    """What each unit states of the quarter: all that it received came online, and is finished before its time."""
    received = dict(zip(*np.unique(records.column("Mã cơ quan").to_pylist(), return_counts=True), strict=True))
    told = [int(received[unit]) for unit in units]
    return pa.table({"Đơn vị": units, **dict.fromkeys(_STATED, told), **dict.fromkeys(_NONE, [0] * len(units))})


_CAME, _DONE, _OPEN = "Số hồ sơ nhận giải quyết", "Số hồ sơ đã giải quyết", "Số hồ sơ đang giải quyết"
_STATED = (f"{_CAME} / Tổng số", f"{_CAME} / Trực tuyến", f"{_DONE} / Tổng số", f"{_DONE} / Trước hạn")
_NONE = (
    f"{_CAME} / Trực tiếp, dịch vụ bưu chính", f"{_CAME} / Từ kỳ trước",
    f"{_DONE} / Đúng hạn", f"{_DONE} / Quá hạn",
    f"{_OPEN} / Tổng số", f"{_OPEN} / Trong hạn", f"{_OPEN} / Quá hạn",
)  # fmt: skip


def _told(seconds: Whole) -> pa.Array:
    return pc.strftime(pa.array(seconds, pa.timestamp("s")), WRITTEN)


def _all(text: str, count: int) -> pa.Array:
    return pa.array([text] * count, pa.string())
