"""Finds the flows in a folder, checks them, and looks them up."""

import ast
import importlib
import re
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, ModuleType

from bot.engine.check import check
from bot.engine.flow import Flow
from bot.errors import BotError

AUTHORING = "bot.authoring"
HOW_TO_IMPORT = f"write `from {AUTHORING} import ...` and nothing else, so that a flow stays data"


class BadFlows(BotError):
    """Flows cannot be asked as they are; the message has one line for each thing to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """The flows by id, in the order of their file names."""

    flows: Mapping[str, Flow]

    @property
    def order(self) -> tuple[str, ...]:
        """The ids in the order in which flows are listed."""
        return tuple(self.flows)

    def get(self, flow: str) -> Flow | None:
        """The flow of this id, if there is one."""
        return self.flows.get(flow)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Complaint:
    """What is wrong in a file; `line` counts from 1, None stands for the whole file."""

    file: str
    line: int | None = None
    step: str | None = None
    wrong: str
    mend: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        step = "" if self.step is None else f"step {self.step!r}: "
        return f"{place}: {step}{self.wrong}; {self.mend}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A file that should declare a flow; `shown` is how it is called in a complaint."""

    path: Path
    shown: str
    package: str | None

    def complain(self, wrong: str, mend: str, *, line: int | None = None) -> _Complaint:
        """A complaint about this file."""
        return _Complaint(file=self.shown, line=line, wrong=wrong, mend=mend)


def load_flows(package: str = "flows", *, folder: Path | None = None) -> Registry:
    """The flows of a package, or of any folder. Raises BadFlows if one of them cannot be asked."""
    sources = list(_sources_in(folder, None) if folder is not None else _sources_of(package))
    if not sources:
        raise BadFlows(f"There are no flows in {folder or package}: add a file that ends in .py to it.")
    loaded = [(source, _load(source)) for source in sources]
    complaints = [found for _, found in loaded if isinstance(found, _Complaint)]
    flows = [(source, found) for source, found in loaded if isinstance(found, Flow)]
    for source, flow in flows:
        complaints += _complaints(source, flow)
    complaints += _twins(flows)
    if complaints:
        raise BadFlows("\n".join(map(str, complaints)))
    return Registry(flows=MappingProxyType({flow.id: flow for _, flow in flows}))


def _sources_of(package: str) -> Iterator[_Source]:
    for folder in map(Path, importlib.import_module(package).__path__):
        yield from _sources_in(folder, package)


def _sources_in(folder: Path, package: str | None) -> Iterator[_Source]:
    if not folder.is_dir():
        raise BadFlows(f"There is no folder {folder}: name one that holds flows.")
    shown = Path(*package.split(".")) if package else folder
    for path in sorted(folder.glob("*.py")):
        if not path.name.startswith("_"):
            yield _Source(path=path, shown=(shown / path.name).as_posix(), package=package)


def _load(source: _Source) -> Flow | _Complaint:
    text = source.path.read_bytes()
    try:
        compile(text, source.path, "exec")
    except (SyntaxError, ValueError) as error:
        wrong = f"Python cannot read it: {getattr(error, 'msg', error)}"
        mend = "look for a missing comma, quote or bracket in this line and the one above"
        return source.complain(wrong, mend, line=getattr(error, "lineno", None))
    foreign = next(_foreign_imports(ast.parse(text)), None)
    if foreign is not None:
        wrong = f"it imports {ast.unparse(foreign).removeprefix('import ')}"
        return source.complain(wrong, HOW_TO_IMPORT, line=foreign.lineno)
    return _run(source)


def _foreign_imports(tree: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in ast.walk(tree):
        is_own = isinstance(node, ast.ImportFrom) and node.module == AUTHORING and not node.level
        if isinstance(node, ast.Import | ast.ImportFrom) and not is_own:
            yield node


def _run(source: _Source) -> Flow | _Complaint:
    try:
        module = _import(source)
    except Exception as error:  # noqa: BLE001 - a file in progress can raise anything
        line = _line_of(source, error)
        wrong = f"it stops with {type(error).__name__}: {error}"
        return source.complain(wrong, "mend what it names", line=line)
    flow = getattr(module, "FLOW", None)
    if isinstance(flow, Flow):
        return flow
    return source.complain("it has no FLOW", "end the file with FLOW = Flow(...)")


def _import(source: _Source) -> ModuleType:
    """A flow of a package is the module that everyone else imports too.

    Any other is read anew each time: its author edits it, and a cached file could be a second old.
    """
    if source.package is not None:
        return importlib.import_module(f"{source.package}.{source.path.stem}")
    module = ModuleType(source.path.stem)
    exec(compile(source.path.read_bytes(), source.path, "exec"), module.__dict__)  # noqa: S102 - what a flow is for
    return module


def _line_of(source: _Source, error: Exception) -> int | None:
    """The last line of this very file that was being run."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename) == source.path]
    return lines[-1] if lines else None


def _complaints(source: _Source, flow: Flow) -> Iterator[_Complaint]:
    lines = source.path.read_text(encoding="utf-8", errors="replace").splitlines()
    if flow.id != source.path.stem:
        mend = f'write id="{source.path.stem}", or rename the file'
        yield source.complain(
            f"the id is {flow.id!r}, unlike the file", mend, line=_line_with(lines, [r"\bid\s*="])
        )
    for finding in check(flow):
        yield _Complaint(
            file=source.shown,
            line=_line_with(lines, _patterns(finding.step)),
            step=finding.step,
            wrong=finding.wrong,
            mend=finding.mend,
        )


def _patterns(step: str | None) -> list[str]:
    """What the line of a step looks like, best first: its name after a bracket, alone, or anywhere."""
    if step is None:
        return [r"^FLOW\b"]
    quoted = f"[\"']{re.escape(step)}[\"']"
    return [rf"\(\s*{quoted}", rf"^\s*{quoted},?\s*$", quoted]


def _twins(flows: list[tuple[_Source, Flow]]) -> Iterator[_Complaint]:
    times = Counter(str(flow.id) for _, flow in flows)
    for source, flow in flows:
        if times[str(flow.id)] > 1:
            yield source.complain(
                f"another flow has the id {flow.id!r} too", "give each flow an id of its own"
            )


def _line_with(lines: list[str], patterns: list[str]) -> int | None:
    """The number, counted from 1, of the first line in which the first of the patterns is found."""
    found = (
        number for pattern in patterns for number, line in enumerate(lines, 1) if re.search(pattern, line)
    )
    return next(found, None)
