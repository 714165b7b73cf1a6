"""``--no-plugins`` and ``--only``: the options with which a start leaves plugins out."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reform_tui.plugins import Choice


def choice_arguments(sub: argparse.ArgumentParser) -> None:
    """Add both options; one excludes the other."""
    either = sub.add_mutually_exclusive_group()
    either.add_argument("--no-plugins", action="store_true", help="start without any plugin, the shipped ones included")
    either.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="start with this plugin alone; may be repeated"
    )


def choice_of(options: argparse.Namespace) -> Choice:
    """Return what the options ask for."""
    from reform_tui.plugins import Choice  # noqa: PLC0415 - only where plugins are loaded

    return Choice(options.no_plugins, tuple(options.only))


def choice_words(options: argparse.Namespace) -> list[str]:
    """Return the options again, for the engine that a console starts."""
    return ["--no-plugins"] if options.no_plugins else [f"--only={name}" for name in options.only]
