"""Ordinary people of the second crowd: those who file themselves, who are helped, and families; from DOMAIN.md 4 alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import second_province as p
from second_province import Officer, Person, Province, Unit

COMMUNE_WORK = {
    "2.000815": ("Chứng thực", 30), "2.000908": ("Chứng thực", 12), "1.004873": ("Hộ tịch", 12), "1.000894": ("Hộ tịch", 6),
    "1.000656": ("Hộ tịch", 5), "1.001776": ("Bảo trợ xã hội", 10), "1.012222": ("Người có công", 3),
    "1.004194": ("Cư trú", 14), "1.012756": ("Đất đai", 8),
}  # fmt: skip
PROVINCE_WORK = {
    "2.000488": ("Lý lịch tư pháp", 30), "1.010010": ("Thành lập và hoạt động của doanh nghiệp", 14),
    "1.012756": ("Đất đai", 25), "1.002835": ("Đường bộ", 25), "1.009972": ("Hoạt động xây dựng", 6),
}  # fmt: skip
BIRTH, ENROL, SECURED, LAND, BUSINESS, JUSTICE = (
    ("1.001193", "Hộ tịch"), ("1.004438", "Giáo dục"), ("1.011441", "Giao dịch bảo đảm"), ("1.012756", "Đất đai"),
    ("1.010010", "Thành lập và hoạt động của doanh nghiệp"), ("2.000488", "Lý lịch tư pháp"),
)  # fmt: skip
Procedure = tuple[str, str]


@dataclass(frozen=True)
class Filing:
    """One record before the export has its way with it, and the truth about it."""

    unit: Unit
    at: datetime
    owner: Person
    account: str
    procedure: Procedure
    behaviour: str
    truth: str  # self, assisted, on behalf
    lawful: bool = False  # on behalf, and DOMAIN.md 4.4 says that it may be
    phone: str | None = None  # None: the owner's own
    channel: str = "online"
    receiver: str | None = None
    wait: float | None = None  # minutes until received
    authorised: bool = False
    payer: str = ""


def some_work(province: Province, unit: Unit) -> Procedure:
    """Return a procedure of the unit's level, the usual ones more often."""
    work = COMMUNE_WORK if unit.level == "commune" else PROVINCE_WORK
    code = province.dice.choices(list(work), [weight for _, weight in work.values()])[0]
    return code, work[code][0]


def around(province: Province, mean: float) -> int:
    """Return how many of something happen where ``mean`` are expected."""
    return max(0, round(province.dice.gauss(mean, max(0.7, mean**0.5))))


def _typed_phone(province: Province, person: Person) -> str:
    return province.dice.choice(p.NOBODY_PHONE) if province.dice.random() < 0.03 else person.phone


def selves(province: Province, unit: Unit, day: date) -> Iterator[Filing]:
    """Yield people who file for themselves: on working days by day, on every day by evening; a few file several times."""
    dice, share = province.dice, 0.45
    open_day = day in set(province.working)
    for _ in range(around(province, unit.load * share * (1 if open_day else 0.25))):
        one, late = p.citizen(province, unit), not open_day or dice.random() < 0.55
        behaviour = "fast centre" if unit.fast else "self by evening" if late else "self by day"
        for _ in range(dice.choices((1, 2, 4), (85, 12, 3))[0]):
            at = p.by_evening(dice, day) if late else p.at_counter(dice, day)
            payer = one.name if dice.random() < 0.4 else ""
            number = _typed_phone(province, one)
            yield Filing(
                unit, at, one, one.account, some_work(province, unit), behaviour, "self", phone=number, payer=payer
            )


def _helped_phone(province: Province, unit: Unit, officer: Officer, day: date) -> str:
    """What is typed for somebody without a phone: the habit of the centre."""
    heads = [f"09{abs(hash_of(unit.code + hamlet)) % 10**8:08d}" for hamlet in unit.hamlets]
    return {
        "blank": "", "zeros": "0000000000", "centre": unit.centre_phone,
        "village head": heads[day.toordinal() % len(heads)], "officer": officer.phone,
    }[unit.no_phone_habit]  # fmt: skip


def hash_of(text: str) -> int:
    """Return a number of a text, the same in every run."""
    return sum((n + 1) * 7907 * ord(letter) ** 3 for n, letter in enumerate(text))


def helped(province: Province, unit: Unit, day: date) -> Iterator[Filing]:
    """Yield people who sit at the counter with their own accounts, one after another, a third without a phone."""
    dice, officer = province.dice, province.dice.choice(unit.officers)
    count = around(province, unit.load * 0.25)
    payer = officer.name if dice.random() < 0.3 else ""  # the officer pays by card, the old man in cash
    for at in p.queue(dice, day, count):
        one, none = p.citizen(province, unit), dice.random() < 0.3
        number = _helped_phone(province, unit, officer, day) if none else one.phone
        behaviour = f"assisted, phone: {unit.no_phone_habit}" if none else "assisted, own phone"
        yield Filing(
            unit, at, one, one.account, some_work(province, unit), behaviour, "assisted", phone=number,
            receiver=officer.username, wait=dice.uniform(0.5, 15), payer=payer or (one.name if dice.random() < 0.3 else ""),
        )  # fmt: skip


