"""A labelled crowd: who files online in a province in a quarter, and how; every person is invented by a seed.

``crowd(World(seed=1))`` gives rows with ``behaviour`` beside the columns of records, and the reference tables.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

ON_BEHALF = ("staff on own accounts", "staff rotating accounts", "broker")
"""What ought to be found; all other behaviours are honest, or another's filing by right."""
SURNAMES = ("nông", "hoàng", "lý", "nguyễn", "triệu", "đàm", "bế", "trần", "lê", "phạm", "vi", "hà")
PROCEDURES = tuple(f"1.{number:06}" for number in range(1001, 1026))
SECURED, ENROLMENT = "1.004583", "1.007771"
START = pd.Timestamp("2025-01-06T00:00", tz="Asia/Ho_Chi_Minh")


@dataclass(frozen=True, kw_only=True)
class World:
    """What may differ between provinces; ``missing`` columns are emptied."""

    seed: int = 1
    units: int = 15
    weeks: int = 11
    citizens: float = 30.0
    """Self-filed records a unit and week, in the mean; units differ by a factor of about three either way."""
    staff_share: float = 0.4
    """Of the units, those where somebody files on own accounts; as many rotate accounts."""
    staff_day: tuple[int, int] = (4, 16)
    rotated: tuple[int, int] = (4, 10)
    """Accounts in one officer's drawer."""
    linked: float = 0.6
    """Of the records filed with rotated accounts or by brokers, those that carry the filer's own phone."""
    roster: float = 0.7
    """Of the officers who file, those on the roster."""
    broker_day: tuple[int, int] = (2, 6)
    household: tuple[int, int] = (2, 6)
    addressed: float = 0.9
    evening: float = 0.4
    busy: tuple[float, float] = (0.1, 0.8)
    """Of the working days, those on which one who files for others does, at least and at most."""
    narrow: float = 0.0
    """Of the records filed at counters, those of two procedures only."""
    placeholders: float = 0.03
    without_account: float = 0.0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draw:
    """The chances of one world."""

    world: World
    rng: np.random.Generator

    def between(self, bounds: tuple[int, int], size: int | None = None) -> np.ndarray:
        """Whole numbers in ``bounds``, both ends included."""
        return self.rng.integers(bounds[0], bounds[1] + 1, size)

    def desk_minutes(self, count: int, day: np.ndarray, every: float = 6.0) -> np.ndarray:
        """Moments at a counter: on each ``day`` one after another, ``every`` minutes or so, from some time on."""
        first = self.rng.choice([7.2, 8.0, 13.6, 14.2], count) * 60
        order = pd.Series(day).groupby(day).cumcount().to_numpy()
        begun = pd.Series(first).groupby(day).transform("first").to_numpy()
        return day * 1440 + np.minimum(begun + order * every + self.rng.normal(0, every / 5, count), begun + 165)

    def any_minutes(self, count: int, day: np.ndarray) -> np.ndarray:
        """Moments of people at home: by day mostly, ``evening`` of them after work."""
        late = self.rng.random(count) < self.world.evening
        return day * 1440 + np.where(late, self.rng.uniform(17.5, 23, count), self.rng.uniform(6.5, 17, count)) * 60

    def workdays(self, count: int) -> np.ndarray:
        """Days of the world that are worked."""
        return self.rng.integers(0, self.world.weeks, count) * 7 + self.rng.integers(0, 5, count)


def crowd(world: World) -> tuple[pd.DataFrame, dict[str, list[dict[str, object]]]]:
    """Return the labelled rows and the reference tables ``staff`` and ``allow``."""
    draw = Draw(world, np.random.default_rng(world.seed))
    parts = [_citizens(draw), _families(draw), _neighbours(draw), _assisted(draw), _campaign(draw), _fast(draw)]
    own, officers = _own(draw)
    right, listed, allow = _by_right(draw)
    parts += [own, _rotating(draw), _brokers(draw), right, _banks(draw), _schools(draw), _counter(draw)]
    rows = pd.concat(parts, ignore_index=True)
    rows = _dressed(draw, rows)
    return rows, {"staff": officers + listed, "allow": allow}


