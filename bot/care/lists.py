"""Reads the lists of people and refuses a line that would leave someone without a number or a source."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from typing import Any

from bot.care.contacts import LABEL_LENGTH, Emergency, Finder, Helpline, Lists, Reach, Responder
from bot.care.data import BadData, read_toml
from bot.care.numbers import Number, numbers_in

CONFIDENCES = ("high", "medium")
INTERNATIONAL = "INT"
_COUNTRY = re.compile(r"[A-Z]{2}")
_NOT_FOR_CRISIS = re.compile(r"not a (crisis|suicide) line")
_REGION = re.compile(r"for (people in|residents of) .*")
_FOR_EVERYONE = re.compile(r"general|adults")
_RESPONDER = re.compile(r"(?P<who>[a-z][a-z -]*[a-z]) (?P<number>\d+(?: or \d+)*)")

Named = tuple[str, str]
"""Country and name of a helpline."""


class BadPeople(BadData):
    """A list of people cannot be used; the message names the file, the line and what to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """What `checked.toml` adds to the list of helplines."""

    checked_on: date
    later: Mapping[Named, date]
    not_for_crisis: frozenset[Named]


def read_lists(folder: Traversable) -> Lists:
    """The three lists of a folder and what its `checked.toml` adds; raises `BadPeople`."""
    checked = _read_checked(folder.joinpath("checked.toml"))
    lists = Lists(
        emergency={line.country: line for line in map(_emergency, _rows(folder, "emergency_numbers.csv"))},
        helplines=tuple(_helpline(line, checked) for line in _rows(folder, "helplines.csv")),
        finders=tuple(_finder(line) for line in _rows(folder, "therapist_finders.csv")),
    )
    _check_together(lists, checked)
    return lists


class _Line:
    """One line of a list, its fields handed out only if they are right."""

    __slots__ = ("_file", "_place", "_row")

    def __init__(self, file: str, place: int, row: Mapping[str, str | None]) -> None:
        self._file = file
        self._place = place
        self._row = {name: (value or "").strip() for name, value in row.items()}

    def text(self, name: str) -> str:
        """A field that may be empty."""
        if name not in self._row:
            raise self.bad(f"has no column '{name}'; put it back")
        return self._row[name]

    def needed(self, name: str) -> str:
        """A field that must not be empty."""
        if value := self.text(name):
            return value
        raise self.bad(f"has no {name}; write it, or leave the line out")

    def country(self) -> str:
        code = self.needed("country")
        if _COUNTRY.fullmatch(code) or code == INTERNATIONAL:
            return code
        raise self.bad(f"has the country '{code}'; write two capital letters")

    def confidence(self) -> str:
        value = self.needed("confidence")
        if value in CONFIDENCES:
            return value
        raise self.bad(f"has the confidence '{value}'; write one of {', '.join(CONFIDENCES)}")

    def numbers(self, name: str) -> tuple[Number, ...]:
        try:
            return numbers_in(self.text(name))
        except ValueError as fault:
            raise self.bad(f"has a {name} that cannot be dialled: {fault}; mend it") from fault

    def label(self) -> str:
        value = self.needed("label")
        if len(value) <= LABEL_LENGTH:
            return value
        raise self.bad(f"has the label '{value}'; write one of at most {LABEL_LENGTH} characters")

    def responders(self, name: str) -> tuple[Responder, ...]:
        """'police 133; fire 132'."""
        parts = [part.strip() for part in self.text(name).split(";") if part.strip()]
        return tuple(self._responder(name, part) for part in parts)

    def _responder(self, name: str, part: str) -> Responder:
        if match := _RESPONDER.fullmatch(part):
            return Responder(who=match["who"], number=match["number"])
        raise self.bad(f"has '{part}' in {name}; write who and a number, 'police 133'")

    def address(self, name: str) -> str:
        value = self.text(name)
        if not value or re.fullmatch(r"https?://\S+\.\S+", value):
            return value
        raise self.bad(f"has the {name} '{value}'; write a whole address with https://, or nothing")

    def bad(self, problem: str) -> BadPeople:
        return BadPeople(f"{self._file}, line {self._place} {problem}.")


