"""The command line's door: it finds the command, and turns every error into one sentence and an exit code."""

from __future__ import annotations

import argparse
import io
import sqlite3
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from reform_tui import __version__
from reform_tui.errors import ConfigError, Exit, ReformError
from reform_tui.model.text import harmless

COMMANDS = {
    "console": "open the console on a project (the default)",
    "check": "evaluate the files in the inbox once, in a scratch store, and print what is wrong",
    "watch": "run the engine: watch the folders and keep the alerts",
    "what-if": "say which alerts would come and go if a file of rules were saved, and write nothing",
    "backtest": "say when each rule would have fired, with today's rows at past moments",
    "index": "score units, levels and the province in index sets such as 766, ranked, with moves",
    "rows": "list the rows behind a figure of a unit: those that it counts and those missing from it",
    "report": "write form II.06a of a period as a workbook and as Markdown, from the records",
    "test-rules": "run the cases of rules and the samples of feeds",
    "checks": "list the checks on offer, with their keys",
    "plugins": "list the plugins and what each offers",
    "feeds": "list every file of every feed: rows = accepted + rejected",
    "silences": "list what is silenced, by whom, why and until when",
    "units": "list the units: level, parent, validity, what each was and became, offices, contact",
    "rebuild": "make the store anew from archive and acts",
    "new": "write a new project, check, rule or feed, or a case from an alert",
    "anonymise": "write a file again with nobody in it",
    "demo": "make a demo project and open the console on it",
    "doctor": "say what is wrong with this machine or project",
}


OWN_OPTIONS = ("-h", "--help", "--version")
"""What stands without a command; any other option is one of ``console``'s."""


class Parser(argparse.ArgumentParser):
    """Tells what is wrong with the words in one sentence, as every other fault is told."""

    mixing = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Let options of a command stand between its other words too."""
        if self._subparsers is not None or self.mixing:
            return super().parse_known_args(args, namespace)
        self.mixing = True  # what follows comes back here for its two halves
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self.mixing = False

    def error(self, message: str) -> NoReturn:
        """End with the sentence and the exit code of a wrong option."""
        self.exit(int(Exit.CONFIGURATION), f"reform-tui: {message}; {self.prog} --help says what there is\n")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = Parser(
        prog="reform-tui",
        description="Watches administrative reform, unit by unit.",
        epilog="reform-tui PROJECT opens the console; reform-tui COMMAND --help tells more.",
    )
    top.add_argument("--version", action="version", version=f"reform-tui {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for name, summary in COMMANDS.items():
        sub = commands.add_parser(name, help=summary, description=summary)
        _module(name).arguments(sub)
    return top


def project_argument(sub: argparse.ArgumentParser) -> None:
    """The project's folder, this one if left out."""
    sub.add_argument("project", nargs="?", type=Path, default=Path(), metavar="PROJECT", help="the project's folder")


def existing(folder: Path) -> Path:
    """The folder itself; ``ConfigError`` where there is none: shipped plugins alone would be no answer."""
    if not folder.is_dir():
        raise ConfigError([f"{folder}: there is no such folder"])
    return folder


def with_command(words: list[str]) -> list[str]:
    """The words with their command in front: ``console`` where there is none and none was meant."""
    if words and (words[0] in COMMANDS or words[0] in OWN_OPTIONS):
        return words
    meant = get_close_matches(words[0], COMMANDS, n=1, cutoff=0.7) if words and not Path(words[0]).exists() else []
    if meant:
        raise ConfigError([f"there is no command or folder '{words[0]}', did you mean '{meant[0]}'?"])
    return ["console", *words]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is an interface (``errors.Exit``)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # in a locale without Vietnamese, say what can be said
            stream.reconfigure(errors="backslashreplace")
    try:
        options = parser().parse_args(with_command(list(sys.argv[1:] if argv is None else argv)))
        return int(_module(options.command).run(options))
    except ReformError as error:
        _tell(str(error))
        return int(error.code)
    except KeyboardInterrupt as stopped:
        print(" ".join(["reform-tui: interrupted", *getattr(stopped, "__notes__", ())]), file=sys.stderr)
        return int(Exit.INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away; nothing is left to say to it
        return int(Exit.CLEAN)
    except sqlite3.DatabaseError as error:
        _tell(f"the store cannot be read ({error}); run reform-tui rebuild")
        return int(Exit.CONFIGURATION)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _tell(f"{place}{error.strerror}; see that it is there and that you may use it")
        return int(Exit.CONFIGURATION)


def _tell(fault: str) -> None:
    """Say what is wrong, names of files in it as text that no terminal acts on."""
    print("reform-tui: " + "\n".join(map(harmless, fault.split("\n"))), file=sys.stderr)


def _module(name: str) -> Any:
    return import_module(f"reform_tui.cli.{name.replace('-', '_')}")


if __name__ == "__main__":
    sys.exit(main())
