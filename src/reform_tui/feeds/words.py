"""The words of closed lists and of yes and no, in Vietnamese and as the national systems number them (DOMAIN 2.2)."""

from __future__ import annotations

from collections.abc import Mapping

from reform_tui.feeds.headings import loose

_CHANNEL = {
    "counter": ("1", "Trực tiếp", "Nộp trực tiếp", "Tại quầy", "Trực tiếp tại bộ phận một cửa"),
    "online": ("2", "Trực tuyến", "Nộp trực tuyến", "Qua mạng", "Cổng dịch vụ công", "Nộp qua mạng"),
    "post": (
        "3", "Qua bưu chính công ích", "Bưu chính công ích", "Bưu chính", "Qua bưu chính", "Dịch vụ bưu chính",
        "Qua dịch vụ bưu chính công ích", "Bưu điện",
    ),
    "phone": ("Điện thoại", "Qua điện thoại"),
    "other": ("Khác", "Hình thức khác"),
}  # fmt: skip
_STATUS = {
    "new": ("1", "Mới đăng ký", "Chờ tiếp nhận", "Mới nộp"),
    "accepted": ("2", "Được tiếp nhận", "Đã tiếp nhận"),
    "refused": ("3", "Không được tiếp nhận", "Từ chối", "Từ chối tiếp nhận", "Không tiếp nhận"),
    "processing": ("4", "Đang xử lý", "Đang giải quyết"),
    "supplement": ("5", "Yêu cầu bổ sung giấy tờ", "Yêu cầu bổ sung", "Chờ bổ sung", "Bổ sung hồ sơ"),
    "payment": (
        "6", "Yêu cầu thực hiện nghĩa vụ tài chính", "Thực hiện nghĩa vụ tài chính", "Nghĩa vụ tài chính",
        "Chờ thực hiện nghĩa vụ tài chính",
    ),
    "withdrawn": ("7", "Công dân yêu cầu rút hồ sơ", "Rút hồ sơ", "Yêu cầu rút hồ sơ", "Đã rút"),
    "stopped": ("8", "Dừng xử lý", "Tạm dừng xử lý", "Dừng giải quyết", "Tạm dừng"),
    "done": ("9", "Đã xử lý xong", "Xử lý xong", "Đã giải quyết", "Đã giải quyết xong", "Đã có kết quả"),
    "returned": ("10", "Đã trả kết quả", "Trả kết quả", "Đã trả"),
}  # fmt: skip
_LEVEL = {
    "province": ("Tỉnh", "Cấp tỉnh", "Sở", "Thành phố"),
    "district": ("Huyện", "Cấp huyện", "Quận"),
    "commune": ("Xã", "Cấp xã", "Phường", "Đặc khu", "Xã, phường"),
}
_CLASS = {
    "officer": ("Cán bộ", "Công chức", "Viên chức", "Cán bộ, công chức", "Cán bộ, công chức, viên chức"),
    "helper": ("Nhân viên hỗ trợ", "Người hỗ trợ", "Hỗ trợ", "Hợp đồng"),
    "postal agent": ("Nhân viên bưu điện", "Nhân viên bưu chính", "Bưu điện", "Bưu chính"),
    "digital team": ("Tổ công nghệ số cộng đồng", "Tổ công nghệ số", "Công nghệ số cộng đồng"),
    "agent": ("Đại lý", "Đại lý dịch vụ công", "Đại lý DVC", "Đại lý dịch vụ công trực tuyến"),
}
_YES = ("1", "x", "v", "có", "đúng", "rồi", "true", "yes", "y", "t")
_NO = ("0", "không", "sai", "chưa", "false", "no", "n", "f")
# The sync's DuocThanhToanTrucTuyen: 1 on the national portal, 2 through the province's own gate.
_PAID_ONLINE = {
    True: ("2", "truc-tuyen", "Trực tuyến", "Thanh toán trực tuyến"),
    False: ("tien-mat", "chuyen-khoan", "Tiền mặt", "Chuyển khoản", "Trực tiếp"),
}


def spelt(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Loosely spelt word to ours, from our word to all of theirs."""
    return {loose(theirs): ours for ours, all_of_them in words.items() for theirs in (ours, *all_of_them)}


CLOSED: Mapping[str, Mapping[str, str]] = {
    "channel": spelt(_CHANNEL),
    "status": spelt(_STATUS),
    "level": spelt(_LEVEL),
    "class": spelt(_CLASS),
}
"""Column to loosely spelt word to ours."""


def spelling(word: str) -> str:
    """Spell a word loosely; a number that became a float is the number."""
    return loose(word.removesuffix(".0"))


_FLAGS = {loose(word): True for word in _YES} | {loose(word): False for word in _NO} | {"✓": True, "✔": True}
_PAID = {loose(word): truth for truth, words in _PAID_ONLINE.items() for word in words}


def flag_of(column: str, word: str) -> bool | None:
    """Return yes, no, or ``None`` for a word that is neither."""
    spelt = spelling(word) or word
    if column == "paid_online" and spelt in _PAID:
        return _PAID[spelt]
    return _FLAGS.get(spelt)
