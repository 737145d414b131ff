"""Writes the template of translations: `python -m bot.locale.extract`."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.care.texts import texts as care_texts
from bot.engine.flow import Flow, placed_steps
from bot.engine.steps import Choice, OfferPeople, OfferTip, Rating, Step
from bot.registry import load_flows
from bot.voice.language import DOMAIN

BOT = Path(__file__).parents[1]
TEMPLATE = Path(__file__).with_name(f"{DOMAIN}.pot")
# Which arguments of a call are texts, counted from 0; N_ marks a text that is shown elsewhere.
KEYWORDS = {"say": (0,), "plain": (0,), "count": (0, 1), "N_": (0,)}
# The chat page for trying speaks to authors, in English.
LEFT_OUT = ("sandbox",)
# What changes with the day or the tool, and says nothing about the texts.
CHANGING = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By)'
    rb': .*\n(?:"(?!\S+: ).*\n)*',
    re.MULTILINE,
)
HEADER = "# Every text of Daymark that a person reads. Made by `make texts`; do not write into it."
A_BUTTON = "On a button: at most 40 characters."
_ONE_PLACE = re.compile(r"\{\w*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text and where it stands; `many` is its plural, if it has one."""

    text: str
    place: str
    many: str | None = None
    comment: str = ""


def all_texts() -> Iterator[Text]:
    """The texts of the code, the flows and the care lists, in the order of their files."""
    for path in sorted(BOT.rglob("*.py")):
        parts = path.relative_to(BOT).parts
        if parts[0] not in LEFT_OUT:
            yield from texts_in(path.read_text(encoding="utf-8"), Path(BOT.name, *parts).as_posix())
    for flow in load_flows().flows.values():
        yield from texts_of(flow, f"flows/{flow.id}.py")
    for text, place in care_texts():
        yield Text(text=text, place=place)


def texts_in(source: str, place: str) -> Iterator[Text]:
    """The texts that a file hands to a language, also those inside of f-strings."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        arguments = KEYWORDS.get(_name_of(call.func), ())
        if not arguments or len(call.args) < len(arguments):
            continue
        found = [_literals(call.args[number]) for number in arguments]
        if len(arguments) == 1:
            yield from (Text(text=text, place=place) for text in found[0] if not _ONE_PLACE.fullmatch(text))
        elif all(found):
            yield Text(text=found[0][0], many=found[1][0], place=place)


def texts_of(flow: Flow, place: str) -> Iterator[Text]:
    """The title, the thanks, and everything that the steps of a flow show."""
    yield Text(text=flow.title, place=place, comment=A_BUTTON)
    for placed in placed_steps(flow.steps):
        yield from (Text(text=text, place=place, comment=comment) for text, comment in _shown(placed.step))
    yield Text(text=flow.thanks, place=place)


def catalogue() -> Catalog:
    """All texts as a template of translations."""
    template = Catalog(project="Daymark", version="1", charset="utf-8", header_comment=HEADER)
    for one in all_texts():
        template.add(
            one.text if one.many is None else (one.text, one.many),
            locations=[(one.place, 0)],
            auto_comments=[one.comment] if one.comment else [],
        )
    return template


def template_bytes() -> bytes:
    """The file, without the lines that would change from one day or tool to the next."""
    file = BytesIO()
    write_po(file, catalogue(), width=100, include_lineno=False)
    return CHANGING.sub(b"", file.getvalue())


def main() -> None:
    """Write the template beside this file."""
    TEMPLATE.write_bytes(template_bytes())


def _shown(step: Step) -> Sequence[tuple[str, str]]:
    match step:
        case OfferTip() | OfferPeople():
            return ()
        case Rating():
            words = (step.low, *step.between, step.high)
            return ((step.text, ""), *((word, A_BUTTON) for word in words))
        case Choice():
            return ((step.text, ""), *((label, A_BUTTON) for label in step.options.values()))
        case _:
            return ((step.text, ""),)


def _name_of(called: ast.expr) -> str:
    match called:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def _literals(argument: ast.expr) -> list[str]:
    """The text of an argument, or both where it is the one or the other."""
    match argument:
        case ast.Constant(value=str() as text):
            return [text]
        case ast.IfExp():
            return [*_literals(argument.body), *_literals(argument.orelse)]
        case _:
            return []


if __name__ == "__main__":
    main()
