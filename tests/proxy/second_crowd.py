"""A second labelled crowd, written from DOMAIN.md 2 to 4 by somebody who had not read the check; frozen since.

It changes only where it contradicts DOMAIN.md; never to please the check.  ``crowd(seed)`` is a province's records over some
weeks, the roster, allow-list and contacts that it has (incomplete, as in life), and the truth about every record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain

import pandas as pd
import second_agents as agents
import second_filers as people
import second_province as p
from second_filers import Filing
from second_province import Officer, Province, Unit


@dataclass(frozen=True)
class SecondCrowd:
    """Tables in the columns of schemas ``records``, ``staff``, ``allow`` and ``units``, naive local times, and the truth.

    ``truth`` has for each record its ``behaviour``, ``truth`` (self, assisted, on behalf) and ``lawful``; what is on
    behalf and not lawful is what a check should find.
    """

    records: pd.DataFrame
    staff: pd.DataFrame
    allow: pd.DataFrame
    units: pd.DataFrame
    truth: pd.DataFrame


def crowd(seed: int) -> SecondCrowd:
    """Return the province of a seed."""
    province = p.province_of(seed)
    lawful = list(agents.lawful_agents(province))
    filings = [*_everybody(province), *chain.from_iterable(flow for _, flow in lawful)]
    filings = sorted((one for one in filings if one.at.date() <= province.days[-1]), key=lambda one: one.at)
    rows = pd.DataFrame(list(_exported(province, filings)))
    labels = [(one.behaviour, one.truth, one.lawful) for one in filings]
    truth = pd.DataFrame(labels, columns=["behaviour", "truth", "lawful"], index=rows["record_id"])
    listed = [agent for agent, _ in lawful]
    return SecondCrowd(rows, _roster(province, listed), _allowed(province, listed), _contacts(province), truth)


def _everybody(province: Province) -> Iterator[Filing]:
    dice = province.dice
    for unit in province.units:
        for day in province.days:
            yield from people.selves(province, unit, day)
        for day in province.working:
            yield from people.helped(province, unit, day)
            yield from people.at_the_counter(province, unit, day)
        yield from people.families(province, unit)
        yield from people.officers_own(province, unit)
        yield from people.neighbours(province, unit)
        yield from people.office_for_itself(province, unit)
        yield from _proxies(province, unit)
    for unit in dice.sample(province.communes, 5):
        yield from people.campaign(province, unit)
    for _ in range(dice.randint(2, 4)):
        yield from agents.broker(province, dice.sample(province.units, dice.randint(1, 4)))
    yield from agents.companies(province, province.units[-4])
    yield from agents.parents_enrolling(province)
    yield from agents.straying_staff(province)


def _proxies(province: Province, unit: Unit) -> Iterator[Filing]:
    """Yield what the unit's staff files for others: nothing in half of the units."""
    dice = province.dice
    ways = dice.choices(("none", "alone", "rotating", "both", "office"), (50, 24, 17, 4, 5))[0]
    if ways in {"alone", "both"}:
        for officer in unit.officers[: dice.randint(1, 2)]:
            yield from agents.staff_alone(province, unit, officer)
    if ways in {"rotating", "both"}:
        yield from agents.staff_rotating(province, unit, unit.officers[-1])
    if ways == "office":
        yield from agents.agency_account(province, unit)


def _received(province: Province, one: Filing) -> datetime:
    """Return when the counter took it: at once by who sits there, else within the working hours that follow."""
    dice, at = province.dice, one.at
    if one.wait is not None:
        return at + timedelta(minutes=one.wait)
    opens = datetime.combine(at.date(), time(7))
    while (opens.date() not in province.working and opens.date() <= province.days[-1]) or (
        at.hour >= 17 and opens.date() == at.date()
    ):
        opens += timedelta(days=1)
    start = max(at, opens)
    if one.unit.fast:
        return start + timedelta(seconds=dice.uniform(5, 200))
    later = start + timedelta(minutes=min(dice.expovariate(1 / 70), 420))
    return later if later.hour < 17 else later + timedelta(hours=15)