def campaign(province: Province, unit: Unit) -> Iterator[Filing]:
    """Yield a campaign fortnight: volunteers in the hamlets, evenings and weekends too, each person's own account."""
    dice = province.dice
    start = dice.randrange(len(province.days) - 14)
    for day in province.days[start : start + dice.choice((7, 10, 14))]:
        volunteer = p.phone(dice)
        for at in p.queue(dice, day, dice.randint(8, 30)) + [
            p.by_evening(dice, day) for _ in range(dice.randint(0, 12))
        ]:
            one = p.citizen(province, unit)
            number = dice.choices((one.phone, "", volunteer), (85, 10, 5))[0]
            yield Filing(unit, at, one, one.account, some_work(province, unit), "campaign", "assisted", phone=number)


def _birth_or_else(province: Province, unit: Unit, *, child: bool) -> Procedure:
    return BIRTH if child else some_work(province, unit)


def families(province: Province, unit: Unit) -> Iterator[Filing]:
    """Yield one who files for the household: children without papers, the spouse of another surname, the old parents."""
    dice = province.dice
    for _ in range(around(province, unit.load * len(province.days) / 60)):
        head = p.citizen(province, unit)
        shown = head.address if dice.random() < 0.8 else p.citizen(province, unit).address
        for member in household(province, unit, head, shown)[: dice.randint(1, 6)]:
            day, child = dice.choice(province.days), member.id in p.NOBODY_ID
            at = p.by_evening(dice, day) if dice.random() < 0.6 else p.at_counter(dice, day)
            behaviour, truth = ("self by evening", "self") if member is head else ("family", "on behalf")
            work = _birth_or_else(province, unit, child=child)
            yield Filing(
                unit, at, member, head.account, work, behaviour, truth, lawful=member is not head, phone=head.phone
            )


def household(province: Province, unit: Unit, head: Person, address: str) -> list[Person]:
    """Return the head, two children (the younger without papers), the spouse and two of the old ones."""
    dice, surname = province.dice, head.name.split()[0]
    others = [p.citizen(province, unit, surname if n in {0, 1, 3} else "") for n in range(5)]
    baby = others[0]
    others[0] = Person(dice.choice(p.NOBODY_ID[:2]), baby.name, "", address, "")
    return [head, *(Person(o.id, o.name, o.phone, address, o.account) for o in others)]


def officers_own(province: Province, unit: Unit) -> Iterator[Filing]:
    """Yield officers who file, as anybody does, for themselves and their households with their own accounts."""
    dice = province.dice
    for officer in unit.officers:
        for member in household(province, unit, officer, officer.address)[: dice.choice((0, 0, 1, 2, 3, 4))]:
            at = p.by_evening(dice, dice.choice(province.days))
            truth = "self" if member is officer else "on behalf"
            work = _birth_or_else(province, unit, child=member.id in p.NOBODY_ID)
            yield Filing(
                unit, at, member, officer.account, work, "officer for the own household", truth,
                lawful=member is not officer, phone=officer.phone,
            )  # fmt: skip


def neighbours(province: Province, unit: Unit) -> Iterator[Filing]:
    """Yield one in a village who knows how and files for two to five others over the weeks, unlisted, unpaid."""
    dice = province.dice
    for _ in range(around(province, 0.4)):
        able = p.citizen(province, unit)
        for _ in range(dice.randint(2, 5)):
            at, one = p.by_evening(dice, dice.choice(province.days)), p.citizen(province, unit)
            yield Filing(unit, at, one, able.account, some_work(province, unit), "neighbour", "on behalf")


def at_the_counter(province: Province, unit: Unit, day: date) -> Iterator[Filing]:
    """Yield records brought on paper, and those that the post carried (channel 3): no account, none filed online."""
    dice = province.dice
    for _ in range(around(province, unit.load * 0.3)):
        one, posted = p.citizen(province, unit), dice.random() < 0.1
        channel, behaviour = ("post", "postal channel") if posted else ("counter", "counter")
        at = p.at_counter(dice, day)
        truth = "on behalf" if posted else "self"
        yield Filing(
            unit, at, one, "", some_work(province, unit), behaviour, truth, lawful=posted, channel=channel, wait=0
        )


def office_for_itself(province: Province, unit: Unit) -> Iterator[Filing]:
    """Yield records whose owner is the office itself: a state agency needs land and permits too."""
    dice = province.dice
    own = p.account(province, p.stray_id(province), agency=f"vp.{unit.code.lower()}.")
    seat = Person(f"cq-{unit.code}", f"Ủy ban nhân dân {unit.code}", unit.centre_phone, "", own)
    for _ in range(dice.randint(0, 4)):
        at = p.at_counter(dice, dice.choice(province.working))
        yield Filing(unit, at, seat, own, LAND, "office for itself", "self")