def _part(behaviour: str, unit: np.ndarray, owner: np.ndarray, minutes: np.ndarray, **more: object) -> pd.DataFrame:
    """Return one behaviour's rows; ``owner`` is a number, as are ``account``, ``phone``, ``payer`` of a person."""
    given = {"behaviour": behaviour, "unit": unit, "owner": owner, "minutes": minutes, "channel": "online"}
    return pd.DataFrame(given | {"account": owner.astype(str), "phone": owner, "quick": False, "home": owner} | more)


def _new(draw: Draw, count: int) -> np.ndarray:
    """Return people whom nobody else is; some file twice."""
    return draw.rng.integers(0, 10**8, count)


def _citizens(draw: Draw) -> pd.DataFrame:
    world, rng = draw.world, draw.rng
    means = np.clip(world.citizens * rng.lognormal(0, 0.6, world.units), 4, None) * world.weeks
    unit = np.repeat(np.arange(world.units), rng.poisson(means))
    people = _new(draw, len(unit))
    owner = np.where(rng.random(len(unit)) < 0.15, np.roll(people, 1), people)
    unit = np.where(owner == people, unit, np.roll(unit, 1))
    second = np.char.add(owner.astype(str), np.where(rng.random(len(unit)) < 0.03, "b", ""))
    day = rng.integers(0, world.weeks * 7, len(unit))
    return _part("honest", unit, owner, draw.any_minutes(len(unit), day), account=second)


def _families(draw: Draw) -> pd.DataFrame:
    world, rng = draw.world, draw.rng
    sizes = draw.between(world.household, world.units * 12)
    home = np.repeat(_new(draw, len(sizes)), sizes)
    unit = np.repeat(rng.integers(0, world.units, len(sizes)), sizes)
    day = np.repeat(rng.integers(0, world.weeks * 7, len(sizes)), sizes) + rng.integers(0, 20, len(home))
    owner = home + np.arange(len(home)) % 10 + 2 * 10**8
    return _part(
        "family", unit, owner, draw.any_minutes(len(home), day), account=home.astype(str), phone=home, home=home
    )


def _neighbours(draw: Draw) -> pd.DataFrame:
    """Return records of people who file for themselves and one or two neighbours."""
    world, rng = draw.world, draw.rng
    sizes = rng.integers(2, 4, world.units * 6)
    friend = np.repeat(_new(draw, len(sizes)), sizes)
    unit = np.repeat(rng.integers(0, world.units, len(sizes)), sizes)
    minutes = draw.any_minutes(len(friend), rng.integers(0, world.weeks * 7, len(friend)))
    return _part("neighbour", unit, _new(draw, len(friend)), minutes, account=friend.astype(str))


def _assisted(draw: Draw, behaviour: str = "assisted", each: int = 90) -> pd.DataFrame:
    world, rng = draw.world, draw.rng
    count = world.units * each
    unit, day = rng.integers(0, world.units, count), draw.workdays(count)
    owner = _new(draw, count)
    phone = np.where(rng.random(count) < 0.2, 5 * 10**7 + unit, owner)
    device = np.char.add("desk", unit.astype(str))
    minutes = draw.desk_minutes(count, day * 1000 + unit) % 1440 + day * 1440
    return _part(behaviour, unit, owner, minutes, phone=phone, device=device, quick=rng.random(count) < 0.7)


def _campaign(draw: Draw) -> pd.DataFrame:
    rows = _assisted(draw, "campaign week", 25)
    week = draw.rng.integers(0, draw.world.weeks)
    return rows.assign(unit=rows["unit"] % 3, minutes=rows["minutes"] % (7 * 1440) + week * 7 * 1440, device=None)


def _fast(draw: Draw) -> pd.DataFrame:
    world, rng = draw.world, draw.rng
    count = 60 * world.weeks
    day = draw.workdays(count)
    minutes = day * 1440 + rng.uniform(7, 16.5, count) * 60
    return _part("clean fast centre", np.full(count, world.units - 1), _new(draw, count), minutes, quick=True)


