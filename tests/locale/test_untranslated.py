"""No text in the rooms that speak to a person goes round the catalogue."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.locale.extract import BOT, KEYWORDS

FILES = sorted(path for room in ("voice", "turns") for path in (BOT / room).rglob("*.py"))
# What a person sees: the argument of that name, or the first one.
SEEN = {"Message": "text", "press": "", "button": "", "Button": "label", "BotCommand": ""}
NAMES = {"findahelpline.com"}
# These take the pattern of a date, or look for how a text begins.
NOT_READ = {*KEYWORDS, "format_date", "startswith"}
_TAG = re.compile(r"</?[a-z]+>")
_SENTENCE = re.compile(r"[A-Za-z][a-z']*[,.:]? [A-Za-z]+")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_sentence_stands_outside_of_the_catalogue(path: Path) -> None:
    """Two words in a row, outside of docstrings and errors, are handed to a language or marked."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert list(_sentences(tree)) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_word_reaches_a_message_or_a_button_untranslated(path: Path) -> None:
    """Even a single word in a message, on a button or in a notice is handed to a language."""
    assert list(_shown_words(ast.parse(path.read_text(encoding="utf-8")))) == []


def test_a_text_that_goes_round_the_catalogue_is_seen() -> None:
    """The two rules above notice what they are there for."""
    source = "Message(text=f'<b>{x} Hello</b>')\ndesk.notice = 'Saved'\npress('Done', 'x')\ny = 'two words'\n"
    tree = ast.parse(source)
    assert sorted(_shown_words(tree)) == [" Hello</b>", "Done", "Saved"]
    assert list(_sentences(tree)) == ["two words"]


def _sentences(node: ast.AST) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            if _SENTENCE.search(child.value):
                yield child.value
        elif not (isinstance(child, ast.Raise) or _is_docstring(child) or _is_named(child, NOT_READ)):
            yield from _sentences(child)


def _shown_words(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        for value in _seen(node):
            yield from (text for text in _words(value) if text not in NAMES)


def _seen(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute):
        if node.targets[0].attr == "notice":
            yield node.value
    elif isinstance(node, ast.Call) and _name(node.func) in SEEN:
        named = SEEN[_name(node.func)]
        yield from (word.value for word in node.keywords if word.arg == named)
        yield from node.args[: 0 if named else 1]


def _words(node: ast.AST) -> Iterator[str]:
    """The letters of an expression that are not handed to a language, nor only compared or looked up."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if re.search(r"[A-Za-z]{2}", _TAG.sub("", node.value)):
            yield node.value
    elif not (_is_named(node, set(KEYWORDS)) or isinstance(node, ast.Compare | ast.Subscript)):
        for child in ast.iter_child_nodes(node):
            if not isinstance(node, ast.FormattedValue) or child is node.value:
                yield from _words(child)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_named(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Call) and _name(node.func) in names


def _name(called: ast.expr) -> str:
    return getattr(called, "attr", getattr(called, "id", ""))
