"""The second crowd's province: its days, people, units, officers and their lists, invented from DOMAIN.md 2 to 4 alone."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

SURNAMES = ("Nguyễn", "Nông", "Hoàng", "Lý", "Triệu", "Trần", "Lê", "Phạm", "Đàm", "Bế", "Vương", "Lục", "Hà", "Vũ")
SURNAME_WEIGHTS = (30, 14, 12, 8, 7, 7, 6, 5, 3, 2, 2, 2, 1, 1)
MIDDLES = ("Văn", "Thị", "Đức", "Thanh", "Minh", "Ngọc", "Hữu", "Thu", "Quang", "")
GIVEN = (
    "An", "Bình", "Chiến", "Dung", "Giang", "Hà", "Hạnh", "Hùng", "Hương", "Khánh", "Lan", "Linh", "Long", "Mai", "Nam",
    "Nga", "Phong", "Phương", "Quân", "Sơn", "Tâm", "Thảo", "Thắng", "Trang", "Tuấn", "Tùng", "Vân", "Việt", "Xuân", "Yến",
)  # fmt: skip
NOBODY_ID = ("000000001", "", "111111111111")
NOBODY_PHONE = ("", "0", "0000000000", "0123456789")
DAYS_OFF = {
    date(2026, 4, 27),
    date(2026, 4, 30),
    date(2026, 5, 1),
    date(2026, 8, 31),
    date(2026, 9, 1),
    date(2026, 9, 2),
}
STARTS = (date(2026, 3, 2), date(2026, 4, 6), date(2026, 5, 4), date(2026, 8, 3))


@dataclass(frozen=True)
class Person:
    """Somebody with papers, maybe a phone, and the account that bears their name."""

    id: str
    name: str
    phone: str
    address: str
    account: str


@dataclass(frozen=True)
class Officer(Person):
    """Who sits at the counter; ``username`` is how the feed names who received a record."""

    username: str
    listed: bool


@dataclass(frozen=True)
class Unit:
    """A commune or a department, with what its export lacks or distorts and how its people work."""

    code: str
    level: str
    load: float  # records filed online by or for ordinary people, a working day
    officers: tuple[Officer, ...]
    hamlets: tuple[str, ...]
    centre_phone: str
    no_phone_habit: str  # what is typed for a person without a phone
    no_accounts: bool = False
    no_phones: bool = False
    no_receivers: bool = False
    synced: bool = False  # the national sync: submission time overwritten with that of receipt
    fast: bool = False
    no_id_share: float = 0.01
    verified: bool | None = None


@dataclass(frozen=True)
class Province:
    """The dice, the days and the units; ``style`` says what an account looks like in the feed."""

    dice: random.Random
    days: tuple[date, ...]
    style: str
    units: list[Unit] = field(default_factory=list)

    @property
    def working(self) -> list[date]:
        """Days on which counters are open."""
        return [day for day in self.days if day.weekday() < 5 and day not in DAYS_OFF]

    @property
    def communes(self) -> list[Unit]:
        """The units of the lower level."""
        return [unit for unit in self.units if unit.level == "commune"]


def person(province: Province, address: str, surname: str = "") -> Person:
    """Return a new citizen with an own phone and account, of the surname if one is given."""
    dice = province.dice
    names = (surname or dice.choices(SURNAMES, SURNAME_WEIGHTS)[0], dice.choice(MIDDLES), dice.choice(GIVEN))
    number = f"0{dice.randint(4, 96):02d}{dice.randint(0, 3)}{dice.randint(50, 99)}{dice.randint(0, 999999):06d}"
    return Person(number, " ".join(part for part in names if part), phone(dice), address, account(province, number))


def phone(dice: random.Random) -> str:
    """Return a mobile number."""
    return f"0{dice.choice('35789')}{dice.randint(10_000_000, 99_999_999)}"


def account(province: Province, number: str, *, agency: str = "") -> str:
    """Return the name of an account as this feed gives it: TechID, identity number, or a mixture with mail addresses."""
    dice = province.dice
    if agency and province.style == "mixed":
        return f"{agency}{dice.randint(1, 99)}@tinh.gov.vn"
    opaque = province.style == "tech" or (province.style == "mixed" and dice.random() < 0.4)
    return f"{dice.getrandbits(64):016x}" if opaque else number


def stray_id(province: Province) -> str:
    """Return an identity number that is nobody's."""
    return f"0{province.dice.randint(10**10, 10**11 - 1)}"


