"""The usual headings need no mapping, and none stands for two columns."""

import pytest
from feed_reading import column, feed_with, read

from reform_tui.feeds.headings import loose
from reform_tui.feeds.vocabulary import USUAL, usual_headings
from reform_tui.model.schema import BUILT_IN

CODE = "H14.36-250301-0001"


@pytest.mark.parametrize("schema", BUILT_IN.values(), ids=lambda schema: schema.name)
def test_every_column_has_usual_headings_and_none_has_two_meanings(schema):
    assert set(USUAL[schema.name]) == set(schema.names())
    owners = {}
    for name in schema.names():
        for heading in {loose(name), *map(loose, usual_headings(schema.name, name))}:
            assert owners.setdefault(heading, name) == name, heading


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Số hồ sơ", "record_id"), ("MaHoSo", "record_id"), ("SỐ BIÊN NHẬN", "record_id"), ("NgayTiepNhan", "received_at"),
        ("Ngày nhận", "received_at"), ("NguoiGui", "account"), ("MaDoiTuong", "account"), ("NguoiNhanHoSo", "receiver"),
        ("SoGiayToChuHoSo", "applicant_id"), ("SoDienThoaiChuHoSo", "applicant_phone"), ("KenhThucHien", "channel"),
        ("Hình thức tiếp nhận", "channel"), ("TrangThaiHoSo", "status"), ("Hạn xử lý", "due_at"), ("NgayHenTra", "due_at"),
        ("NgayKetThucXuLy", "finished_at"), ("NgayTra", "returned_at"), ("NgayYeuCauBoSung", "supplement_requested_at"),
        ("NgayCongDanBoSung", "supplemented_at"), ("DonViXuLy", "handling_unit"), ("Đơn vị/ cá nhân giải quyết", "handling_unit"),
        ("Cơ quan/đơn vị", "unit"), ("MaTTHC", "procedure"), ("TenLinhVuc", "field"), ("SoTien", "fee"), ("NgayThuPhi", "paid_at"),
        ("TaiKhoanDuocXacThucVoiVNeID", "identity_verified"), ("DuocThanhToanTrucTuyen", "paid_online"),
        ("NgayHenTraMoi", "new_due_at"), ("UyQuyen", "authorised"), ("NguoiDangXuLy", "officer"), ("Cán bộ xử lý hiện tại", "officer"),
    ],
)  # fmt: skip
def test_headings_of_real_exports(heading, name):
    assert (
        next(c for c in BUILT_IN["records"].names() if loose(heading) in map(loose, usual_headings("records", c)))
        == name
    )


def test_the_person_who_came_is_not_the_owner_nor_the_account():
    assert read(f"Mã hồ sơ,Người nộp,Chủ hồ sơ\n{CODE},a,b\n").unmapped == ("Người nộp",)


def test_headings_are_compared_in_one_spelling():
    batch = read(f"MÃ HỒ SƠ,Thành phần số hoá,Lĩnh  vực*\n{CODE},3,a\n")
    assert column(batch, "components_digitised") == [3]
    assert column(batch, "field") == ["a"]


def test_a_heading_that_stands_twice_is_told_and_the_first_is_taken():
    batch = read(f"Mã hồ sơ,Lĩnh vực,Lĩnh vực,STT\n{CODE},a,b,1\n")
    assert column(batch, "field") == ["a"]
    assert batch.unmapped == ("Lĩnh vực (again)", "STT")


def test_of_two_headings_of_one_column_the_better_is_taken():
    batch = read(f"Mã hồ sơ,Mã lĩnh vực,Tên lĩnh vực\n{CODE},G01,Đất đai\n")
    assert column(batch, "field") == ["Đất đai"]
    assert batch.unmapped == ("Mã lĩnh vực",)


def test_the_feeds_columns_come_first_and_may_share_a_heading():
    both = {"field": ("Mã lĩnh vực",), "submitted_at": ("Ngày",), "received_at": ("ngày",)}
    batch = read(f"Mã hồ sơ,Mã lĩnh vực,Tên lĩnh vực,Ngày\n{CODE},G01,Đất đai,01/03/2025\n", columns=both)
    assert column(batch, "field") == ["G01"]
    assert column(batch, "submitted_at") == column(batch, "received_at")
    assert "field" not in read(f"Mã hồ sơ,Đơn vị,Tên lĩnh vực\n{CODE},x,y\n", columns=both).columns


def test_our_own_names_are_headings_too():
    assert read(f"record_id,due_at\n{CODE},2025-03-01\n").columns == ("record_id", "unit", "due_at")
    assert feed_with().columns == {}
