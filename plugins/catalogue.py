"""The procedures in force, from the feeds of their catalogue: whose they are, how they are offered, their time limits.

Of several entries of one procedure the newest word on each column counts, in the order of ``from``, the decision and
the publication; entries without a day come first.  Figures stand under the unit that publishes, mostly the province.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reform_tui.sdk import Counting, View, counting, hookimpl, procedure_base, tally

LIFE = ("procedure", "change?", "from?", "to?", "decision_date?", "published_at?")
"""The columns that say whether a procedure is in force."""
PUBLIC = (*LIFE, "internal?")
LIMITS = (*PUBLIC, "limit", "limit_legal", "counted?")
OFFERED = ("full", "partial")
"""``information`` alone is no online service."""
PROVINCIAL, COMMUNAL = "tỉnh|province", "xã|phường|commune"
HOURS_A_DAY = 8
_DAY = pd.Timedelta(days=1)
NO_TIER = "handled neither by the province nor by communes, or nobody said by whom"
NO_LIMIT = "time limit or legal time limit missing"


@counting(catalogue=(*PUBLIC, "tiers"))
def procedures_provincial(view: View) -> pd.DataFrame:
    """Procedures that provincial agencies handle among all in force but internal ones.

    One that communes handle too counts here, so that provincial and commune procedures add up to all: 1,776 and 336 of
    2,112 in Tuyên Quang in July 2025.
    """
    rows = _tiers(_public(view, "tiers"))
    return _figures(
        view, rows, where=rows["provincial"], unreadable={NO_TIER: ~(rows["provincial"] | rows["communal"])}
    )


@counting(catalogue=(*PUBLIC, "tiers"))
def procedures_communal(view: View) -> pd.DataFrame:
    """Procedures that communes alone handle among all in force but internal ones; see ``procedures_provincial``."""
    rows = _tiers(_public(view, "tiers"))
    communal = rows["communal"] & ~rows["provincial"]
    return _figures(view, rows, where=communal, unreadable={NO_TIER: ~(rows["provincial"] | rows["communal"])})


@counting(catalogue=(*PUBLIC, "non_boundary"))
def procedures_non_boundary(view: View) -> pd.DataFrame:
    """Procedures that may be filed wherever one lives among all in force but internal ones; no word means no."""
    rows = _public(view, "non_boundary")
    return _figures(view, rows, where=_yes(rows["non_boundary"]))


@counting(catalogue=(*LIFE, "internal"))
def procedures_internal(view: View) -> pd.DataFrame:
    """Internal procedures among all in force; no word means that it is not internal."""
    rows = _in_force(view, "internal")
    return _figures(view, rows, where=_yes(rows["internal"]))


@counting(catalogue=(*PUBLIC, "one_stop"))
def procedures_at_one_stop(view: View) -> pd.DataFrame:
    """Procedures received and returned at one-stop among all in force but internal ones; no word means no."""
    rows = _public(view, "one_stop")
    return _figures(view, rows, where=_yes(rows["one_stop"]))


@counting(catalogue=(*PUBLIC, "one_stop", "tiers"))
def one_stop_provincial(view: View) -> pd.DataFrame:
    """Procedures that provincial agencies handle among those received and returned at one-stop."""
    rows = _tiers(_public(view, "one_stop", "tiers"))
    unsaid = rows["tiers"].isna() & _yes(rows["one_stop"])
    return _figures(view, rows, where=rows["provincial"], of=_yes(rows["one_stop"]), unreadable={NO_TIER: unsaid})


@counting(catalogue=(*PUBLIC, "level"))
def services_full(view: View) -> pd.DataFrame:
    """Full-process services among all online services in force, full or partial.

    What counts as full was defined anew in 2025: 978 of 1,559 in the first quarter and 639 of 1,775 in August are two
    series.  Decree 42/2022.
    """
    rows = _public(view, "level")
    return _figures(view, rows, where=rows["level"] == "full", of=rows["level"].isin(OFFERED))


@counting(catalogue=(*PUBLIC, "level"))
def services_offered(view: View) -> pd.DataFrame:
    """Procedures offered online, full or partial, among all in force but internal ones.

    Decision 766, procedures offered online; by who publishes, mostly the province.
    """
    rows = _public(view, "level")
    return _figures(view, rows, where=rows["level"].isin(OFFERED))


@counting(catalogue=(*PUBLIC, "level", "online_records"))
def services_used(view: View) -> pd.DataFrame:
    """Online services of which a record came online among all online services in force, full or partial.

    As the newest list says that gives the number of records; of which period these are, only that list knows.  Records
    lie with their units and are not asked.  Decision 766, online services with records.
    """
    rows = _public(view, "level", "online_records")
    offered, said = rows["level"].isin(OFFERED), rows["online_records"]
    used = (said > 0).fillna(value=False).astype(bool)
    return _figures(view, rows, where=used, of=offered, unreadable={"number of records missing": offered & said.isna()})


@counting(catalogue=(*PUBLIC, "fee", "payable_online"))
def fees_payable(view: View) -> pd.DataFrame:
    """Procedures whose fees can be paid on the national portal among those in force with a fee.

    Decision 766, fee procedures with fees synchronised; by who publishes, mostly the province.
    """
    rows = _public(view, "fee", "payable_online")
    return _figures(view, rows, where=_yes(rows["payable_online"]), of=_yes(rows["fee"]))


@counting(catalogue=(*PUBLIC, "parts", "parts_required"))
def content_full(view: View) -> pd.DataFrame:
    """Procedures published with every part that must be published among those in force that say how many these are.

    Decision 766, content in full; the parts are those of Decree 63/2010, Article 8.
    """
    rows = _public(view, "parts", "parts_required")
    every = (rows["parts"] >= rows["parts_required"]).fillna(value=False).astype(bool)
    return _figures(view, rows, where=every, unreadable={"number of parts missing": rows["parts_required"].isna()})


@counting(catalogue=LIMITS)
def limits_shortened(view: View) -> pd.DataFrame:
    """Procedures whose time limit is shorter than the law's among those in force that state both.

    What the province promises, not what it takes: see the check ``handling_time`` for measured time.
    """
    rows = _limits(view)
    return _figures(view, rows, where=rows["cut"] > 0, unreadable={NO_LIMIT: rows["cut"].isna()})


@counting(catalogue=LIMITS)
def limit_time_cut(view: View) -> pd.DataFrame:
    """Working hours cut from the law's time limits among all hours that these allow, over procedures that state both.

    A day is eight hours.  What the province promises, not what it takes.
    """
    return _hours(view, _limits(view))


@counting(catalogue=LIMITS)
def limit_time_cut_of_shortened(view: View) -> pd.DataFrame:
    """Working hours cut among those that the law's limits allow, over the procedures whose limit was shortened alone.

    A day is eight hours.  What the province promises, not what it takes.
    """
    rows = _limits(view)
    return _hours(view, rows.assign(cut=rows["cut"].where(rows["cut"] > 0)))


def _in_force(view: View, *columns: str) -> pd.DataFrame:
    """Return one row a unit and procedure in force at the view's moment, with the newest word on ``columns``."""
    rows = view.rows("catalogue")
    since = _since(rows)
    over = _over(rows, view) <= view.now
    base = procedure_base(rows["procedure"]).fillna(rows["procedure"].astype("str"))
    rows = rows.assign(since=since, ended=over | (rows["change"] == "abolished"), base=base)
    known = rows[~(since > view.now) & base.notna()].sort_values("since", na_position="first", kind="stable")
    newest = known.groupby(["unit", "base"], observed=True)[["key", "ended", *columns]].last().reset_index()
    return newest[~newest["ended"]]