def _rows(folder: Traversable, name: str) -> list[_Line]:
    """The lines of a file; the place of a line counts the header as the first."""
    try:
        text = folder.joinpath(name).read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError) as fault:
        raise BadPeople(f"{name} is missing or no UTF-8 text; put the list back.") from fault
    return [_Line(name, place, row) for place, row in enumerate(csv.DictReader(text.splitlines()), start=2)]


def _helpline(line: _Line, checked: _Checked) -> Helpline:
    service = (line.country(), line.needed("service"))
    helpline = Helpline(
        country=service[0],
        service=service[1],
        phone=line.text("phone"),
        sms=line.text("sms"),
        chat_url=line.address("chat_url"),
        url=line.address("url"),
        hours=line.text("hours"),
        languages=line.text("languages"),
        audience=line.text("audience"),
        cost=line.text("cost"),
        source=line.needed("source"),
        confidence=line.confidence(),
        checked_on=checked.later.get(service, checked.checked_on),
        reach=_reach(service, line.text("audience"), checked),
        phones=line.numbers("phone"),
        texts_to=line.numbers("sms"),
    )
    if not (helpline.phone or helpline.sms or helpline.chat_url):
        raise line.bad("has neither phone nor sms nor chat_url; give one of them, or leave the line out")
    return helpline


def _reach(service: Named, audience: str, checked: _Checked) -> Reach:
    if service in checked.not_for_crisis or _NOT_FOR_CRISIS.search(f"{service[1]} {audience}"):
        return Reach.NOT_FOR_CRISIS
    if _REGION.fullmatch(audience):
        return Reach.REGION
    return Reach.EVERYONE if _FOR_EVERYONE.match(audience) else Reach.GROUP


def _finder(line: _Line) -> Finder:
    return Finder(
        country=line.country(),
        name=line.needed("name"),
        label=line.label(),
        url=line.address("url"),
        cost=line.text("cost"),
        format=line.text("format"),
        operator=line.text("operator"),
        languages=line.text("languages"),
        source=line.needed("source"),
        confidence=line.confidence(),
    )


def _emergency(line: _Line) -> Emergency:
    for name in ("number", "also", "from_mobiles"):
        line.numbers(name)
    return Emergency(
        country=line.country(),
        number=line.needed("number"),
        role=line.text("who"),
        others=line.responders("others"),
        also=line.text("also"),
        from_mobiles=line.text("from_mobiles"),
        source=line.needed("source"),
    )


def _read_checked(file: Traversable) -> _Checked:
    raw = read_toml(file, BadPeople)
    try:
        later = {_named(entry): _day(entry) for entry in raw.get("checked", [])}
        apart = frozenset(_named(entry) for entry in raw.get("not_for_crisis", []))
        return _Checked(checked_on=_day(raw), later=later, not_for_crisis=apart)
    except (KeyError, TypeError) as fault:
        raise BadPeople(
            f"checked.toml: {fault} is missing or no date; write checked_on = 2026-01-31."
        ) from fault


def _named(entry: Mapping[str, Any]) -> Named:
    return (entry["country"], entry["service"])


def _day(entry: Mapping[str, Any]) -> date:
    if type(entry["checked_on"]) is not date:
        raise TypeError("checked_on")
    return entry["checked_on"]


def _check_together(lists: Lists, checked: _Checked) -> None:
    services = {(line.country, line.service) for line in lists.helplines}
    for country, service in (*checked.later, *checked.not_for_crisis):
        if (country, service) not in services:
            raise BadPeople(
                f"checked.toml: {country} has no '{service}'; write the service as the list does."
            )
    for country in sorted({country for country, _ in services} - lists.emergency.keys()):
        raise BadPeople(f"emergency_numbers.csv: {country} has helplines but no emergency number; add it.")