def _exported(province: Province, filings: list[Filing]) -> Iterator[dict[str, object]]:
    """Yield rows as the province's system gives them: what a unit leaves out or overwrites is gone."""
    dice, numbers = province.dice, {}
    with_payers, shouting = dice.random() < 0.6, {unit.code for unit in province.units if dice.random() < 0.12}
    for one in filings:
        unit, received = one.unit, _received(province, one)
        key = (unit.code, one.at.date())
        numbers[key] = numbers.get(key, 0) + 1
        nobody = dice.random() < unit.no_id_share
        done = received + timedelta(hours=dice.uniform(2, 90)) if dice.random() < 0.85 else None
        online = one.channel == "online"
        typed = one.owner.phone if one.phone is None else one.phone
        yield {
            "record_id": f"{unit.code}-{one.at:%y%m%d}-{numbers[key]:04d}", "unit": unit.code, "level": unit.level,
            "procedure": one.procedure[0], "field": one.procedure[1], "channel": one.channel,
            "status": "done" if done else "processing",
            "submitted_at": received if unit.synced else one.at, "received_at": received,
            "due_at": received + timedelta(days=dice.choice((1, 3, 7, 15))), "finished_at": done,
            "applicant_id": dice.choice(p.NOBODY_ID[:2]) if nobody else one.owner.id,
            "applicant_name": one.owner.name.upper() if unit.code in shouting else one.owner.name,
            "applicant_phone": "" if unit.no_phones else typed, "applicant_address": one.owner.address,
            "account": one.account if online and not unit.no_accounts else "",
            "authorised": one.authorised,
            "receiver": "" if unit.no_receivers else one.receiver or dice.choice(unit.officers).username,
            "payer": one.payer if with_payers and online else "",
            "paid_online": bool(one.payer) if with_payers and online else None,
            "identity_verified": unit.verified,
        }  # fmt: skip


def _staff_row(province: Province, unit: Unit, officer: Officer, *, desk: bool) -> dict[str, object]:
    dice = province.dice
    known = unit.centre_phone if desk else officer.phone
    return {
        "person_id": officer.id if dice.random() < 0.7 else "", "name": officer.name, "class": "officer", "employer": "",
        "unit": unit.code if dice.random() < 0.93 else province.units[0].code,
        "account": officer.account if dice.random() < 0.65 else "", "phone": known if dice.random() < 0.9 else "",
        "from": date(2025, 7, 1), "to": None, "reason": "counter", "source": "roster",
    }  # fmt: skip


def _roster(province: Province, listed: list[agents.Agent]) -> pd.DataFrame:
    """Officers that the province lists, half of what it knows of them, people who have left, and the agents' people."""
    dice, rows = province.dice, []
    for unit in province.units:
        desk = dice.random() < 0.25  # the list has the number of the desk for everybody
        rows += [_staff_row(province, unit, officer, desk=desk) for officer in unit.officers if officer.listed]
    for unit in province.communes[:2]:
        left = p.citizen(province, unit)
        rows.append({"person_id": left.id, "name": left.name, "class": "officer", "account": left.account, "phone": left.phone,
                     "unit": unit.code, "from": date(2025, 7, 1), "to": province.days[0] - timedelta(days=9)})  # fmt: skip
    for agent in listed:
        if agent.rostered:
            rows.append({"person_id": "", "name": p.citizen(province, province.units[0]).name, "class": agent.kind, "employer": "post",
                         "unit": "", "account": agent.account, "phone": agent.phone, "from": date(2025, 7, 1), "to": None})  # fmt: skip
    return pd.DataFrame(rows)


def _allowed(province: Province, listed: list[agents.Agent]) -> pd.DataFrame:
    """Those that may file for many: some entries have only the account, an old one has run out."""
    rows = [
        {
            "account": agent.account, "phone": agent.phone if province.dice.random() < 0.5 else "", "class": agent.kind,
            "reason": "agreement", "source": "decision", "from": date(2025, 7, 1),
            "until": province.days[0] - timedelta(days=5) if agent.expired else None,
        }
        for agent in listed if agent.allowed
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _contacts(province: Province) -> pd.DataFrame:
    """Units with the telephone number of their centre, where somebody wrote it down."""
    rows = [
        {
            "unit": unit.code,
            "name": unit.code,
            "level": unit.level,
            "contact": unit.centre_phone if province.dice.random() < 0.6 else "",
        }
        for unit in province.units
    ]
    return pd.DataFrame(rows)
