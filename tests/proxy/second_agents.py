"""Those of the second crowd who file for others: staff, brokers, and everybody who may; from DOMAIN.md 4 alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import second_province as p
from second_filers import (
    BIRTH,
    BUSINESS,
    ENROL,
    JUSTICE,
    LAND,
    SECURED,
    Filing,
    Procedure,
    around,
    some_work,
)
from second_province import Officer, Person, Province, Unit


@dataclass(frozen=True)
class Agent:
    """Who files for others by right: on which list the account stands, if any, and as what."""

    account: str
    phone: str
    kind: str
    unit: str = ""
    allowed: bool = False
    rostered: bool = False
    expired: bool = False


def _moments(province: Province, day: date, count: int) -> list[datetime]:
    """Return the moments of an officer's day: mostly as the queue comes, sometimes all papers keyed in at its end."""
    keyed = province.dice.random() < 0.2
    return (p.batch if keyed else p.queue)(province.dice, day, count)


def _number(province: Province, unit: Unit, habit: str, own: str, owner: Person) -> str:
    chosen = habit if province.dice.random() < 0.85 else "owner"
    return {"own": own, "centre": unit.centre_phone, "owner": owner.phone}[chosen]


def staff_alone(province: Province, unit: Unit, officer: Officer) -> Iterator[Filing]:
    """Yield what an officer files for others with the own account, half of it received by the same person in minutes."""
    dice, habit = province.dice, province.dice.choice(("own", "own", "owner", "centre"))
    rate = unit.load * dice.uniform(0.15, 0.6)
    days = [day for day in province.working if dice.random() < 0.9]
    pays = officer.name if dice.random() < 0.4 else ""
    name = "staff, in the roster" if officer.listed else "staff, not in the roster"
    for day in days:
        for at in _moments(province, day, around(province, rate)):
            one = p.citizen(province, unit)
            receiver = officer.username if dice.random() < 0.7 else dice.choice(unit.officers).username
            work = BIRTH if unit.level == "commune" and dice.random() < 0.05 else some_work(province, unit)
            yield Filing(
                unit, at, one, officer.account, work, name, "on behalf", phone=_number(province, unit, habit, officer.phone, one),
                receiver=receiver, wait=dice.uniform(0.3, 30), payer=pays,
            )  # fmt: skip


