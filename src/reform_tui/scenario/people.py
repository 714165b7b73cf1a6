"""Invented people: names of the region, and numbers in ranges that nobody holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.scenario.arrays import Whole

_FAMILY, _MIDDLE, _GIVEN = (
    np.array(words.split(","))
    for words in (
        "Nông,Hoàng,Lý,Triệu,Đàm,Bế,Lục,Mã,Hà,Đinh,Nguyễn,Phan,Long,Vương,La,Sầm,Chu,Hứa,Dương,Lâm",
        "Văn,Thị,Đức,Thanh,Minh,Ngọc,Quốc,Hồng,Thu,Xuân,Mạnh,Bích,Tuấn,Kim",
        "An,Bình,Chi,Dũng,Giang,Hà,Hải,Hạnh,Hoa,Hòa,Hùng,Huyền,Lan,Linh,Mai,Nam,Nga,Sơn,Thảo,Trang,Tú,Vân,Vinh,Yến",
    )
)
# No province has the number 999, and no operator was ever given 0199 followed by six digits.
_ID, _PHONE = "999", "0199"


@dataclass(frozen=True)
class People:
    """A crowd whose member ``n`` always has the same name, number, phone and account."""

    seed: int

    def names(self, who: Whole) -> pa.Array:
        """Full names."""
        mixed = _mixed(who, self.seed)
        words = (
            _FAMILY[mixed % len(_FAMILY)],
            _MIDDLE[mixed // 31 % len(_MIDDLE)],
            _GIVEN[mixed // 997 % len(_GIVEN)],
        )
        return pc.binary_join_element_wise(*(pa.array(word) for word in words), " ")

    def ids(self, who: Whole) -> pa.Array:
        """Twelve digits, like an identity number, that nobody holds."""
        return _numbered(_ID, who, 9)

    def phones(self, who: Whole) -> pa.Array:
        """Ten digits, like a phone number, that nobody holds."""
        return _numbered(_PHONE, who, 6)

    def accounts(self, who: Whole) -> pa.Array:
        """Accounts on the portal."""
        return _numbered("congdan.", who, 6)


def _numbered(prefix: str, who: Whole, digits: int) -> pa.Array:
    padded = pc.utf8_lpad(pc.cast(pa.array(who), pa.string()), digits, "0")
    return pc.binary_join_element_wise(prefix, padded, "")


def _mixed(who: Whole, seed: int) -> Whole:
    return (who * 2_654_435_761 + seed) % 2**40
