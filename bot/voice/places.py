"""Clocks and countries to choose from; whose screen they stand on is said by the prefix of their data."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import groupby

from bot.schedule.zones import clock_at
from bot.voice.language import Language
from bot.voice.message import Button, Message, Rows, in_rows, paragraphs, press, shorten

COUNTRIES_A_PAGE = 28
LABEL_LENGTH = 40
_CLOCKS_A_ROW = 5
_PAGES_A_ROW = 5
_PAGE_DIGITS = 2


def country_message(tr: Language, countries: Rows, *remarks: str, ways: Rows) -> Message:
    """'Which country are you in?', and why; the only place where a person is asked for it.

    `ways` are the rows below the countries, for someone who does not choose one.
    """
    text = paragraphs(
        f"<b>{tr.say('Which country are you in?')}</b>",
        tr.say("So that the helplines I show are the ones near you."),
        *remarks,
    )
    return Message(text=text, rows=(*countries, *ways))


def no_country(tr: Language, prefix: str) -> Button:
    """For someone whose country is not listed, or who would not say."""
    return press(tr.plain("Not listed, or rather not say"), prefix, "land", "none")


def clock_rows(tr: Language, now: datetime, offsets: Iterable[int], prefix: tuple[str, ...]) -> Rows:
    """One button for each clock, labelled with what it shows now.

    The data is the prefix and the minutes ahead of UTC (0-1439), which stay true while a person reads.
    """
    clocks = (press(tr.clock(clock_at(offset, now)), *prefix, offset) for offset in offsets)
    return in_rows(clocks, _CLOCKS_A_ROW)


def country_rows(
    tr: Language, codes: Collection[str], prefix: tuple[str, ...], page_prefix: tuple[str, ...], page: int = 0
) -> Rows:
    """One page of countries by name, and a button for every page if there are several.

    The data is `prefix` and a country's code, or `page_prefix` and a page's number. A page that does
    not exist shows the nearest that does.
    """
    pages = _pages(tr, codes)
    at = max(0, min(page, len(pages) - 1))
    shown = pages[at] if pages else ()
    countries = in_rows((press(shorten(tr.country(code), LABEL_LENGTH), *prefix, code) for code in shown), 2)
    return countries if len(pages) <= 1 else (*countries, *page_rows(tr, codes, page_prefix, at))


def page_rows(
    tr: Language, codes: Collection[str], page_prefix: tuple[str, ...], at: int | None = None
) -> Rows:
    """A button for every page of countries; the one that is shown is marked."""
    turns = (
        _page_button(tr, shown, page_prefix, number, chosen=number == at)
        for number, shown in enumerate(_pages(tr, codes))
    )
    return in_rows(turns, _PAGES_A_ROW)


def page_in(text: str) -> int | None:
    """The number of a page in the data of a button, or None for anything else."""
    is_page = text.isascii() and text.isdigit() and len(text) <= _PAGE_DIGITS
    return int(text) if is_page else None


def in_order(tr: Language, codes: Iterable[str]) -> list[str]:
    """Countries by their name in this language, marks on letters aside."""
    return sorted(codes, key=lambda code: (_sorted_as(tr.country(code)), code))


def _pages(tr: Language, codes: Collection[str]) -> list[list[str]]:
    """As few pages as there must be, of nearly one size; no letter stands on two of them.

    Only a letter with more countries than a page should hold makes its page longer.
    """
    letters = [list(group) for _, group in groupby(in_order(tr, codes), key=lambda code: _letter(tr, code))]
    packed = [_packed(letters, limit) for limit in range(COUNTRIES_A_PAGE, 0, -1)]
    return [pages for pages in packed if len(pages) == len(packed[0])][-1]


def _packed(letters: Iterable[Sequence[str]], limit: int) -> list[list[str]]:
    """Letters put on pages in their order, a new page wherever one would hold more than `limit`."""
    pages: list[list[str]] = []
    for countries in letters:
        if pages and len(pages[-1]) + len(countries) <= limit:
            pages[-1].extend(countries)
        else:
            pages.append(list(countries))
    return pages


def _letter(tr: Language, code: str) -> str:
    """The letter under which a country is looked for."""
    return _sorted_as(tr.country(code))[:1].upper()


def _page_button(
    tr: Language, page: Sequence[str], prefix: tuple[str, ...], number: int, *, chosen: bool
) -> Button:
    """A page by its first and last letters; the one that is shown stands between dots."""
    first, last = (_letter(tr, code) for code in (page[0], page[-1]))
    letters = first if first == last else f"{first} \N{EN DASH} {last}"
    return press(f"· {letters} ·" if chosen else letters, *prefix, number)


def _sorted_as(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
