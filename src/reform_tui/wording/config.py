"""What the core says of a configuration that cannot be used; several faults of one table stand with ``; `` between."""

from __future__ import annotations

from reform_tui.language import mark

TEMPLATES = (
    mark("unknown key '{key}', did you mean '{near}'?"),
    mark("unknown key '{key}' (known: {known})"),
    mark("missing key '{key}'"),
    mark("no plugin offers the check '{check}', did you mean '{near}'?"),
    mark("no plugin offers the check '{check}' (known: {known})"),
    mark("period '{period}' is neither all, {kinds}, one such as 2025-Q1, nor in reference/periods"),
    mark("{key}: {value} is below {least}"),
    mark("{key}: {value} is above {most}"),
    mark("{key}: {value} is not {wanted}"),
)
WHOLE = (
    mark("text"),
    mark("a whole number"),
    mark("a number"),
    mark("true or false"),
    mark("a list"),
    mark("a table"),
    mark("a duration such as 30s, 90m, 8h or 3d"),
    mark("a duration such as 90m, 3d or 8wh"),
    mark("a working time such as 90wm, 8wh or 3wd"),
    mark("a time of day such as 09:00"),
    mark("a moment such as 2025-03-31T17:00:00+07:00, without quotes"),
    mark("a day such as 2025-03-31, without quotes"),
)
"""What a value should have been."""
