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
from reform_tui.plugins.declared import declared_in, fault_in_requirement
from reform_tui.plugins.found import GROUP, Origin, Source
from reform_tui.plugins.permitted import opened_since


@dataclass(frozen=True)
class Loaded:
    """A module that ran to its end, and where it comes from."""

    source: Source
    module: ModuleType

    @property
    def label(self) -> str:
        """How sentences call it."""
        return self.source.label


class _SourceOnly(SourceFileLoader):
    """Never takes or leaves bytecode: a file changed twice within a second is the newer one."""

    def path_stats(self, path: str) -> dict[str, float]:
        """Say that bytecode cannot be compared with its source."""
        raise OSError(path)


def load(source: Source) -> Loaded:
    """Return the module of a plugin, run anew only if its file's bytes changed; ``PluginError`` says why not.

    What it requires of the sdk is read before it runs, since a name that is missing would be told first.
    """
    if refused := opened_since(source):
        raise PluginError(refused)
    _require_sdk(source, declared_in(source.file).requires_sdk)
    try:
        digest = hashlib.sha256(source.file.read_bytes()).hexdigest()
    except OSError as error:
        if source.origin is Origin.INSTALLED:
            digest = ""  # a zip archive or a C extension has no file to compare
        else:
            raise PluginError(f"{source.label}: cannot be read: {error.strerror}") from error
    module = _imported(source, digest) if source.origin is Origin.INSTALLED else _of_file(source, digest)
    _require_sdk(source, getattr(module, "requires_sdk", ""))  # made by code, which no reader of text can know
    return Loaded(source, module)


def _require_sdk(source: Source, requires: object) -> None:
    fault = fault_in_requirement(requires)
    if fault:
        raise PluginError(f"{source.label}: {fault}")


def _imported(source: Source, digest: str) -> ModuleType:
    """Import what an installed package offers; its own modules anew where its file changed since."""
    module = source.place.partition(":")[0]
    if getattr(sys.modules.get(module), "__sha256__", digest) != digest:
        for name in [name for name in sys.modules if name == module or name.startswith(f"{module}.")]:
            del sys.modules[name]
    try:
        loaded = EntryPoint(source.name, source.place, GROUP).load()
        sys.modules[module].__dict__["__sha256__"] = digest
    except (Exception, SystemExit) as error:  # a plugin's code: whatever it raises is its own fault, told in a sentence
        raise PluginError(f"{source.label}: {reason(error, str(source.file))}") from error
    if not isinstance(loaded, ModuleType):
        raise PluginError(f"{source.label}: {source.place} is not a module; let the entry point name one")
    return loaded


def _of_file(source: Source, digest: str) -> ModuleType:
    known = sys.modules.get(source.module)
    return known if known and getattr(known, "__sha256__", "") == digest else _run(source, digest)


def _run(source: Source, digest: str) -> ModuleType:
    loader = _SourceOnly(source.module, source.place)
    spec = spec_from_file_location(source.module, source.place, loader=loader)
    if spec is None:
        raise PluginError(f"{source.label}: is not a Python file")
    module = module_from_spec(spec)
    module.__dict__["__sha256__"] = digest
    sys.modules[source.module] = module  # before it runs: a dataclass with postponed annotations looks here
    try:
        loader.exec_module(module)
    except (Exception, SystemExit) as error:  # a plugin's code: as above
        del sys.modules[source.module]
        raise PluginError(f"{source.label}: {reason(error, source.place)}") from error
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
