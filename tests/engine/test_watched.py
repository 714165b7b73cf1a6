"""What a check asks of a view beside its rows is seen, also inside what it shares with other rules."""

from types import SimpleNamespace

from reform_tui.engine.cases.watched import Watched


def of_day(view, day):
    return f"{view.rows('records')} on {day or view.now}"


def test_rows_shared_with_others_are_no_look_at_the_clock():
    looked = []
    view = Watched(SimpleNamespace(rows=lambda schema: f"{schema} as known", now="today"), looked)
    assert view.shared(of_day, "Monday") == "records as known on Monday"
    assert looked == []
    assert view.shared(of_day, "") == "records as known on today"
    assert looked == ["now"]
