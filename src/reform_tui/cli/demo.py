"""``demo``: a project made from the samples or a scenario, its engine started, files arriving, the console open."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from reform_tui.errors import ConfigError, Exit
from reform_tui.times import now


def arguments(sub: argparse.ArgumentParser) -> None:
    """Add what ``demo`` understands."""
    sub.add_argument("--into", type=Path, help="make the project here and keep it (default: a folder that goes away)")
    sub.add_argument(
        "--scenario", metavar="NAME", help="a published period at full size, such as cao-bang-2025-q1 or ca-mau-2025-q3"
    )
    sub.add_argument("--language", choices=("vi", "en"), help="the language of the screen")
    sub.add_argument("--ascii", action="store_true", default=None, help="draw with ASCII only")
    sub.add_argument("--no-console", action="store_true", help="only make the project and say where it is")
    sub.add_argument("--feed", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> Exit:
    """Make, start, show; with ``--no-console`` only make."""
    if options.feed:
        return _feed(options.into)
    if options.no_console and options.into is None:
        raise ConfigError(["--no-console: the project would go away at once; say with --into where it should stay"])
    with _folder(options.into) as into:
        return _scenario(options, into) if options.scenario else _samples(options, into)


@contextmanager
def _folder(into: Path | None) -> Iterator[Path]:
    """The folder of the demo, which must be new."""
    if into is None:
        with tempfile.TemporaryDirectory(prefix="reform-tui-demo-", ignore_cleanup_errors=True) as folder:
            yield Path(folder) / "demo"
        return
    if into.exists() and any(into.iterdir()):
        if (into / "reform.toml").is_file():
            yield into
            return
        raise ConfigError([f"{into}: is not empty; give a new folder with --into"])
    yield into


def _scenario(options: argparse.Namespace, into: Path) -> Exit:
    """A quarter at full size, judged as of its own last evening by ``check``; the console shows it as of today."""
    from reform_tui.config.scenario import load_scenario  # noqa: PLC0415 - numpy and pyarrow load only here
    from reform_tui.scenario.make import make_scenario  # noqa: PLC0415 - as above
    from reform_tui.shipped import shipped  # noqa: PLC0415 - as above

    folder = shipped("sample_feeds") / "scenarios"
    path = folder / f"{options.scenario}.toml"
    if not path.is_file():
        known = ", ".join(sorted(one.stem for one in folder.glob("*.toml")))
        raise ConfigError([f"--scenario: there is no '{options.scenario}'; known are {known}"])
    spec = load_scenario(path)
    if not (into / "reform.toml").is_file():
        print(f"reform-tui: making {options.scenario} in {into}", file=sys.stderr)
        make_scenario(spec, into)
    if not options.no_console:
        return _console(options, into)
    evening = f"{spec.as_of:%Y-%m-%dT%H:%M}"
    return _made(into, f"; reform-tui check {into} --as-of {evening} judges it as of its last evening")


def _made(into: Path, further: str = "") -> Exit:
    print(f"reform-tui: the project is in {into}; reform-tui {into} opens it{further}", file=sys.stderr)
    return Exit.CLEAN


def _samples(options: argparse.Namespace, into: Path) -> Exit:
    """The small project, with files that keep arriving from another process while the console is open."""
    if options.no_console:
        from reform_tui.scenario.demo import prepare_demo  # noqa: PLC0415 - as above

        prepare_demo(into, now())
        return _made(into)
    feeder = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "reform_tui.cli.main", "demo", "--feed", "--into", str(into)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        _until_there(feeder, into)
        return _console(options, into)
    finally:
        feeder.terminate()
        feeder.wait()


def _until_there(feeder: subprocess.Popen[bytes], into: Path) -> None:
    """Wait for the project that the feeder makes first."""
    waiting = Event()
    while not (into / "inbox" / "one-stop").is_dir():
        if feeder.poll() is not None:
            raise ConfigError([f"{into}: the demo could not be made; the line above says why"])
        waiting.wait(0.02)


def _console(options: argparse.Namespace, into: Path) -> Exit:
    """The console on the project, everything the demo does not ask about as the console itself leaves it."""
    from reform_tui.cli import console  # noqa: PLC0415 - Textual loads only here

    parser = argparse.ArgumentParser()
    console.arguments(parser)
    asked = argparse.Namespace(language=options.language, ascii=options.ascii)
    return console.run(parser.parse_args(["--", str(into)], asked))


def _feed(into: Path) -> Exit:
    """Drop files until told to stop."""
    from reform_tui.scenario.demo import FOLDER, prepare_demo  # noqa: PLC0415 - as above
    from reform_tui.scenario.drops import play  # noqa: PLC0415 - as above

    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGHUP, lambda *_: stop.set())
    try:
        drops = prepare_demo(into, now())
    except OSError as error:
        raise ConfigError([f"{into}: the demo cannot be made there ({error.strerror})"]) from error
    play(drops, into / FOLDER, stop.wait)
    return Exit.CLEAN
