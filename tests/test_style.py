"""Sizes, names and docstrings are as the house plan says."""

import ast
import re

from tests.source import ROOT, modules, shown

SOURCE = modules("bot", "flows", "tests")
LONGEST_FUNCTION, LONGEST_FILE = 50, 400
LONGEST_HANDLER, HANDLERS = 10, 7
# They name no thing; see 'Words' in CONTRIBUTING.md.
EMPTY_WORDS = frozenset(
    {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base", "service"}
)
# A migration tells every column in one function, and is never changed again.
MIGRATIONS = "bot.store.migrations.versions."
WRITTEN = ("*.py", "*.js", "*.css", "*.html")


def words(name: str) -> set[str]:
    """The words of a name, in snake case or in capitals."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_functions_are_short() -> None:
    """No function is longer than 50 lines."""
    lengths = {
        f"{module.place(one)} {one.name}": (one.end_lineno or 0) - one.lineno + 1
        for module in SOURCE
        if not module.name.startswith(MIGRATIONS)
        for one in module.functions()
    }
    assert {place: length for place, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_handlers_only_hand_over() -> None:
    """No handler of python-telegram-bot is longer than 10 lines."""
    (room,) = (module for module in SOURCE if module.name == "bot.channel.handlers")
    lengths = {
        one.name: (one.end_lineno or 0) - one.lineno + 1
        for one in room.functions()
        if any(argument.arg.strip("_") == "context" for argument in one.args.args)
    }
    assert len(lengths) >= HANDLERS
    assert {name: length for name, length in lengths.items() if length > LONGEST_HANDLER} == {}


def test_files_are_short() -> None:
    """No file that is written by hand is longer than 400 lines."""
    paths = [
        path for top in ("bot", "flows", "tests") for kind in WRITTEN for path in (ROOT / top).rglob(kind)
    ]
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert len(lengths) > len(SOURCE)
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_names_name_something() -> None:
    """No module and no class is called after nothing in particular."""
    classes = {
        f"{module.place(node)} {node.name}": node.name
        for module in SOURCE
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    }
    names = {module.name: module.name for module in SOURCE} | classes
    assert [place for place, name in names.items() if words(name) & EMPTY_WORDS] == []


def test_a_module_says_what_it_is() -> None:
    """Every module has a docstring."""
    assert [module.name for module in SOURCE if not ast.get_docstring(module.tree)] == []


def test_a_test_states_a_fact() -> None:
    """Every test has a docstring that is a sentence."""
    wordless = [
        f"{module.place(one)} {one.name}"
        for module in modules("tests")
        for one in module.functions()
        if one.name.startswith("test_") and not _is_sentence(ast.get_docstring(one))
    ]
    assert wordless == []


def test_words_are_told_apart() -> None:
    """A name is looked at word by word, so `database` holds no `base`."""
    assert words("BaseManager") & EMPTY_WORDS == {"base", "manager"}
    assert words("test_utils.my_helpers") & EMPTY_WORDS == {"utils", "helpers"}
    assert words("bot.store.database_url") & EMPTY_WORDS == set()


def _is_sentence(text: str | None) -> bool:
    return text is not None and len(text.split()) > 1 and text.endswith(".")
