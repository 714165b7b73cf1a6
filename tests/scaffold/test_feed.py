"""A mapping proposed from a file loads, and its sample holds."""

import io

import pytest
import xlsxwriter

from reform_tui.config.toml import read_document
from reform_tui.errors import ConfigError, FeedError
from reform_tui.proving import proved
from reform_tui.scaffold.feed import new_feed

ODD = (
    "Mã biên nhận HS;Thuộc lĩnh vực;Giờ tiếp nhận hồ sơ;Ngày giờ hẹn trả KQ;Người nộp;SĐT liên hệ;Tình trạng xử lý;"
    "Phòng ban;Ghi chú"
)
ROWS = [
    f"000.17.22.H14-250301-{n:04};{('Đất đai', 'Hộ tịch')[n % 2]};{n % 28 + 1:02}/03/2025 08:00;{n % 28 + 1:02}/04/2025"
    f" 17:00;Nguyễn Văn An;091234{n:04};{('Đang thẩm định', 'Đã trả kết quả')[n % 2]};Phòng Tư pháp;gọi Nguyễn Văn An"
    for n in range(40)
]
BOSTON = "case_enquiry_id,open_dt,closed_dt,case_status,reason,type,department,source\n" + "".join(
    f"1010010{n:05},{n % 12 + 1}/{n % 28 + 1}/2022 09:10:11 AM,,Open,Housing,Heat,ISD,Self Service\n" for n in range(60)
)


def proposed(project, name, content, **words):
    file = project / "inbox/one-stop" / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8-sig"))
    written = new_feed(file, words.get("called"), project)
    faults = {outcome.where: outcome.faults for outcome in proved(project)}
    assert set(faults.values()) == {()}
    return read_document(written.files[0], "feed").table, written.files[0].read_text("utf-8")


def test_odd_headings_are_guessed_by_what_they_are_like_and_what_they_hold(project):
    text = "\n".join(("BÁO CÁO", ODD, *ROWS, ""))
    feed, told = proposed(project, "Hồ sơ tháng 3.csv", text)
    assert feed["columns"] == {
        "record_id": ["Mã biên nhận HS"],
        "field": ["Thuộc lĩnh vực"],
        "received_at": ["Giờ tiếp nhận hồ sơ"],
        "due_at": ["Ngày giờ hẹn trả KQ"],
        "applicant_phone": ["SĐT liên hệ"],
        "status": ["Tình trạng xử lý"],
    }
    assert feed["time"] == {"formats": ["%d/%m/%Y %H:%M"]}
    assert (feed["header"], feed["folder"], feed["files"]) == (2, "inbox/one-stop", ["*.csv"])
    assert feed["values"]["status"] == {"Đang thẩm định": "processing"}
    assert '# [columns.extra.phong_ban]    # 1 different values seen\n# from = ["Phòng ban"]\n# type = "code"' in told
    assert '# from = ["Người nộp"]\n# type = "code"\n# people = true' in told


def test_the_sample_is_a_row_with_nobody_in_it(project):
    feed, told = proposed(project, "a.csv", "\n".join((ODD, *ROWS, "")))
    [sample] = feed["sample"]
    assert sample["expect"]["unit"] == "000.17.22.H14"
    assert sample["row"]["SĐT liên hệ"].startswith("01")
    assert "Nguyễn Văn An" not in told
    assert "09123400" not in told


def test_months_first_and_unknown_units_are_seen(project):
    feed, _ = proposed(project, "boston.csv", BOSTON)
    assert feed["time"]["formats"] == ["%m/%d/%Y %I:%M:%S %p"]
    assert feed["columns"]["unit"] == ["department"]
    assert feed["sample"][0]["expect"]["received_at"].month == 1
    assert feed["values"] == {"status": {"Open": "processing"}, "channel": {"Self Service": "online"}}


def test_where_nothing_says_who_answers_it_is_the_province(project):
    feed, told = proposed(project, "a.csv", "Mã hồ sơ;Lĩnh vực\nA1;Đất đai\nA2;Hộ tịch\nA3;Đất đai\nA4;Đất đai\n")
    assert feed["constants"] == {"unit": "H14"}
    assert "until one does" in told


def test_a_file_without_a_record_code_says_so_and_still_loads(project):
    feed, told = proposed(project, "a.csv", "Lĩnh vực;Ngày tiếp nhận\nĐất đai;01/03/2025\nHộ tịch;02/03/2025\n")
    assert "record_id" not in feed["columns"]
    assert '# record_id = ["…"]' in told


def test_a_workbook_names_its_sheet_where_it_has_several(project):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet("Ghi chú").write(0, 0, "không có gì")
        page = book.add_worksheet("Hồ sơ")
        for down, row in enumerate([ODD, *ROWS]):
            page.write_row(down, 0, row.split(";"))
    feed, _ = proposed(project, "sổ.xlsx", stream.getvalue(), called="register")
    assert feed["sheet"] == "Hồ sơ"
    assert feed["files"] == ["*.xlsx"]
    assert feed["columns"]["record_id"] == ["Mã biên nhận HS"]


def test_json_lines_are_proposed_too(project):
    lines = "".join(
        f'{{"MaHoSo": "H14.1-250301-{n:04}", "NgayTiepNhan": "20250301080000", "KetQua": {n}}}\n' for n in range(9)
    )
    feed, _ = proposed(project, "a.jsonl", lines.encode())
    assert feed["columns"] == {"record_id": ["MaHoSo"], "received_at": ["NgayTiepNhan"]}
    assert feed["time"]["formats"] == ["%Y%m%d%H%M%S"]


def test_hostile_headings_stay_in_their_quotes(project):
    heading = 'a"]\nfolder = "/etc'
    content = f'Mã hồ sơ;"{heading.replace(chr(34), chr(34) * 2)}"\n' + "".join(
        f"H14.1-250301-{n:04};x{n}\n" for n in range(5)
    )
    feed, _ = proposed(project, "a.csv", content)
    assert feed["folder"] == "inbox/one-stop"


def test_what_is_there_is_not_written_over(project):
    proposed(project, "a.csv", "\n".join((ODD, *ROWS, "")))
    with pytest.raises(ConfigError, match=r"a\.toml: is there already"):
        new_feed(project / "inbox/one-stop/a.csv", None, project)


@pytest.mark.parametrize(
    ("content", "told"), [(b"%PDF-1.4", "this is a PDF"), (b"", "is empty"), (b";;\n;;\n", "no text")]
)
def test_a_file_that_is_no_table_is_a_sentence(project, content, told):
    file = project / "x.csv"
    file.write_bytes(content)
    with pytest.raises(FeedError, match=told):
        new_feed(file, None, project)


def test_a_bad_name_is_told_the_nearest(project):
    with pytest.raises(ConfigError, match="try 'so-mot-cua'"):
        new_feed(project / "x.csv", "Sổ một cửa", project)


def test_the_schema_may_be_said_and_one_that_nobody_offers_is_a_sentence(project):
    file = project / "inbox/one-stop/a.csv"
    proposed(project, "a.csv", "\n".join((ODD, *ROWS, "")))
    new_feed(file, "paid", project, schema="payments")
    assert 'schema = "payments"' in (project / "feeds/paid.toml").read_text("utf-8")
    with pytest.raises(ConfigError, match="'payment', did you mean 'payments'"):
        new_feed(file, "other", project, schema="payment")
