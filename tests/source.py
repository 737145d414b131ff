"""The project's own files, for tests that look at them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
# What holds everything that is written by hand; the top level holds only files beside these.
FOLDERS = ("bot", "flows", "tests", ".ci")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A Python file under its dotted name."""

    path: Path
    name: str
    tree: ast.Module

    def place(self, node: ast.stmt | ast.expr) -> str:
        """Where a node stands, as 'bot/clock.py:12'."""
        return f"{shown(self.path)}:{node.lineno}"

    def functions(self) -> Iterator[Function]:
        """Every function and method, inner ones too."""
        yield from (node for node in ast.walk(self.tree) if isinstance(node, Function))


def shown(path: Path) -> str:
    """A path as a person names it, from the top of the project."""
    return path.relative_to(ROOT).as_posix()


def read(name: str) -> str:
    """A text of the project, by its path from the top."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every module in these folders; a package goes by its own name, without `__init__`."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return tuple(Module(path=path, name=_name(path), tree=ast.parse(path.read_bytes())) for path in paths)


def texts() -> Iterator[tuple[str, str]]:
    """Every text that is written by hand, by its path: code, documents, data and lock files."""
    tops = (path for path in ROOT.iterdir() if path.is_file() and not is_ignored(path))
    inner = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file())
    for path in sorted((*tops, *inner)):
        try:
            yield shown(path), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, or a module that Python compiled


def is_ignored(path: Path) -> bool:
    """Whether a file or folder of the top level is kept out of the repository."""
    kept_out = read(".gitignore").split()
    return path.name == ".git" or any(path.match(pattern.strip("/")) for pattern in kept_out)


def blocks(document: str, language: str) -> list[str]:
    """The code blocks of a document in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", read(document), re.MULTILINE | re.DOTALL)


def rows(document: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without the table's own head."""
    section = read(document).split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
