"""Clocks and countries as buttons."""

from datetime import UTC, datetime

import pytest

from bot.care.people import countries
from bot.schedule.zones import clock_choices
from bot.voice.language import Language
from bot.voice.places import COUNTRIES_A_PAGE, clock_rows, country_rows, in_order, page_in

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TR = Language()


def test_a_clock_is_labelled_with_what_it_shows() -> None:
    """Berlin's clock is an hour ahead of UTC, and its data says so in minutes."""
    ((button,),) = clock_rows(TR, NOON, [60], ("s", "clock"))
    assert (button.label, button.data) == ("13:00", "s:clock:60")


def test_every_clock_is_one_button() -> None:
    """All clocks of the Earth fit on one screen, five a row, none twice."""
    rows = clock_rows(TR, NOON, clock_choices(NOON), ("s", "clock"))
    labels = [button.label for row in rows for button in row]
    assert len(labels) == len(set(labels)) == len(clock_choices(NOON))
    assert all(len(row) <= 5 for row in rows)


def test_few_countries_need_no_pages() -> None:
    """What fits on one page has no buttons for others."""
    rows = country_rows(TR, ["DE", "AT"], ("s", "land"), ("s", "lands"))
    assert [[button.label for button in row] for row in rows] == [["Austria", "Germany"]]


def test_no_countries_are_no_rows() -> None:
    """An empty choice is empty."""
    assert country_rows(TR, [], ("s", "land"), ("s", "lands"), 3) == ()


def test_pages_are_named_by_their_letters() -> None:
    """The button of each page names its first and last letters; the one that is shown stands between dots."""
    pages = country_rows(TR, countries(), ("s", "land"), ("s", "lands"), 1)[-1]
    assert [button.data for button in pages] == ["s:lands:0", "s:lands:1", "s:lands:2"]
    assert [button.label for button in pages] == ["A \N{EN DASH} H", "· I \N{EN DASH} P ·", "R \N{EN DASH} V"]


@pytest.mark.parametrize("language", ["en", "de", "uk"])
def test_no_letter_stands_on_two_pages(language: str) -> None:
    """Someone who knows how their country is written knows its page, in any language."""
    tr = Language(language)
    world = [str(code) for code in tr.locale.territories if len(str(code)) == 2]
    for codes in (countries(), world):
        pages = country_rows(tr, codes, ("s", "land"), ("s", "lands"))
        labels = [b.label.strip("· ") for row in pages for b in row if (b.data or "").startswith("s:lands")]
        letters = [letter for label in labels for letter in label.split(" \N{EN DASH} ")]
        assert len(set(letters)) == len(letters) > 2


def test_a_page_of_one_letter_is_named_by_it() -> None:
    """A page whose countries all begin alike is named by that letter alone, however many they are."""
    alike = [f"{letter}{number}" for letter in "XZ" for number in range(2 * COUNTRIES_A_PAGE)]
    pages = country_rows(TR, alike, ("s", "land"), ("s", "lands"))[-1]
    assert [button.label for button in pages] == ["· X ·", "Z"]


@pytest.mark.parametrize(("page", "shown"), [(-1, "Argentina"), (99, "Romania")])
def test_a_page_that_does_not_exist_shows_the_nearest(page: int, shown: str) -> None:
    """Too low a number is the first page, too high a number the last."""
    assert country_rows(TR, countries(), ("s", "land"), ("s", "lands"), page)[0][0].label == shown


def test_no_page_is_too_long() -> None:
    """Even all countries of the world come in pages of at most 28, but for a letter with more."""
    world = [str(code) for code in TR.locale.territories if len(str(code)) == 2]
    for page in range(2 * len(world) // COUNTRIES_A_PAGE):
        rows = country_rows(TR, world, ("s", "land"), ("s", "lands"), page)
        chosen = [b for row in rows for b in row if (b.data or "").startswith("s:land:")]
        letters = {button.label[0] for button in chosen}
        assert 0 < len(chosen) <= (COUNTRIES_A_PAGE if len(letters) > 1 else 40)
        assert all(len(button.label) <= 40 for button in chosen)


def test_names_are_sorted_without_their_marks() -> None:
    """Åland stands near Albania and not after Zimbabwe, in the order of this language."""
    assert in_order(TR, ["ZW", "AX", "AL"]) == ["AX", "AL", "ZW"]
    assert in_order(Language("de"), ["DE", "AT", "AE"]) == ["DE", "AT", "AE"]


@pytest.mark.parametrize("text", ["", "-1", "100", "x", "\N{SUPERSCRIPT TWO}", "\N{ARABIC-INDIC DIGIT ONE}"])
def test_what_no_page_button_wrote_is_no_page(text: str) -> None:
    """Anything but one or two ASCII digits is no page."""
    assert page_in(text) is None


def test_a_page_is_read_back() -> None:
    """The number of a page comes back as it was written."""
    assert page_in("12") == 12
