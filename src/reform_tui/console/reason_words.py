"""Reasons that checks give in English for rows that they skip, named here for the catalogue."""

from reform_tui.language import mark

COMMON = (
    mark("due date missing"),
    mark("target missing"),
    mark("owner unknown"),
    mark("submitter unknown"),
)
CLAIMS = (
    mark("value is no number"),
    mark("denominator is 0"),
    mark("what it is a share of is not told"),
    mark("its period is none that is known"),
    mark("its period is not over"),
    mark("its indicator is none of this project"),
    mark("no records of its unit and period"),
)