def staff_rotating(province: Province, unit: Unit, officer: Officer) -> Iterator[Filing]:
    """Yield what an officer files with three to nine accounts that are others': relatives', created, or left logged in."""
    dice, habit = province.dice, province.dice.choice(("own", "own", "owner", "centre"))
    borrowed = [p.citizen(province, unit) for _ in range(dice.randint(3, 9))]
    pays = officer.name if dice.random() < 0.5 else ""
    rate, stretch, used = max(2.0, unit.load * dice.uniform(0.25, 0.7)), dice.randint(1, 5), 0
    for lender in borrowed[: len(borrowed) // 2]:  # the account was once used by the one whose name it bears
        yield Filing(
            unit,
            p.by_evening(dice, province.days[0]),
            lender,
            lender.account,
            some_work(province, unit),
            "self by evening",
            "self",
        )
    for day in province.working:
        for at in _moments(province, day, around(province, rate)):
            one, lender = p.citizen(province, unit), borrowed[used // stretch % len(borrowed)]
            used += 1
            yield Filing(
                unit, at, one, lender.account, some_work(province, unit), "staff rotating accounts", "on behalf",
                phone=_number(province, unit, habit, officer.phone, one), receiver=officer.username,
                wait=dice.uniform(0.3, 20), payer=pays,
            )  # fmt: skip


def agency_account(province: Province, unit: Unit) -> Iterator[Filing]:
    """Yield what several officers file through the account of their office, which nobody put in a list."""
    dice = province.dice
    shared = p.account(province, p.stray_id(province), agency=f"ubnd.{unit.code.lower()}.")
    for day in province.working:
        for at in _moments(province, day, around(province, max(1.5, unit.load * 0.3))):
            one, officer = p.citizen(province, unit), dice.choice(unit.officers)
            yield Filing(
                unit, at, one, shared, some_work(province, unit), "account of the office", "on behalf",
                receiver=officer.username, wait=dice.uniform(0.3, 60),
            )  # fmt: skip


def broker(province: Province, units: Sequence[Unit]) -> Iterator[Filing]:
    """Yield what a broker files in several units, by day and by evening, half of it with one telephone number."""
    dice, body = province.dice, p.citizen(province, units[0])
    own_phone, rate = dice.uniform(0.2, 0.9), dice.uniform(2, 11)
    works = dice.choice(([LAND], [LAND, BUSINESS], [JUSTICE], [BUSINESS, JUSTICE, LAND]))
    for day in province.days:
        for _ in range(around(province, rate if day.weekday() < 5 else rate / 4)):
            unit = dice.choice(units)
            one, late = p.citizen(province, unit), dice.random() < 0.3
            at = p.by_evening(dice, day) if late else p.at_counter(dice, day)
            number = body.phone if dice.random() < own_phone else one.phone
            payer = body.name if dice.random() < 0.6 else ""
            yield Filing(
                unit, at, one, body.account, dice.choice(works), "broker", "on behalf", phone=number, payer=payer
            )


def _lawful(
    province: Province, units: Sequence[Unit], agent: Agent, work: Sequence[Procedure], rate: float,
    days: Sequence[date], *, authorised: float = 0.0, own_phone: float = 0.3,
) -> Iterator[Filing]:  # fmt: skip
    dice = province.dice
    for day in days:
        for at in p.queue(dice, day, around(province, rate)):
            unit = dice.choice(units)
            one = p.citizen(province, unit)
            yield Filing(
                unit, at, one, agent.account, dice.choice(work), agent.kind, "on behalf", lawful=not agent.expired,
                phone=agent.phone if dice.random() < own_phone else one.phone, authorised=dice.random() < authorised,
                payer=agent.kind + agent.account[-4:] if dice.random() < 0.6 else "",
            )  # fmt: skip


def _agent(province: Province, kind: str, **listing: bool) -> Agent:
    return Agent(p.account(province, p.stray_id(province)), p.phone(province.dice), kind, **listing)


def lawful_agents(province: Province) -> Iterator[tuple[Agent, Iterator[Filing]]]:
    """Yield those who file for others by right, each with what they file; most stand on a list, not all."""
    dice, working, communes = province.dice, province.working, province.communes
    land = [unit for unit in province.units if unit.level == "province"][:3]
    for _ in range(dice.randint(4, 7)):
        bank = _agent(province, "bank", allowed=dice.random() < 0.7)
        yield bank, _lawful(province, land, bank, [SECURED], dice.uniform(2, 15), working, own_phone=0.5)
    for _ in range(dice.randint(2, 3)):
        notary = _agent(province, "notary", allowed=dice.random() < 0.7)
        share = 0.5 if notary.allowed else 0.93
        yield notary, _lawful(province, land, notary, [LAND], dice.uniform(2, 9), working, authorised=share)
    for _ in range(dice.randint(1, 3)):
        lawyer = _agent(province, "representative")
        yield (
            lawyer,
            _lawful(province, land, lawyer, [BUSINESS, JUSTICE, LAND], dice.uniform(0.5, 4), working, authorised=0.97),
        )
    for unit in dice.sample(communes, 5):
        season = working[dice.randrange(len(working) - 11) :][: dice.randint(6, 11)]
        school = _agent(province, "school", allowed=dice.random() < 0.7)
        yield school, _lawful(province, [unit], school, [ENROL], dice.uniform(5, 35), season)
    for unit in dice.sample(communes, 4):
        allowed = dice.random() < 0.5
        post = _agent(province, "postal agent", allowed=allowed, rostered=not allowed)
        yield (
            post,
            _lawful(province, [unit], post, [some_work(province, unit) for _ in range(4)], dice.uniform(1, 8), working),
        )
    for unit in dice.sample(communes, 3):
        team = _agent(province, "digital team", allowed=dice.random() < 0.7, rostered=True)
        yield (
            team,
            _lawful(province, [unit], team, [some_work(province, unit) for _ in range(4)], dice.uniform(1, 5), working),
        )
    lapsed = _agent(province, "agent off the lists", allowed=True, expired=True)
    yield lapsed, _lawful(province, dice.sample(communes, 1), lapsed, [BIRTH, LAND], dice.uniform(3, 8), working)


def parents_enrolling(province: Province) -> Iterator[Filing]:
    """Yield parents who enrol their child themselves, with their own accounts."""
    dice = province.dice
    for unit in province.communes:
        for _ in range(around(province, 4)):
            one, at = p.citizen(province, unit), p.by_evening(dice, dice.choice(province.days))
            yield Filing(unit, at, one, one.account, ENROL, "self by evening", "self")


def companies(province: Province, unit: Unit) -> Iterator[Filing]:
    """Yield the officer of a company who files for it and its branches, and for its workers with their authority."""
    dice = province.dice
    for _ in range(dice.randint(6, 14)):
        clerk, number = p.citizen(province, unit), f"4800{dice.randint(100000, 999999)}"
        name = f"Công ty TNHH {clerk.name.split()[-1]} {dice.randint(1, 99)}"
        seats = [
            Person(f"{number}-{n:03d}" if n else number, name, clerk.phone, clerk.address, "")
            for n in range(dice.randint(1, 4))
        ]
        for _ in range(dice.randint(1, 9)):
            at = p.at_counter(dice, dice.choice(province.working))
            yield Filing(
                unit,
                at,
                dice.choice(seats),
                clerk.account,
                BUSINESS,
                "company officer",
                "on behalf",
                lawful=True,
                phone=clerk.phone,
            )
        for at in p.queue(dice, dice.choice(province.working), dice.choice((0, 0, 0, 6, 20))):
            worker = p.person(province, clerk.address)
            yield Filing(
                unit, at, worker, clerk.account, JUSTICE, "company officer", "on behalf", lawful=True,
                phone=dice.choice((clerk.phone, worker.phone)), authorised=dice.random() < 0.96,
            )  # fmt: skip


def straying_staff(province: Province) -> Iterator[Filing]:
    """Yield one officer of the land office who files secured transactions for people with the own account."""
    dice, unit = province.dice, province.units[-5]
    officer = unit.officers[0]
    for day in province.working:
        for at in p.queue(dice, day, around(province, 2.5)):
            one = p.citizen(province, unit)
            name = "staff, in the roster" if officer.listed else "staff, not in the roster"
            yield Filing(
                unit,
                at,
                one,
                officer.account,
                SECURED,
                name,
                "on behalf",
                receiver=officer.username,
                wait=dice.uniform(1, 40),
            )
