"""What a project is refused for, whoever asks: an engine, ``test-rules`` or a draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reform_tui.config.rule_types import Rule
from reform_tui.config.types import Project
from reform_tui.engine.faces import Faces, unknown_names
from reform_tui.engine.periods import Periods, period_faults
from reform_tui.plugins import Plugins


def refusals(
    project: Project,
    rules: Sequence[Rule],
    offered: Faces | Plugins,
    settings: Callable[[Sequence[Rule]], list[str]],
    periods: Periods,
    *,
    whole: bool,
) -> list[str]:
    """Return a sentence for each of the checks' own keys, names and periods that is wrong in these rules.

    ``settings`` tells what is wrong with the keys of rules whose check is on offer.  What nobody offers is a fault
    where the plugins are ``whole``, else it may be that of one that is out.
    """
    faults = settings([rule for rule in rules if rule.check in offered.checks])
    if whole:
        faults += unknown_names(offered, rules, project.indicators)
    return faults + period_faults(project, periods)
