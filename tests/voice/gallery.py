"""Every kind of message of the voice, in any language, with the names in it that stay as they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.care.choosing import Reason
from bot.care.people import countries, people_for
from bot.care.tips import load_tips
from bot.engine.rhythm import read_rhythm
from bot.sandbox.html_text import parse_html
from bot.schedule.rules import Delay, Snooze
from bot.voice.help import about_message, help_message, notice
from bot.voice.language import Language
from bot.voice.message import Button, Message
from bot.voice.odd import (
    NOT_TEXT,
    cannot_note,
    group,
    not_invited,
    not_text,
    nothing_to_cancel,
    unknown_command,
    went_wrong,
)
from bot.voice.people import (
    ask_another_country,
    ask_own_country,
    people_message,
    therapists_message,
    unlisted_country,
)
from bot.voice.places import clock_rows, country_rows
from bot.voice.privacy import deletion_message, privacy_message
from bot.voice.prompts import asked_below, gone_by, later, not_today, put_off
from bot.voice.rhythm import rhythm_in_words
from bot.voice.start import (
    ask_city,
    ask_clock,
    ask_country,
    ask_near_country,
    ask_time,
    hello_again,
    ready,
    welcome,
)
from bot.voice.tips import enough_tips, no_tip, tip_helped, tip_hidden, tip_message
from tests.voice.screens import OWN, screens

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
TODAY = NOW.date()
BERLIN = "Europe/Berlin"
OPERATOR = "Ann & Bo <ab@example.org>"
LARGEST_ID = 2**63 - 1
LONG_AGO = date(2200, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message, what it is for, and the names in it."""

    name: str
    message: Message
    names: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text as Telegram shows it; raises Refusal where Telegram would."""
        return parse_html(self.message.text)[0]

    @property
    def buttons(self) -> list[Button]:
        """All buttons, from left to right and top to bottom."""
        return [button for row in self.message.rows for button in row]


def gallery(tr: Language) -> list[Shown]:
    """All of them."""
    others = [Shown(name=name, message=message, names=("Berlin", OWN)) for name, message in screens(tr)]
    return [*_start(tr), *_prompts(tr), *_odd(tr), *_people(tr), *_tips(tr), *others]


def _start(tr: Language) -> Iterator[Shown]:
    names = ("Ann", "Bo", "ab@example.org", "Telegram", "Berlin", "Madrid", "Ceuta", "Canary")
    clocks = clock_rows(tr, NOW, (0, 60, 345), ("s", "clock"))
    rhythm = rhythm_in_words(tr, read_rhythm("mon, tue and fri at 8:00 and 20:00"))
    for operator in ("", OPERATOR):
        yield Shown(name=f"welcome {operator}", message=welcome(tr, operator), names=names)
        yield Shown(name=f"hello_again {operator}", message=hello_again(tr, operator), names=names)
        yield Shown(name=f"privacy {operator}", message=privacy_message(tr, operator), names=names)
        yield Shown(name=f"about {operator}", message=about_message(tr, operator), names=names)
        yield Shown(name=f"deletion {operator}", message=deletion_message(tr, operator), names=names)
        for country in ("DE", None):
            page = help_message(tr, people_for(country, today=TODAY), operator=operator)
            yield Shown(name=f"help {operator} {country}", message=page, names=(*names, *_services(country)))
    yield Shown(name="notice", message=notice(tr))
    yield Shown(name="ask_clock", message=ask_clock(tr, NOW, 60, clocks))
    lands = country_rows(tr, ("DE", "FR"), ("s", "land"), ("s", "lands"))
    yield Shown(name="ask_country", message=ask_country(tr, lands))
    yield Shown(name="ask_near_country", message=ask_near_country(tr, lands))
    yield Shown(name="ask_city", message=ask_city(tr, ("Europe/Madrid", "Africa/Ceuta")), names=names)
    yield Shown(name="ask_time", message=ask_time(tr, BERLIN), names=names)
    yield Shown(name="ready", message=ready(tr, rhythm, "DE", BERLIN), names=names)
    yield Shown(name="ready without", message=ready(tr, "", "DE", BERLIN), names=names)


def _prompts(tr: Language) -> Iterator[Shown]:
    snoozes = [Snooze(delay=delay, at=NOW, window_end=NOW) for delay in Delay]
    clocks = [tr.clock(NOW.astimezone(ZoneInfo(BERLIN)))] * len(snoozes)
    for discreet in (True, False):
        message = later(tr, LARGEST_ID, snoozes, clocks, discreet=discreet)
        yield Shown(name=f"later, discreet {discreet}", message=message)
    yield Shown(name="put_off", message=put_off(tr, "20:15"))
    yield Shown(name="not_today", message=not_today(tr))
    yield Shown(name="asked_below", message=asked_below(tr))
    yield Shown(name="gone_by", message=gone_by(tr))


def _odd(tr: Language) -> Iterator[Shown]:
    yield from (Shown(name=kind, message=not_text(tr, kind)) for kind in (*NOT_TEXT, "gone"))
    for make in (unknown_command, nothing_to_cancel, group, went_wrong, not_invited):
        yield Shown(name=make.__name__, message=make(tr))
    for tapped in (True, False):
        yield Shown(name=f"cannot_note, tapped {tapped}", message=cannot_note(tr, tapped=tapped))


def _people(tr: Language) -> Iterator[Shown]:
    for country in (*countries(), None):
        for today in (TODAY, LONG_AGO):
            people = people_for(country, today=today)
            for more in (False, True):
                message = people_message(tr, people, today=today, more=more)
                names = _services(country)
                yield Shown(name=f"people {country} {more} {today:%Y}", message=message, names=names)
    for country in countries():
        message = therapists_message(tr, people_for(country))
        yield Shown(name=f"therapists {country}", message=message, names=_services(country))
    yield Shown(name="unlisted country", message=unlisted_country(tr, people_for(None)))
    lands = country_rows(tr, ("DE", "FR"), ("h", "land"), ("h", "lands"))
    yield Shown(name="another country", message=ask_another_country(tr, lands))
    for is_kept in (True, False):
        message = ask_own_country(tr, lands, is_kept=is_kept)
        yield Shown(name=f"own country, kept {is_kept}", message=message)


def _tips(tr: Language) -> Iterator[Shown]:
    reason = Reason(need=None, word="overwhelmed")
    for tip in load_tips().values():
        yield Shown(name=tip.id, message=tip_message(tr, tip, LARGEST_ID, reason))
        yield Shown(name=f"{tip.id} helped", message=tip_helped(tr, tip))
        yield Shown(name=f"{tip.id} hidden", message=tip_hidden(tr, tip))
        if tip.short:
            message = tip_message(tr, tip, LARGEST_ID, None, brief=True)
            yield Shown(name=f"{tip.id} brief", message=message)
    yield Shown(name="no_tip", message=no_tip(tr))
    for hidden in (None, load_tips()["short_walk"]):
        yield Shown(name=f"enough_tips {hidden is None}", message=enough_tips(tr, hidden))


def _services(country: str | None) -> tuple[str, ...]:
    """Names of services and finders, addresses, and telephone numbers, the longest first."""
    people = people_for(country)
    lines = [text for line in people.helplines for text in (line.service, line.chat_url)]
    # The word to text: it is typed as it stands.
    lines += [number.note for line in people.helplines for number in line.texts_to if number.is_word]
    finders = [finder.name for finder in (*people.finders, people.international)]
    return tuple(sorted({*lines, *finders} - {""}, key=len, reverse=True))
