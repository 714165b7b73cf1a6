"""Who filed: submitters held against rosters, procedures that others file as a rule, linked accounts, groups.

Rows are what ``online`` returns: records with ``unit``, ``key``, ``at``, ``owner`` and ``person`` (who it is for, as a
household and alone), ``account``, ``phone``, ``payer``, ``device`` and ``receiver``, all made comparable, and
``quick``, ``hours``, ``slow`` and ``readable``.
"""

from reform_tui.filing.groups import KINDS, WINDOWS, Thresholds, groups
from reform_tui.filing.hands import hands
from reform_tui.filing.lists import Lists, on_lists
from reform_tui.filing.rows import online, received
from reform_tui.filing.usual import usual

__all__ = ["KINDS", "WINDOWS", "Lists", "Thresholds", "groups", "hands", "on_lists", "online", "received", "usual"]
