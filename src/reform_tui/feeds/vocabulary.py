"""The usual headings of Vietnamese exports (DOMAIN 2.2, 2.4), so that they need no mapping.

Order matters: where a file has several headings of one column, the one named first here is taken.  Compared loosely
(see ``headings.loose``): "Mã hồ sơ", "MA HO SO" and "MaHoSo" are one heading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from reform_tui.model.schema import Schema

Headings = Mapping[str, tuple[str, ...]]

_RECORDS: Headings = {
    "record_id": ("Mã hồ sơ", "Số hồ sơ", "Mã số hồ sơ", "Số biên nhận", "Mã biên nhận", "Mã HS", "Số HS"),
    "unit": ("Mã đơn vị", "Mã cơ quan", "Đơn vị Id", "Cơ quan/đơn vị", "Đơn vị", "Cơ quan"),
    "unit_name": ("Tên đơn vị", "Tên cơ quan", "Tên cơ quan/đơn vị"),
    "receiving_unit": ("Đơn vị tiếp nhận", "Cơ quan tiếp nhận", "Nơi tiếp nhận"),
    "handling_unit": (
        "Đơn vị xử lý", "Cơ quan xử lý", "Đơn vị giải quyết", "Cơ quan giải quyết", "Đơn vị/cá nhân giải quyết",
        "Đơn vị thụ lý",
    ),
    "level": ("Cấp", "Cấp giải quyết", "Cấp thực hiện", "Cấp đơn vị", "Cấp hành chính"),
    "field": ("Tên lĩnh vực", "Lĩnh vực", "Mã lĩnh vực"),
    "procedure": ("Mã TTHC", "Mã thủ tục hành chính", "Mã thủ tục"),
    "procedure_name": ("Tên thủ tục hành chính", "Tên TTHC", "Tên thủ tục", "Thủ tục hành chính", "Thủ tục"),
    "channel": (
        "Kênh thực hiện", "Hình thức nộp", "Hình thức nộp hồ sơ", "Hình thức tiếp nhận",
        "Hình thức tiếp nhận hồ sơ", "Kênh tiếp nhận", "Kênh nộp",
    ),
    "status": ("Trạng thái hồ sơ", "Trạng thái", "Tình trạng hồ sơ", "Tình trạng"),
    "submitted_at": ("Ngày nộp hồ sơ", "Ngày nộp", "Thời gian nộp", "Thời điểm nộp", "Thời gian nộp hồ sơ"),
    "received_at": (
        "Ngày tiếp nhận", "Ngày tiếp nhận hồ sơ", "Ngày nhận hồ sơ", "Ngày nhận", "Thời gian tiếp nhận",
        "Thời điểm tiếp nhận",
    ),
    "due_at": (
        "Ngày hẹn trả", "Ngày hẹn trả kết quả", "Hạn xử lý", "Hạn giải quyết", "Hạn trả kết quả", "Hẹn trả",
        "Thời gian hẹn trả",
    ),
    "finished_at": (
        "Ngày kết thúc xử lý", "Ngày xử lý xong", "Ngày giải quyết xong", "Ngày hoàn thành", "Ngày kết thúc",
        "Ngày có kết quả",
    ),
    "returned_at": ("Ngày trả kết quả", "Ngày trả", "Thời gian trả kết quả"),
    "supplement_requested_at": ("Ngày yêu cầu bổ sung", "Thời điểm yêu cầu bổ sung"),
    "supplemented_at": ("Ngày công dân bổ sung", "Ngày bổ sung", "Ngày tiếp nhận bổ sung"),
    "supplements": ("Số lần yêu cầu bổ sung", "Số lần bổ sung"),
    "applicant_id": (
        "Số giấy tờ chủ hồ sơ", "Định danh CHS", "Số định danh cá nhân", "Số định danh", "Số CCCD", "CCCD",
        "CMND/CCCD", "CCCD/CMND", "Số CMND", "Số giấy tờ",
    ),
    "applicant_name": ("Chủ hồ sơ", "Tên chủ hồ sơ", "Họ tên chủ hồ sơ", "Họ và tên chủ hồ sơ"),
    "applicant_phone": (
        "Số điện thoại chủ hồ sơ", "Điện thoại chủ hồ sơ", "Số điện thoại", "SĐT", "Điện thoại", "SĐT chủ hồ sơ",
    ),
    "applicant_address": ("Địa chỉ chủ hồ sơ", "Địa chỉ"),
    "account": (
        "Người gửi", "Tài khoản nộp hồ sơ", "Tài khoản nộp", "Tài khoản gửi", "Mã đối tượng", "Tài khoản",
    ),
    "authorised": ("Ủy quyền", "Có ủy quyền", "Nộp theo ủy quyền"),
    "receiver": ("Người nhận hồ sơ", "Cán bộ tiếp nhận", "Người tiếp nhận", "Người nhận", "Công chức tiếp nhận"),
    "officer": (
        "Người đang xử lý", "Cán bộ xử lý hiện tại", "Cán bộ đang xử lý", "Cán bộ xử lý", "Cán bộ thụ lý",
        "Người xử lý", "Công chức xử lý", "Chuyên viên xử lý",
    ),
    "device": ("Thiết bị", "Mã thiết bị"),
    "ip": ("Địa chỉ IP", "IP"),
    "fee": ("Số tiền", "Phí, lệ phí", "Lệ phí", "Phí", "Tổng phí, lệ phí"),
    "paid_online": ("Được thanh toán trực tuyến", "Thanh toán trực tuyến", "Hình thức thanh toán"),
    "paid_at": ("Ngày thu phí", "Ngày thanh toán", "Thời gian thanh toán", "Thời điểm thanh toán", "Ngày nộp phí"),
    "payer": ("Người nộp tiền", "Người thanh toán", "Người nộp phí", "Tài khoản thanh toán"),
    "components": ("Số thành phần hồ sơ", "Thành phần hồ sơ", "Số giấy tờ hồ sơ", "Tổng số thành phần"),
    "components_digitised": (
        "Số thành phần số hóa", "Số thành phần hồ sơ số hóa", "Thành phần số hóa", "Thành phần được số hóa",
        "Số thành phần đã số hóa",
    ),
    "components_reused": (
        "Số thành phần tái sử dụng", "Thành phần tái sử dụng", "Thành phần được tái sử dụng",
        "Số thành phần dùng lại",
    ),
    "components_from_store": (
        "Số thành phần từ kho", "Số thành phần lấy từ kho dữ liệu", "Thành phần lấy từ kho dữ liệu cá nhân",
        "Số thành phần lấy từ kho dữ liệu quốc gia",
    ),
    "result_digital": ("Kết quả điện tử", "Có kết quả điện tử", "Trả kết quả điện tử", "Kết quả số hóa"),
    "apology_at": ("Ngày xin lỗi", "Ngày ban hành văn bản xin lỗi", "Ngày gửi thư xin lỗi", "Ngày văn bản xin lỗi"),
    "new_due_at": ("Ngày hẹn trả mới", "Ngày hẹn lại", "Ngày hẹn lại trả kết quả", "Hạn xử lý mới"),
    "synced_at": ("Ngày đồng bộ", "Thời gian đồng bộ", "Thời điểm đồng bộ"),
    "identity_verified": (
        "Tài khoản được xác thực với VNeID", "Xác thực VNeID", "Tài khoản VNeID", "Đã xác thực định danh",
    ),
}  # fmt: skip

_WHY: Headings = {"reason": ("Lý do", "Lí do", "Ghi chú"), "source": ("Căn cứ", "Nguồn")}
_VALID: Headings = {
    "from": ("Từ ngày", "Có hiệu lực từ", "Hiệu lực từ", "Ngày hiệu lực"),
    "to": ("Đến ngày", "Có hiệu lực đến", "Hiệu lực đến", "Hết hiệu lực"),
}

_STAFF: Headings = {
    "person_id": ("Mã cán bộ", "Mã nhân viên", "Mã số cán bộ", "Số định danh", "Số CCCD", "CCCD", "Mã"),
    "name": ("Họ và tên", "Họ tên", "Tên cán bộ", "Tên"),
    "class": ("Phân loại", "Loại", "Nhóm", "Đối tượng", "Vai trò"),
    "employer": ("Cơ quan công tác", "Đơn vị công tác", "Nơi công tác", "Cơ quan"),
    "unit": ("Mã đơn vị", "Đơn vị"),
    "account": ("Tài khoản", "Tên đăng nhập", "Tên tài khoản"),
    "phone": ("Số điện thoại", "Điện thoại", "SĐT"),
    "device": ("Thiết bị", "Mã thiết bị"),
    "certificate": ("Số chứng thư số", "Chứng thư số", "Số chứng thư"),
    "from": ("Từ ngày", "Ngày bắt đầu"),
    "to": ("Đến ngày", "Ngày kết thúc"),
    **_WHY,
}

_ALLOW: Headings = {
    "account": ("Tài khoản", "Tên đăng nhập", "Tên tài khoản"),
    "phone": ("Số điện thoại", "Điện thoại", "SĐT"),
    "device": ("Thiết bị", "Mã thiết bị"),
    "class": ("Phân loại", "Loại", "Nhóm", "Đối tượng"),
    "from": ("Từ ngày", "Hiệu lực từ"),
    "until": ("Đến ngày", "Hiệu lực đến", "Hạn", "Đến hết ngày"),
    **_WHY,
}

_PERIODS: Headings = {
    "name": ("Tên kỳ", "Kỳ báo cáo", "Kỳ"),
    "start": ("Từ ngày", "Ngày bắt đầu", "Bắt đầu"),
    "end": ("Đến ngày", "Ngày kết thúc", "Kết thúc"),
    "cut_off": ("Ngày chốt số liệu", "Chốt số liệu", "Ngày chốt"),
    "from": ("Có hiệu lực từ", "Hiệu lực từ"),  # "Từ ngày" is where the period itself begins
    "to": ("Có hiệu lực đến", "Hiệu lực đến"),
    **_WHY,
}

_UNITS: Headings = {
    "unit": ("Mã đơn vị", "Mã định danh", "Mã cơ quan", "Mã"),
    "name": ("Tên đơn vị", "Tên cơ quan", "Đơn vị", "Tên"),
    "level": ("Cấp", "Cấp đơn vị", "Cấp hành chính"),
    "parent": ("Mã đơn vị cấp trên", "Đơn vị cấp trên", "Cơ quan chủ quản", "Trực thuộc"),
    "predecessors": ("Đơn vị tiền thân", "Sáp nhập từ", "Thành lập từ", "Đơn vị cũ"),
    "successors": ("Đơn vị kế thừa", "Sáp nhập vào", "Đơn vị mới"),
    "offices": ("Trụ sở", "Điểm làm việc", "Cơ sở", "Địa điểm"),
    "contact": ("Đầu mối", "Liên hệ", "Người liên hệ", "Đầu mối liên hệ", "Số điện thoại"),
    **_VALID,
    **_WHY,
}

_TARGETS: Headings = {
    "indicator": ("Mã chỉ tiêu", "Chỉ tiêu", "Chỉ số"),
    "unit": ("Mã đơn vị", "Đơn vị"),
    "period": ("Kỳ báo cáo", "Kỳ", "Năm"),
    "target": ("Mục tiêu", "Chỉ tiêu giao", "Mức giao", "Giá trị"),
    **_VALID,
    **_WHY,
}

_PROCEDURES: Headings = {
    "procedure": ("Mã TTHC", "Mã thủ tục hành chính", "Mã thủ tục"),
    "name": ("Tên thủ tục hành chính", "Tên TTHC", "Tên thủ tục", "Tên"),
    "level": ("Mức độ", "Mức độ dịch vụ công", "Mức độ cung cấp", "Loại dịch vụ công"),
    "limit": ("Thời hạn giải quyết", "Thời gian giải quyết", "Thời gian thực hiện", "Thời hạn"),
    "limit_online": ("Thời hạn giải quyết trực tuyến", "Thời gian thực hiện trực tuyến"),
    "counted": ("Đơn vị tính thời hạn", "Loại thời gian thực hiện", "Loại thời gian"),
    "one_stop": ("Một cửa", "Tiếp nhận tại một cửa", "Cơ chế một cửa"),
    "non_boundary": ("Phi địa giới", "Phi địa giới hành chính"),
    "internal": ("Nội bộ", "TTHC nội bộ", "Thủ tục nội bộ"),
    "audience": ("Đối tượng thực hiện", "Đối tượng"),
    "published_at": ("Ngày công bố", "Ngày công khai"),
    "decision": ("Quyết định công bố", "Số quyết định", "Quyết định"),
    "decision_date": ("Ngày quyết định", "Ngày ký quyết định"),
    **_VALID,
    **_WHY,
}

USUAL: Mapping[str, Headings] = {
    "records": _RECORDS,
    "staff": _STAFF,
    "allow": _ALLOW,
    "periods": _PERIODS,
    "units": _UNITS,
    "targets": _TARGETS,
    "procedures": _PROCEDURES,
}
"""Schema name to column to headings."""


def headings_of(schema: Schema, column: str) -> tuple[str, ...]:
    """Return the usual headings of a column: those that its schema brings, else ours."""
    own = schema.by_name[column].headings if column in schema.by_name else ()
    return own or usual_headings(schema.name, column)


_COLUMN = re.compile(r"\b([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)\b")


def with_headings(text: str) -> str:
    """Return a reason that names columns, such as ``records.due_at``, with the usual headings instead."""
    return _COLUMN.sub(lambda one: f"“{found[0]}”" if (found := usual_headings(one[1], one[2])) else one[0], text)


def usual_headings(schema: str, column: str) -> tuple[str, ...]:
    """Return the usual headings of a column; a plugin's schema borrows those of records for columns of one name."""
    return USUAL.get(schema, _RECORDS).get(column, ())
