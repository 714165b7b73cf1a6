"""The second phase: a plugin's own code runs for the first time, and may do anything."""

from __future__ import annotations

import hashlib
import sys
import traceback
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from importlib.metadata import EntryPoint
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

from reform_tui.errors import PluginError
from reform_tui.plugins.found import Found


@dataclass(frozen=True)
class Loaded:
    """A module that ran to its end, and how sentences call it."""

    label: str
    module: ModuleType


class _SourceOnly(SourceFileLoader):
    """Never takes or leaves bytecode: a file changed twice within a second is the newer one."""

    def path_stats(self, path: str) -> dict[str, float]:
        """Say that bytecode cannot be compared with its source."""
        raise OSError(path)


def load_file(found: Found) -> Loaded:
    """Return the module of this file, run anew only if its bytes changed; ``PluginError`` says why not."""
    try:
        digest = hashlib.sha256(found.path.read_bytes()).hexdigest()
    except OSError as error:
        raise PluginError(f"{found.label}: cannot be read: {error.strerror}") from error
    known = sys.modules.get(found.module)
    if known is None or getattr(known, "__sha256__", "") != digest:
        known = _run(found, digest)
    return Loaded(found.label, known)


def load_installed(entry: EntryPoint) -> Loaded:
    """Return the module that an installed package offers; ``PluginError`` says why not."""
    label = f"installed plugin {entry.name}"
    try:
        return Loaded(label, entry.load())
    except (Exception, SystemExit) as error:  # a plugin's code: whatever it raises is its own fault, told in a sentence
        raise PluginError(f"{label}: {reason(error)}") from error


def _run(found: Found, digest: str) -> ModuleType:
    loader = _SourceOnly(found.module, str(found.path))
    spec = spec_from_file_location(found.module, found.path, loader=loader)
    if spec is None:
        raise PluginError(f"{found.label}: is not a Python file")
    module = module_from_spec(spec)
    module.__dict__["__sha256__"] = digest
    sys.modules[found.module] = module  # before it runs: a dataclass with postponed annotations looks here
    try:
        loader.exec_module(module)
    except (Exception, SystemExit) as error:  # a plugin's code: as above
        del sys.modules[found.module]
        raise PluginError(f"{found.label}: {reason(error, str(found.path))}") from error
    return module


def reason(error: BaseException, path: str = "") -> str:
    """Return why a plugin's code failed, with the line of the plugin where it did."""
    if isinstance(error, ModuleNotFoundError):
        return f"needs the module '{error.name}', which is not installed here"
    if isinstance(error, SyntaxError):
        return f"line {error.lineno}: {error.msg}"
    if isinstance(error, SystemExit):
        return "ends the process while it is loaded"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    return f"{f'line {lines[-1]}: ' if lines else ''}{type(error).__name__}: {error}"
