"""Two feeds that tell different things of one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import pandas as pd

from reform_tui.sdk import Check, Judgement, Reads, Sentences, View, bounded, hookimpl, judge, judged, never

STATUS, DUE, FINISH = "Trạng thái", "Ngày hẹn trả", "Ngày kết thúc xử lý"
TIMES = {"due_at": DUE, "finished_at": FINISH}
CLOSED = ("done", "returned")
OPEN = ("new", "accepted", "processing", "supplement", "payment", "stopped")


@dataclass(frozen=True, kw_only=True)
class SourcesDisagree:
    """Records of which two feeds say different things, by what they differ in: status, due date or finish.

    Of each feed the newest word counts.  A status differs where a file still shows a record open that another feed's
    file had closed before it; that a later file closes it is the course of things.  A due date or a finish differs from
    ``minutes`` on.  Which word holds is the feeds' ``authority``; a delay between them is what ``hold`` is for.

    A record of which one feed speaks is judged too: nothing contradicts it.  Fact ``feeds`` names those that differ.
    """

    minutes: int = bounded(1, least=0)

    reads: ClassVar[Reads] = {"records": ()}
    sentences: ClassVar[Sentences] = {
        "found": {
            "vi": "{count}/{of} hồ sơ có {subject} mỗi nguồn ghi một khác ({feeds})",
            "en": "{count} of {of} records: feeds differ in {subject} ({feeds})",
        }
    }

    def find(self, view: View) -> Judgement:
        """Compare what the feeds said last of each record."""
        compared = _compared(view, pd.Timedelta(minutes=self.minutes))
        found = judge(compared, by=["unit", "matter"], where=compared["differs"])
        differing = compared[compared["differs"]]
        feeds = differing.groupby(["unit", "matter"], observed=True)["feeds"].agg(lambda names: set().union(*names))
        told = (
            replace(one, facts={**one.facts, "feeds": ", ".join(sorted(feeds[one.unit, one.subject]))})
            for one in found.findings
        )
        return Judgement(tuple(told)) + judged(view.records)

    def next_change(self, view: View) -> pd.Series:  # noqa: ARG002 - the same for every check
        """Only another delivery differs."""
        return never()


def _compared(view: View, apart: pd.Timedelta) -> pd.DataFrame:
    """Return a row for each record and matter of which several feeds speak: ``differs``, and ``feeds`` as a set."""
    said = view.revisions
    said = said[said["feed"].notna()]
    parts = [_of_status(said), *(_of_time(said, name, apart) for name in TIMES)]
    frame = pd.concat(parts, ignore_index=True)
    ours = view.records[["key", "unit"]]
    return ours.merge(frame, on="key").sort_values(["key", "matter"], ignore_index=True)


def _newest(said: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the newest word of each feed on a column, of records on which several feeds have one."""
    words = said[["key", "feed", "line", "exported_at", column]].dropna(subset=column)
    words = words.drop_duplicates("line", keep="last")
    return words[words["key"].duplicated(keep=False)]


def _of_status(said: pd.DataFrame) -> pd.DataFrame:
    words = _newest(said, "status")
    closed, opened = words["status"].isin(CLOSED), words["status"].isin(OPEN)
    since = words["exported_at"].where(closed).groupby(words["key"]).transform("min")
    differs = opened & (words["exported_at"] > since)
    return _by_record(words, differs | (closed & differs.groupby(words["key"]).transform("any")), STATUS)


def _of_time(said: pd.DataFrame, name: str, apart: pd.Timedelta) -> pd.DataFrame:
    words = _newest(said, name)
    by = words.groupby("key")[name]
    return _by_record(words, by.transform("max") - by.transform("min") >= apart, TIMES[name])


def _by_record(words: pd.DataFrame, differs: pd.Series, matter: str) -> pd.DataFrame:
    """Return one row a record: whether it differs, and the feeds of those words."""
    frame = pd.DataFrame({"key": words["key"], "differs": differs, "feed": words["feed"].astype("str")})
    feeds = frame[frame["differs"]].groupby("key")["feed"].agg(frozenset)
    whole = frame.groupby("key", as_index=False)["differs"].any()
    return whole.assign(matter=matter, feeds=whole["key"].map(feeds))


@hookimpl
def reform_checks() -> Sequence[type[Check]]:
    """Offer the comparison of feeds."""
    return [SourcesDisagree]
