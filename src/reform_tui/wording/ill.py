"""What the core says of a rule that could not answer: the sentences of workers, of the engine and of answers refused.

They are written where each thing happens; the tests there hold that each is known here.
"""

from __future__ import annotations

from reform_tui.language import mark

WHO = (
    mark("rule {rule} (check {check}): {why}"),
    mark("indicator {name} (count {count}): {why}"),
    mark("rule {rule} (check {check}) {what}"),
    mark("indicator {name} (count {count}) {what}"),
    mark("its plugin is out: {why}"),
    mark("no plugin offers the {kind} '{name}': {why}"),
    mark("{count} plugins left out by an option"),
)
_WORKERS = (
    mark("{what}; mend the plugin: reform-tui check --here --rule {rule} shows its author what happened"),
    mark("is offered by no plugin ({why})"),
    mark("could not be asked: the worker {what}"),
    mark("{what} in {place}; mend the check, or raise seconds under [limits] in reform.toml"),
    mark("{what} in {place}; mend the check, or raise memory_mb under [limits] in reform.toml"),
    mark("{what} in {place}; mend the check"),
    mark("took longer than {seconds} s"),
    mark("used more memory than {limit} MB"),
    mark("was ended by {signal}, often the sign of more memory than {limit} MB"),
    mark("was ended by {signal}"),
    mark("ended the process with exit code {code}"),
)
_REFUSED = (
    mark("raised KeyError for something that is no column of what it reads; see line {line} of {file}"),
    mark('{column} is not declared; add "{name}" to reads["{schema}"]'),
    mark("find gave a {kind}, not a Judgement"),
    mark("find gave a {kind} among its findings"),
    mark("find gave {count} findings for one subject of unit {unit}"),
    mark("find gave {what}"),
    mark("next_change gave a {kind}, not a Series of moments by unit"),
    mark("next_change gave {what}"),
    mark("a template that is none of its sentences ({listed})"),
    mark("'{name}' that does not map text to whole numbers"),
)
_RAISED = (
    mark("needed more memory than memory_mb under [limits] allows at {place}"),
    mark("tried to end the process at {place}"),
    mark("raised {error} at {place}"),
    mark("raised {error}"),
)
TEMPLATES = (*WHO, *_WORKERS, *_REFUSED, *_RAISED)
"""Those with something to fill in, a frame before what it may hold."""
WHOLE = (
    mark("is offered by no plugin; mend the rule or add the plugin"),
    mark("answered with a value of its own class; use plain text, numbers and moments"),
    mark("was lost"),
    mark("gave no answer"),
    mark("needed more memory than memory_mb under [limits] allows"),
    mark("tried to end the process"),
    mark("raised KeyError for something that is no column of what it reads"),
    mark("find judged a unit that is not in the view"),
    mark("a unit that is not in the view"),
    mark("a subject that is not text"),
    mark("a count or 'of' that is not a whole number"),
    mark("a value that is not a finite number"),
    mark("evidence that is not a tuple of keys"),
    mark("as evidence another number of keys than it counts"),
    mark("a fact that is not text, a finite number, yes or no, or nothing"),
    mark("more than one moment for a unit"),
    mark("values that are not moments with a zone"),
    mark("a moment that is not after now"),
    mark("gave no frame with numerator and denominator by unit"),
    mark("gave a unit twice, or one that is not in the view"),
    mark("gave figures that are not whole numbers from 0"),
    mark("gave 'skipped' that does not map reasons to whole numbers"),
)
"""Those that stand as they are."""
