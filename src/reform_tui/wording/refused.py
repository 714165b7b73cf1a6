"""Why the engine refuses what a person did or asked; it writes these as plain sentences."""

from __future__ import annotations

from reform_tui.language import mark

TEMPLATES = (
    mark("{author} is not in the group {group}, whose members may act; ask who keeps this server"),
    mark("{author} is not in the group {group}, whose members may unmask; ask who keeps this server"),
    mark("{author} is an account that several people share, and the act does not say who it was"),
    mark("'{kind}' is not something that this version can do"),
    mark("the alert is {what} by now"),
    mark("the alert was {said} when it was acknowledged, and is {what} by now"),
    mark("the alert was {said} when it was silenced, and is {what} by now"),
    mark("{row}: there is no verdict to take back"),
    mark("{row}: the last word on it is not yours to take back"),
    mark("'{text}' is not KEY=VALUE such as critical.count=5 or profile=to_the_second"),
    mark("{file}: is no .toml file inside the project"),
    mark("rules/*.toml: there is no rule '{rule}'"),
)
WHOLE = (
    mark("there is no such alert any more"),
    mark("there is no such list"),
    mark("a silence needs a reason"),
    mark("nobody silenced this alert; a silence beside a rule ends in its file of rules/"),
)
"""Those with nothing to fill in."""