def _shifts(draw: Draw, share: float, day_size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return filer, unit and day of each record of those who file at a counter, on some weekdays."""
    world, rng = draw.world, draw.rng
    filers = max(1, round(world.units * share))
    units = rng.permutation(world.units - 1)[:filers]
    days = np.array([7 * week + day for week in range(world.weeks) for day in range(5)])
    on = np.argwhere(rng.random((len(units), len(days))) < rng.uniform(*world.busy, (len(units), 1)))
    sizes = draw.between(day_size, len(on))
    who = np.repeat(on[:, 0], sizes)
    return who, units[who], np.repeat(days[on[:, 1]], sizes)


def _own(draw: Draw) -> tuple[pd.DataFrame, list[dict[str, object]]]:
    world, rng = draw.world, draw.rng
    who, unit, day = _shifts(draw, world.staff_share, world.staff_day)
    minutes = draw.desk_minutes(len(who), day * 1000 + unit) % 1440 + day * 1440
    account = np.char.add("cb", who.astype(str))
    payer = np.where(rng.random(len(who)) < 0.3, 7 * 10**7 + who, -1)
    rows = _part("staff on own accounts", unit, _new(draw, len(who)), minutes, account=account, payer=payer)
    rows["quick"] = rng.random(len(who)) < 0.7
    rows["receiver"] = np.where(who % 3 == 0, account, np.char.add("tn", unit.astype(str)))
    listed = [n for n in np.unique(who) if rng.random() < world.roster]
    officers = [{"person_id": f"s{n}", "class": "officer", "account": f"cb{n}"} for n in listed]
    return rows, officers + [{"person_id": f"t{n}", "class": "officer", "account": f"none{n}"} for n in range(30)]


def _rotating(draw: Draw) -> pd.DataFrame:
    world, rng = draw.world, draw.rng
    who, unit, day = _shifts(draw, world.staff_share, world.staff_day)
    drawer = draw.between(world.rotated, who.max() + 1)
    account = np.char.add(
        np.char.add("x", who.astype(str)), np.char.add("-", (rng.integers(0, 99, len(who)) % drawer[who]).astype(str))
    )
    owner = _new(draw, len(who))
    mine = rng.random(len(who)) < world.linked
    minutes = draw.desk_minutes(len(who), day * 1000 + unit) % 1440 + day * 1440
    return _part(
        "staff rotating accounts", unit, owner, minutes, account=account, quick=rng.random(len(who)) < 0.7,
        phone=np.where(mine, 6 * 10**7 + who, owner), payer=np.where(rng.random(len(who)) < 0.5, 6 * 10**7 + who, -1),
    )  # fmt: skip


def _brokers(draw: Draw) -> pd.DataFrame:
    world, rng = draw.world, draw.rng
    who, home, day = _shifts(draw, 0.5, world.broker_day)
    unit = (home + rng.integers(0, 3, len(who))) % world.units
    account = np.char.add(np.char.add("mg", who.astype(str)), np.where(rng.random(len(who)) < 0.3, "b", ""))
    owner, mine = _new(draw, len(who)), rng.random(len(who)) < world.linked
    phone, payer = np.where(mine, 8 * 10**7 + who, owner), np.where(mine, 8 * 10**7 + who, -1)
    return _part("broker", unit, owner, draw.any_minutes(len(who), day), account=account, phone=phone, payer=payer)


def _by_right(draw: Draw) -> tuple[pd.DataFrame, list[dict[str, object]], list[dict[str, object]]]:
    parts, listed = [], []
    for name, kind in (("bc", "postal agent"), ("tcn", "digital team"), ("dl", "allowed agent")):
        who, unit, day = _shifts(draw, 0.3, (3, 12))
        account = np.char.add(name, who.astype(str))
        parts.append(_part(kind, unit, _new(draw, len(who)), draw.any_minutes(len(who), day), account=account))
        listed += [(f"{name}{n}", kind) for n in np.unique(who)]
    parts.append(parts[-1].assign(behaviour="authorised", account="uq" + parts[-1]["account"], authorised=True))
    staff = [{"person_id": each, "class": kind, "account": each} for each, kind in listed if kind != "allowed agent"]
    return pd.concat(parts), staff, [{"account": each, "reason": "đại lý"} for each, kind in listed if kind[:2] == "al"]


def _banks(draw: Draw) -> pd.DataFrame:
    who, _, day = _shifts(draw, 0.3, (3, 12))
    bank, owner = draw.rng.random(len(who)) < 0.9, _new(draw, len(who))
    account = np.where(bank, np.char.add("nh", (who % 4).astype(str)), owner.astype(str))
    minutes = draw.any_minutes(len(who), day)
    return _part("bank", np.zeros(len(who), int), owner, minutes, account=account, procedure=SECURED)


def _schools(draw: Draw) -> pd.DataFrame:
    world, rng = draw.world, draw.rng
    sizes = rng.integers(30, 150, max(2, world.units // 2))
    school = np.repeat(np.arange(len(sizes)), sizes)
    owner, parent = _new(draw, len(school)), rng.random(len(school)) < 0.15
    account = np.where(parent, owner.astype(str), np.char.add("truong", school.astype(str)))
    day = 7 * (world.weeks // 2) + rng.integers(0, 10, len(school))
    minutes = draw.any_minutes(len(school), day)
    return _part("school", school % world.units, owner, minutes, account=account, procedure=ENROLMENT)


def _counter(draw: Draw) -> pd.DataFrame:
    world, rng = draw.world, draw.rng
    count = world.units * world.weeks * 15
    unit, owner, day = rng.integers(0, world.units, count), _new(draw, count), draw.workdays(count)
    return _part("counter", unit, owner, draw.any_minutes(count, day), channel="counter", account=None)


def _dressed(draw: Draw, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the columns of records, some of them wrong or missing as they are in life."""
    world, rng, count = draw.world, draw.rng, len(rows)
    at = START + pd.to_timedelta((rows["minutes"] * 60).round().astype("int64"), unit="s")
    waits = np.where(rows["quick"], rng.uniform(20, 280, count), rng.uniform(600, 2 * 86400, count))
    person = rows["owner"].astype(str).str.zfill(12)
    fast = (rows["unit"] == world.units - 1) & (rng.random(count) < 0.9)
    waits = np.where(fast, rng.uniform(20, 280, count), waits)
    narrow = rows["behaviour"].str.startswith("staff") & (rng.random(count) < world.narrow)
    usual = pd.Series(np.where(narrow, rng.choice(PROCEDURES[:2], count), rng.choice(PROCEDURES, count)), rows.index)
    surname = np.array(SURNAMES)[(rows["home"].to_numpy() % len(SURNAMES)).astype(int)]
    married_in = (rows["behaviour"] == "family") & (rng.random(count) < 0.1)
    name = np.where(married_in, "mã", surname) + " thị " + rows["owner"].astype(str)
    dressed = pd.DataFrame({
        "record_id": [f"{n:06}" for n in range(count)],
        "unit": "H14." + (rows["unit"] + 30).astype(str),
        "channel": rows["channel"],
        "submitted_at": at,
        "received_at": at + pd.to_timedelta(waits.round().astype("int64"), unit="s"),
        "procedure": rows["procedure"].fillna(usual),
        "account": rows["account"].where(rng.random(count) >= world.without_account),
        "applicant_id": person.where(rng.random(count) >= world.placeholders, "000000001"),
        "applicant_name": name,
        "applicant_address": ("số " + rows["home"].astype(str)).where(rng.random(count) < world.addressed),
        "applicant_phone": ("09" + (rows["phone"] % 10**8).astype(str).str.zfill(8)).where(rng.random(count) > 0.02, "0"),
        "payer": ("trả " + rows["payer"].astype(str)).where(rows["payer"].fillna(-1) >= 0),
        "device": rows["device"],
        "authorised": rows["authorised"].fillna(False).astype(bool),
        "receiver": rows["receiver"].fillna("tn" + rows["unit"].astype(str)),
        "behaviour": rows["behaviour"],
    })  # fmt: skip
    return dressed.assign(**dict.fromkeys(world.missing))
