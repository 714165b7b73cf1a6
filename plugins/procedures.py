"""Lists of procedures as ministries and the province publish them: what is offered, to whom, since which decision."""

from __future__ import annotations

from collections.abc import Sequence

from reform_tui.sdk import Column, Kind, Schema, hookimpl

CATALOGUE = Schema(
    "catalogue",
    (
        Column(
            "procedure",
            Kind.CODE,
            headings=("Mã TTHC", "Mã thủ tục hành chính", "Mã thủ tục", "Mã số TTHC", "Mã số", "Mã"),
        ),
        Column(
            "procedure_name",
            headings=("Tên thủ tục hành chính", "Tên TTHC", "Tên thủ tục", "Thủ tục hành chính", "Tên"),
        ),
        Column("unit", Kind.CODE, headings=("Mã đơn vị", "Đơn vị công bố")),
        Column("field", Kind.CODE, headings=("Lĩnh vực", "Tên lĩnh vực")),
        Column(
            "level",
            Kind.CODE,
            revised=True,
            values=("full", "partial", "information"),
            labels={"vi": "Mức độ", "en": "Online level"},
            headings=("Mức độ", "Mức độ dịch vụ công", "Mức độ cung cấp", "Mức độ DVC", "Loại dịch vụ công"),
            words={
                "full": ("4", "Mức độ 4", "Toàn trình", "DVC toàn trình", "Dịch vụ công toàn trình"),
                "partial": ("3", "Mức độ 3", "Một phần", "DVC một phần", "Dịch vụ công một phần"),
                "information": ("2", "Mức độ 2", "Cung cấp thông tin", "Cung cấp thông tin trực tuyến", "DVC"),
            },
        ),
        Column(
            "tiers",
            Kind.CODE,
            labels={"vi": "Cấp thực hiện", "en": "Handled at"},
            headings=("Cấp thực hiện", "Cấp giải quyết", "Cấp hành chính"),
        ),
        Column(
            "issuer",
            Kind.CODE,
            labels={"vi": "Cơ quan ban hành", "en": "Issued by"},
            headings=("Cơ quan ban hành", "Cơ quan công bố", "Bộ, ngành", "Bộ ngành"),
        ),
        Column(
            "agency",
            Kind.CODE,
            labels={"vi": "Cơ quan thực hiện", "en": "Handled by"},
            headings=("Cơ quan thực hiện", "Cơ quan giải quyết", "Cơ quan có thẩm quyền"),
        ),
        Column(
            "kind",
            Kind.CODE,
            labels={"vi": "Loại thủ tục", "en": "Kind of procedure"},
            headings=("Loại thủ tục", "Loại TTHC", "Loại thủ tục hành chính"),
        ),
        Column(
            "one_stop",
            Kind.FLAG,
            revised=True,
            labels={"vi": "Một cửa", "en": "At one-stop"},
            headings=("Một cửa", "Tiếp nhận tại một cửa", "Thực hiện tại bộ phận một cửa", "Cơ chế một cửa"),
        ),
        Column(
            "non_boundary",
            Kind.FLAG,
            labels={"vi": "Phi địa giới", "en": "Without boundaries"},
            headings=("Phi địa giới", "Phi địa giới hành chính", "Không phụ thuộc địa giới hành chính"),
        ),
        Column(
            "internal",
            Kind.FLAG,
            labels={"vi": "Nội bộ", "en": "Internal"},
            headings=("Nội bộ", "TTHC nội bộ", "Thủ tục nội bộ"),
        ),
        Column(
            "change",
            Kind.CODE,
            revised=True,
            values=("new", "amended", "abolished"),
            labels={"vi": "Nội dung công bố", "en": "Change"},
            headings=("Nội dung công bố", "Tình trạng công bố", "Loại thay đổi", "Tình trạng", "Trạng thái"),
            words={
                "new": ("Mới", "Ban hành mới", "Mới ban hành", "Công bố mới", "Bổ sung"),
                "amended": ("Sửa đổi", "Sửa đổi, bổ sung", "Được sửa đổi, bổ sung", "Thay thế"),
                "abolished": ("Bãi bỏ", "Bị bãi bỏ", "Hủy bỏ", "Hết hiệu lực"),
            },
        ),
        Column(
            "limit",
            Kind.NUMBER,
            least=0,
            revised=True,
            labels={"vi": "Thời hạn", "en": "Time limit"},
            headings=("Thời hạn giải quyết", "Thời gian giải quyết", "Thời gian thực hiện", "Trực tiếp số"),
        ),
        Column(
            "limit_legal",
            Kind.NUMBER,
            least=0,
            labels={"vi": "Thời hạn theo quy định", "en": "Legal time limit"},
            headings=("Thời hạn theo quy định", "Thời gian theo quy định", "Thời hạn trước khi cắt giảm"),
        ),
        Column(
            "limit_online",
            Kind.NUMBER,
            least=0,
            labels={"vi": "Thời hạn trực tuyến", "en": "Time limit online"},
            headings=("Thời hạn giải quyết trực tuyến", "Thời gian thực hiện trực tuyến", "Trực tuyến số"),
        ),
        Column(
            "counted",
            Kind.CODE,
            labels={"vi": "Đơn vị thời hạn", "en": "Limit counted in"},
            headings=("Đơn vị tính thời hạn", "Loại thời gian thực hiện", "Loại thời gian", "Trực tiếp đơn vị"),
        ),
        Column(
            "fee",
            Kind.FLAG,
            labels={"vi": "Có phí, lệ phí", "en": "Has a fee"},
            headings=("Có phí, lệ phí", "Có thu phí, lệ phí", "Thu phí, lệ phí"),
        ),
        Column(
            "payable_online",
            Kind.FLAG,
            revised=True,
            labels={"vi": "Thanh toán được trên Cổng", "en": "Payable on the portal"},
            headings=("Thanh toán trực tuyến", "Thanh toán được trên Cổng DVCQG", "Đã đồng bộ phí, lệ phí"),
        ),
        Column(
            "parts",
            Kind.COUNT,
            revised=True,
            labels={"vi": "Bộ phận đã công khai", "en": "Parts published"},
            headings=("Số bộ phận đã công khai", "Bộ phận đã công khai", "Số nội dung đã công khai"),
        ),
        Column(
            "parts_required",
            Kind.COUNT,
            labels={"vi": "Bộ phận phải công khai", "en": "Parts to publish"},
            headings=("Số bộ phận phải công khai", "Bộ phận phải công khai", "Số nội dung phải công khai"),
        ),
        Column(
            "online_records",
            Kind.COUNT,
            revised=True,
            labels={"vi": "Hồ sơ trực tuyến phát sinh", "en": "Records online"},
            headings=("Số hồ sơ trực tuyến", "Số hồ sơ nộp trực tuyến", "Hồ sơ trực tuyến phát sinh"),
        ),
        Column(
            "publish_by",
            Kind.TIME,
            promise=True,
            labels={"vi": "Hạn công bố", "en": "To publish by"},
            headings=("Hạn công bố", "Thời hạn công bố", "Phải công bố trước ngày"),
        ),
        Column(
            "updated_at",
            Kind.TIME,
            labels={"vi": "Cập nhật CSDL quốc gia", "en": "In the national database"},
            headings=("Ngày cập nhật CSDLQG", "Ngày cập nhật CSDL quốc gia", "Ngày công khai trên CSDLQG"),
        ),
        Column(
            "published_at",
            Kind.TIME,
            labels={"vi": "Ngày công bố", "en": "Published"},
            headings=("Ngày công bố", "Ngày công khai", "Ngày cập nhật công khai"),
        ),
        Column(
            "decision",
            labels={"vi": "Quyết định", "en": "Decision"},
            headings=("Quyết định công bố", "Số quyết định", "Quyết định", "Số QĐ"),
        ),
        Column(
            "decision_date",
            Kind.TIME,
            promise=True,
            labels={"vi": "Ngày quyết định", "en": "Decision date"},
            headings=("Ngày quyết định", "Ngày ban hành quyết định", "Ngày ký quyết định", "Ngày QĐ", "Ngày ký"),
        ),
        Column(
            "from",
            Kind.TIME,
            promise=True,
            labels={"vi": "Hiệu lực từ", "en": "In force from"},
            headings=("Có hiệu lực từ", "Hiệu lực từ", "Ngày hiệu lực", "Ngày có hiệu lực"),
        ),
        Column(
            "to",
            Kind.TIME,
            promise=True,
            labels={"vi": "Hiệu lực đến", "en": "In force to"},
            headings=("Có hiệu lực đến", "Hiệu lực đến", "Ngày hết hiệu lực", "Hết hiệu lực từ"),
        ),
    ),
    key=("procedure", "decision"),
    optional=("decision",),
)  # fmt: skip
"""One row a procedure and decision that speaks of it; a list without decisions has one row a procedure.

``level`` means what it means in ``reference/procedures``; ``tiers`` are the levels of government that handle it.
``decision_date`` may lie ahead: what a period knew is what had been decided by its end.
"""


@hookimpl
def reform_schemas() -> Sequence[Schema]:
    """Offer lists of procedures as a kind of feed."""
    return [CATALOGUE]