def citizen(province: Province, unit: Unit, surname: str = "") -> Person:
    """Return somebody who lives in the unit; addresses stop at the hamlet, as people type them, or are left out."""
    dice = province.dice
    place = "" if dice.random() < 0.06 else dice.choice(unit.hamlets)
    if place and dice.random() < 0.45:
        place = f"Số {dice.randint(1, 180)}, {place}"
    return person(province, place, surname)


def _officer(province: Province, code: str, rank: int) -> Officer:
    dice = province.dice
    body = person(province, f"Tổ {dice.randint(1, 9)}, {code}")
    name = account(province, body.id, agency="canbo") if dice.random() < 0.3 else body.account
    user = name if dice.random() < 0.35 else f"{code.lower()}.cb{rank}"
    return Officer(body.id, body.name, body.phone, body.address, name, user, listed=dice.random() < 0.75)


def _unit(province: Province, number: int, level: str) -> Unit:
    dice = province.dice
    code = f"H14.{number}"
    small = level == "commune" and dice.random() < 0.6
    load = dice.uniform(2, 8) if small else dice.uniform(12, 45)
    crew = dice.randint(1, 3) if small else dice.randint(3, 6)
    habits = ("blank", "zeros", "centre", "village head", "officer")
    return Unit(
        code, level, load,
        tuple(_officer(province, code, rank) for rank in range(crew)),
        tuple(f"Xóm {n}, xã {code[4:]}" for n in range(1, dice.randint(4, 14))),
        f"0206{dice.randint(3_000_000, 3_999_999)}" if dice.random() < 0.6 else phone(dice),
        dice.choices(habits, (30, 20, 25, 17, 8))[0],
        no_accounts=dice.random() < 0.07, no_phones=dice.random() < 0.06, no_receivers=dice.random() < 0.1,
        synced=dice.random() < 0.15, fast=dice.random() < 0.15,
        no_id_share=dice.choice((0.005, 0.01, 0.02, 0.15)),
        verified=dice.choice((None, True, False, None)),
    )  # fmt: skip


def province_of(seed: int) -> Province:
    """Return the province of a seed: five to eight weeks, some thirty communes and five departments."""
    dice = random.Random(seed * 7919 + 13)  # invented people, no secrets
    start, weeks = dice.choice(STARTS), dice.randint(5, 8)
    days = tuple(start + timedelta(n) for n in range(weeks * 7))
    province = Province(dice, days, dice.choice(("tech", "id", "mixed")))
    province.units.extend(_unit(province, 101 + n, "commune") for n in range(dice.randint(26, 34)))
    province.units.extend(_unit(province, 11 + n, "province") for n in range(5))
    return province


def at_counter(dice: random.Random, day: date) -> datetime:
    """Return a moment within 07:00 to 11:30 and 13:30 to 17:00, more often in the morning."""
    minutes = dice.uniform(7 * 60, 11.5 * 60) if dice.random() < 0.6 else dice.uniform(13.5 * 60, 17 * 60)
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def by_evening(dice: random.Random, day: date) -> datetime:
    """Return a moment of somebody at home: lunch, evening, early morning."""
    start, end = dice.choices(((18, 23.5), (11.5, 13.5), (5.2, 7)), (75, 18, 7))[0]
    return datetime.combine(day, time()) + timedelta(minutes=dice.uniform(start * 60, end * 60))


def queue(dice: random.Random, day: date, count: int) -> list[datetime]:
    """Return moments one after another from a start in the day, each some minutes after the last, lunch left out."""
    moment = datetime.combine(day, time(7, dice.randint(2, 59))) + timedelta(hours=dice.choice((0, 0, 1, 2, 6.6)))
    pace, moments = dice.uniform(3, 14), []
    for _ in range(count):
        moment += timedelta(minutes=max(0.8, dice.gauss(pace, pace / 3)))
        if moment.hour == 11 and moment.minute >= 30:
            moment += timedelta(hours=2)
        moments.append(moment)
    return moments


def batch(dice: random.Random, day: date, count: int) -> list[datetime]:
    """Return moments of papers keyed in one after another at the end of a day, a minute or two apart."""
    moment = datetime.combine(day, time(dice.choice((15, 16, 17, 19, 20)), dice.randint(0, 59)))
    steps = [dice.uniform(50, 170) for _ in range(count)]
    return [moment + timedelta(seconds=sum(steps[: n + 1])) for n in range(count)]