def _public(view: View, *columns: str) -> pd.DataFrame:
    """Return the procedures in force but internal ones."""
    rows = _in_force(view, "internal", *columns)
    return rows[~_yes(rows["internal"])]


def _since(rows: pd.DataFrame) -> pd.Series:
    """Return from when on each entry counts, missing where no day says."""
    since: pd.Series = rows["from"].fillna(rows["decision_date"]).fillna(rows["published_at"])
    return since


def _over(rows: pd.DataFrame, view: View) -> pd.Series:
    """Return the moment after the last day of each entry."""
    over: pd.Series = rows["to"].dt.tz_convert(view.calendar.zone).dt.normalize() + pd.DateOffset(days=1)
    return over


def _figures(view: View, rows: pd.DataFrame, **asked: object) -> pd.DataFrame:
    """Count, in units of which nothing is in force too, and say when an entry begins or ends to count."""
    figures = tally(rows, **asked)  # type: ignore[arg-type]
    entries = view.rows("catalogue")
    units = pd.Index(sorted(entries["unit"].astype("str").unique()), dtype="str", name="unit")
    whole = figures[["numerator", "denominator"]].reindex(units, fill_value=0)
    if "skipped" in figures:
        whole = whole.assign(skipped=[figures["skipped"].get(unit, {}) for unit in units])
    days = pd.DataFrame({"since": _since(entries), "over": _over(entries, view)})
    return whole.assign(next_change=view.next_after(days, by=entries["unit"].astype("str")))


def _tiers(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with ``provincial`` and ``communal`` (``bool``): who handles them, as delivered in words."""
    said = rows["tiers"].astype("str").str.normalize("NFC").str.lower()
    told = {
        name: said.str.contains(words, regex=True).fillna(value=False).astype(bool)
        for name, words in (("provincial", PROVINCIAL), ("communal", COMMUNAL))
    }
    return rows.assign(**told)


def _limits(view: View) -> pd.DataFrame:
    """Return procedures in force with ``legal`` and ``cut`` in working hours, both missing where either limit is."""
    rows = _public(view, "limit", "limit_legal", "counted")
    said = rows["counted"].astype("str").str.normalize("NFC").str.lower()
    each = said.str.contains("giờ|hour").map({True: 1, False: HOURS_A_DAY}).fillna(HOURS_A_DAY)
    legal, own = (rows[name].astype("Float64") * each.astype("Float64") for name in ("limit_legal", "limit"))
    legal = legal.where(own.notna() & (legal > 0))
    return rows.assign(legal=legal, cut=(legal - own).clip(lower=0))


def _hours(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Return hours cut among hours allowed."""
    missing = rows["cut"].isna()
    figures = _figures(view, rows, where=~missing, unreadable={NO_LIMIT: rows["legal"].isna()})
    sums = rows[~missing].groupby("unit", observed=True)[["cut", "legal"]].sum().round()
    sums.index = sums.index.astype("str")
    sums = sums.reindex(figures.index, fill_value=0).astype("int64")
    return figures.assign(numerator=sums["cut"], denominator=sums["legal"])


def _yes(flags: pd.Series) -> pd.Series:
    """Return which flags are known to be set (``bool``)."""
    said: pd.Series = flags.fillna(value=False).astype(bool)
    return said


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the counting functions of this page."""
    return [
        procedures_provincial, procedures_communal, procedures_non_boundary, procedures_internal,
        procedures_at_one_stop, one_stop_provincial, services_full, services_offered, services_used,
        fees_payable, content_full,
        limits_shortened, limit_time_cut, limit_time_cut_of_shortened,
    ]  # fmt: skip
