"""What citizens say of how their records and petitions were handled, and satisfaction as Decision 766 counts it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reform_tui.sdk import (
    LATENESS,
    Column,
    Counting,
    Kind,
    Schema,
    View,
    WorkingTime,
    counting,
    hookimpl,
    lateness,
    tally,
    within,
)

WORDS = {
    "satisfied": ("Hài lòng", "Rất hài lòng", "Like", "Tốt", "Rất tốt"),
    "neutral": ("Bình thường", "Chấp nhận được", "Tạm được"),
    "dissatisfied": ("Không hài lòng", "Rất không hài lòng", "Chưa hài lòng", "Dislike", "Kém"),
}
RATINGS = Schema(
    "ratings",
    (
        Column("record_id", headings=("Mã hồ sơ", "Số hồ sơ", "Mã số hồ sơ", "MaHoSo")),
        Column("unit", Kind.CODE, headings=("Mã đơn vị", "Đơn vị", "Đơn vị được đánh giá")),
        Column("rated_at", Kind.TIME, labels={"vi": "Ngày đánh giá", "en": "Rated"},
               headings=("Ngày đánh giá", "Thời gian đánh giá", "Thời điểm đánh giá")),
        Column("rating", Kind.CODE, values=tuple(WORDS), words=WORDS, labels={"vi": "Đánh giá", "en": "Rating"},
               headings=("Đánh giá", "Mức độ hài lòng", "Kết quả đánh giá", "Mức đánh giá")),
        Column("channel", Kind.CODE, labels={"vi": "Hình thức đánh giá", "en": "Rated through"},
               headings=("Hình thức đánh giá", "Kênh đánh giá", "Nơi đánh giá")),
    ),
    key=("record_id", "rated_at"),
)  # fmt: skip
"""One row a rating of a record; of several the newest counts.  Who rated and what they wrote stays outside."""

LIMITS = {"refuse": WorkingTime.parse("2wd"), "answer": WorkingTime.parse("15wd")}
"""Of petitions on the national portal (working paper on scoring Quyết định 766/QĐ-TTg)."""
PETITIONS = ("received_at", "refused_at?", "asked_at?", "completed_at?", "answered_at?", "satisfied?")
AGAIN = ("repeated?", "about_record?")
_DAY = pd.DateOffset(days=1)


@counting(ratings=("rating", "rated_at"))
def ratings_satisfied(view: View) -> pd.DataFrame:
    """Ratings that are satisfied among those given in the period; one without a word on how is in neither number."""
    rows = view.rows("ratings")
    rows = rows[within(rows["rated_at"], view.period)]
    return tally(rows, where=rows["rating"] == "satisfied", unreadable={"rating missing": rows["rating"].isna()})


@counting(records=LATENESS, ratings=("record_id", "rating", "rated_at"))
def records_satisfied_766(view: View) -> pd.DataFrame:
    """Records that are neither late nor rated as dissatisfied among all of the period, by the profile national_766.

    100 % less the share of late records and the share of disliked ones; a record that is both counts once, as the newer
    wording of the formula has it.  Nobody rated is nobody dissatisfied.  Petitions about a record, which the portal
    counts too, are not counted: how it takes them off is not known.  Decision 766, satisfaction with receipt and
    handling.
    """
    told = lateness(view, "national_766")
    newest = view.join("records", "ratings", latest="rated_at").rows["ratings_rating"]
    disliked = (newest == "dissatisfied").fillna(value=False).astype(bool)
    figures = tally(
        told.rows, where=~(told.rows["late"] | disliked), of=~told.rows["apart"], unreadable=told.unreadable
    )
    return figures.assign(next_change=view.next_after(told.rows["late_from"], by=told.rows["unit"]))


@counting(petitions=(*PETITIONS, *AGAIN))
def petitions_satisfied_766(view: View) -> pd.DataFrame:
    """Petitions neither late, nor disliked by their author, nor said again, among those received in the period.

    Late are refusals after 2 working days, and answers later than 15 after receipt or completion, those still owed by
    then too.  An author who says nothing is not dissatisfied.  Said again are those ticked so, and those about a record
    that an earlier one was about.  Decision 766, satisfaction with the handling of petitions.
    """
    rows = _petitions(view)
    rows["again"] = _again(rows)
    rows = rows[within(rows["received_at"], view.period)]
    unhappy = (rows["satisfied"] == False).fillna(value=False).astype(bool)  # noqa: E712 - unknown is not False
    return _woken(view, rows, tally(rows, where=~(rows["late"] | unhappy | rows["again"])))


@counting(petitions=PETITIONS)
def petitions_on_time_766(view: View) -> pd.DataFrame:
    """Petitions that are not late among those handled in the period and those still open.

    Limits are those of ``petitions_satisfied_766``.  What waits in time, or for its author, is on time here;
    ``petitions_on_time`` leaves it out.  Decision 766, petitions handled on time.
    """
    rows = _petitions(view)
    rows = rows[rows["done"].isna() | within(rows["done"], view.period)]
    return _woken(
        view, rows, tally(rows, where=~rows["late"], unreadable={"receipt missing": rows["received_at"].isna()})
    )


def _petitions(view: View) -> pd.DataFrame:
    """Return petitions with ``done``, ``late_from`` (never while one waits for its author) and ``late``."""
    rows = view.rows("petitions")
    rows["done"], rows["late_from"] = rows["refused_at"].fillna(rows["answered_at"]), _late_from(view, rows)
    rows["late"] = rows["done"].fillna(pd.Timestamp(view.now)) >= rows["late_from"]
    return rows


def _again(rows: pd.DataFrame) -> pd.Series:
    """Return which petitions (``bool``) are ticked as said again, or about a record that an earlier one was about."""
    named = rows[rows["about_record"].notna()].sort_values("received_at", kind="stable")
    later = named.groupby(["unit", "about_record"], observed=True).cumcount() > 0
    ticked: pd.Series = rows["repeated"].fillna(value=False).astype(bool)
    return ticked | later.reindex(rows.index, fill_value=False)


def _woken(view: View, rows: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Return the figures with the moment at which the next open petition is late."""
    ahead = rows["late_from"].where(rows["done"].isna())
    return figures.assign(next_change=view.next_after(ahead, by=rows["unit"].astype("str")))


def _late_from(view: View, rows: pd.DataFrame) -> pd.Series:
    """Return from when each petition is late, done or not."""
    refused = rows["refused_at"].notna()
    start = rows["completed_at"].fillna(rows["received_at"]).mask(refused, rows["received_at"])
    limit = pd.Series(int(LIMITS["answer"]), rows.index).mask(refused, int(LIMITS["refuse"]))
    due = view.calendar.add(start.dt.normalize() + _DAY, limit).dt.normalize()
    waiting = rows["asked_at"].notna() & rows["completed_at"].isna() & rows["answered_at"].isna() & ~refused
    return (due + _DAY).mask(waiting)


@hookimpl
def reform_schemas() -> Sequence[Schema]:
    """Offer ratings as a kind of feed."""
    return [RATINGS]


@hookimpl
def reform_counts() -> Sequence[Counting]:
    """Offer the shares of this page."""
    return [ratings_satisfied, records_satisfied_766, petitions_satisfied_766, petitions_on_time_766]
