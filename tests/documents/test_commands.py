"""What the documents tell people to type exists, and every command explains itself."""

import re
import shlex
from collections.abc import Iterator
from typing import cast

import pytest
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from bot.cli import app
from tests.source import ROOT, blocks, read

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "bot/care/people_data/README.md")
Menu = TyperGroup | TyperCommand
MENU = cast("Menu", get_command(app))
# The lines of help that are wide enough not to be wrapped.
WIDE = {"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"}


def commands(menu: Menu, *way: str) -> Iterator[tuple[str, ...]]:
    """Every command below a menu, by the words that lead to it."""
    if not isinstance(menu, TyperGroup):
        yield way
        return
    for name, inner in menu.commands.items():
        yield from commands(cast("Menu", inner), *way, name)


COMMANDS = list(commands(MENU))


def typed(document: str) -> Iterator[list[str]]:
    """What a document shows to be typed: the lines of its blocks, and code inside of sentences."""
    lines = [line for block in blocks(document, "sh") for line in block.splitlines()]
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", read(document), flags=re.DOTALL))
    for line in (*lines, *inline):
        words = line.partition(" # ")[0].removeprefix(".venv/bin/")
        yield shlex.split(words) if words.count("'") % 2 == 0 else words.split()


def shown(document: str, program: str) -> list[list[str]]:
    """The arguments of a program wherever a document shows it with some."""
    return [words[1:] for words in typed(document) if words[:1] == [program] and len(words) > 1]


def targets() -> set[str]:
    """What `make` can be asked for."""
    return set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))


def complaint(arguments: list[str]) -> str | None:
    """Why `daymark` would not take these arguments, if it would not."""
    menu: Menu = MENU
    rest = list(arguments)
    while isinstance(menu, TyperGroup) and rest and rest[0] in menu.commands:
        menu = cast("Menu", menu.commands[rest.pop(0)])
    known = {option for parameter in menu.params for option in parameter.opts} | {"--help"}
    unknown = [word for word in rest if word.startswith("-") and word not in known]
    if unknown:
        return f"no option {unknown[0]}"
    if isinstance(menu, TyperGroup) and any(not word.startswith("-") for word in rest):
        return f"no command {rest[0]}"
    return None


def help_of(*way: str) -> str:
    """The help of a command, as people see it."""
    result = CliRunner(env=WIDE).invoke(app, [*way, "--help"])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("document", DOCUMENTS)
def test_make_knows_what_the_documents_ask_of_it(document: str) -> None:
    """Every `make` in a document is a target of the Makefile."""
    asked = {words[0] for words in shown(document, "make")}
    assert asked <= targets()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_daymark_knows_what_the_documents_ask_of_it(document: str) -> None:
    """Every `daymark` in a document is a command of the program, with options it has."""
    assert [(words, complaint(words)) for words in shown(document, "daymark") if complaint(words)] == []


def test_the_two_commands_stand_in_the_readme() -> None:
    """A newcomer finds `make try` and `make test` in a block of their own."""
    assert "make try\nmake test\n" in blocks("README.md", "sh")


def test_an_unknown_command_is_found() -> None:
    """The search above can tell a command from a wish."""
    assert complaint(["flows", "draw"]) == "no command draw"
    assert complaint(["try", "--colour"]) == "no option --colour"
    assert complaint(["flows", "play", "daily", "--record", "a.txt"]) is None


@pytest.mark.parametrize("way", COMMANDS, ids=" ".join)
def test_a_command_has_help_with_an_example(way: tuple[str, ...]) -> None:
    """The example begins with the command itself and is one that the program takes."""
    example = re.search(r"Example: daymark (.+)", help_of(*way))
    assert example, "add a line to its docstring: Example: `daymark ...`"
    words = example.group(1).strip(" │").split()
    assert tuple(words[: len(way)]) == way
    assert complaint(words) is None


def test_the_first_help_names_every_command() -> None:
    """`daymark --help` is where one begins."""
    said = help_of()
    assert {way[0] for way in COMMANDS} == {"run", "try", "doctor", "flows", "db"}
    assert all(re.search(rf"\b{way[0]}\b", said) for way in COMMANDS)


def test_modules_that_the_documents_run_exist() -> None:
    """Every `python -m` in a document names a module of the project."""
    named = [words[2] for document in DOCUMENTS for words in typed(document) if words[:2] == ["python", "-m"]]
    assert named
    assert [name for name in named if not (ROOT / name.replace(".", "/")).with_suffix(".py").is_file()] == []
