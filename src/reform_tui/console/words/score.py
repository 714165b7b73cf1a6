"""What the facts of a score in an index set are called."""

from reform_tui.language import mark

SCORES = {
    "points": mark("points"),
    "possible": mark("points that could be computed"),
    "at_most": mark("points at most"),
    "lost": mark("points lost"),
    "rank": mark("place"),
    "ranked": mark("places"),
    "rank_before": mark("place before"),
    "at_most_before": mark("points before, at most"),
    "move": mark("places gained"),
    "scored": mark("scored as"),
    "left_out": mark("items not computed"),
    "not_computed": mark("not computed"),
    "band": mark("grade"),
    "below": mark("value"),
}
