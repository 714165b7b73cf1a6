"""Why a row is set in quarantine, in the words of an inspector.  Free of Arrow: the console reads it too."""

from __future__ import annotations

from collections.abc import Mapping

NO_IDENTITY = "no-identity"
NO_UNIT = "no-unit"
NO_SUCH_DATE = "no-such-date"
NOT_A_NUMBER = "not-a-number"
NOT_A_FLAG = "not-a-flag"
OUT_OF_RANGE = "out-of-range"
OUT_OF_FORM = "out-of-form"
WRONG_FIELD_COUNT = "wrong-field-count"
UNCLOSED_QUOTE = "unclosed-quote"
NOT_JSON = "not-json"
BROKEN_CODE = "broken-code"

REASONS: Mapping[str, Mapping[str, str]] = {
    NO_IDENTITY: {
        "vi": "Dòng không có mã, nên không biết là hồ sơ nào",
        "en": "The row has no code, so nobody can tell which record it is",
    },
    NO_UNIT: {
        "vi": "Không biết đơn vị nào chịu trách nhiệm: mã hồ sơ và các cột đơn vị đều không cho biết",
        "en": "No unit answers for the row: neither its code nor a unit column names one",
    },
    NO_SUCH_DATE: {
        "vi": "Ô ngày giờ không phải là một ngày có thật",
        "en": "A time is not a day that exists, or is written in a form that the feed does not state",
    },
    NOT_A_NUMBER: {"vi": "Ô số không phải là số hợp lệ", "en": "A number is not one, or is out of range"},
    OUT_OF_RANGE: {
        "vi": "Số nhỏ hơn hoặc lớn hơn mức mà cột cho phép",
        "en": "A number is smaller or larger than its column can have",
    },
    OUT_OF_FORM: {
        "vi": "Mã không đúng dạng của cột, chẳng hạn kỳ không phải 2024, 2025-Q3 hay 2025-07",
        "en": "A code is not of its column's form, such as a period that is none of 2024, 2025-Q3 and 2025-07",
    },
    NOT_A_FLAG: {
        "vi": "Ô có/không chứa từ không hiểu được",
        "en": "A yes-or-no cell holds a word that is neither",
    },
    WRONG_FIELD_COUNT: {
        "vi": "Dòng có số ô khác với các dòng còn lại",
        "en": "The row has more or fewer fields than the others",
    },
    UNCLOSED_QUOTE: {
        "vi": "Dòng mở dấu ngoặc kép mà không đóng; các dòng sau có thể bị nuốt vào đây",
        "en": "The row opens a quote and never closes it; the lines that follow may be inside it",
    },
    BROKEN_CODE: {
        "vi": "Mã hoặc đơn vị chứa byte không thành ký tự, nên không chắc là hồ sơ nào",
        "en": "The code or the unit holds bytes that are no character, so nobody can be sure which record it is",
    },
    NOT_JSON: {"vi": "Dòng không phải là một đối tượng JSON", "en": "The line is not a JSON object"},
}
"""Reason key to language to sentence."""
