"""Whom someone is pointed to: the right country, the right order, never a guess."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

import pytest

from bot.care.people import (
    Finder,
    Helpline,
    People,
    Reach,
    countries,
    dialable,
    is_over_age,
    load_people,
    numbers_in,
    people_for,
)

TODAY = date(2026, 12, 1)
LISTS = load_people()
each_country = pytest.mark.parametrize("country", countries())


def lines(people: People) -> list[str]:
    """The names of the services in order."""
    return [line.service for line in people.helplines]


def first(country: str, **wish: str) -> str:
    """The name of the service that is shown first."""
    return people_for(country, language=wish.get("language")).helplines[0].service


@each_country
def test_every_country_has_an_emergency_number_and_a_line(country: str) -> None:
    """Each country with data has a number for danger and at least one helpline."""
    people = people_for(country)
    assert people.emergency is not None
    assert all(re.fullmatch(r"\d{2,5}", number.dialled) for number in people.emergency.numbers)
    assert people.helplines


@each_country
def test_every_list_ends_with_the_international_line(country: str) -> None:
    """findahelpline.com is there for every country."""
    assert people_for(country).international.url == "https://findahelpline.com"


@each_country
def test_the_order_is_kept(country: str) -> None:
    """Everyone's lines before those of a region, a group, or no crisis; high before medium; 24/7 first."""
    places = [
        (line.reach, line.confidence == "medium", not line.is_round_the_clock)
        for line in people_for(country).helplines
    ]
    assert places == sorted(places)


@each_country
def test_a_line_for_some_is_never_first_where_one_is_for_all(country: str) -> None:
    """The first line is for everyone if the country has such a line."""
    helplines = people_for(country).helplines
    for_all = any(line.reach is Reach.EVERYONE for line in helplines)
    assert (helplines[0].reach is Reach.EVERYONE) == for_all


@pytest.mark.parametrize("line", LISTS.helplines, ids=lambda line: f"{line.country} {line.phone or line.sms}")
def test_every_number_is_well_formed(line: Helpline) -> None:
    """Each number has 3 to 15 digits, each text number 3 to 11, each address is secure or known not to be."""
    assert all(re.fullmatch(r"[+*]?\d{3,15}", number) for number in dialable(line.phone))
    assert all(re.fullmatch(r"\d{3,11}", number) for number in dialable(line.sms))
    assert line.phones or line.texts_to or line.chat_url.startswith("https://")
    assert line.phones == numbers_in(line.phone)


def test_no_country_has_a_service_twice() -> None:
    """A service stands once in its country."""
    names = [(line.country, line.service) for line in LISTS.helplines]
    assert len(set(names)) == len(names)


def test_the_lists_are_whole() -> None:
    """160 helplines, 48 finders and 70 emergency numbers, none lost on the way."""
    assert (len(LISTS.helplines), len(LISTS.finders), len(LISTS.emergency)) == (160, 48, 70)
    assert len(countries()) == 70


@pytest.mark.parametrize("country", [None, "", "XX", "INT", "Germany"])
def test_an_unknown_country_is_not_guessed(country: str | None) -> None:
    """Without a known country there is the international line and nothing else."""
    people = people_for(country)
    assert (people.country, people.emergency, people.helplines, people.finders) == (None, None, (), ())
    assert people.international.country == "INT"


def test_a_code_may_be_written_in_small_letters() -> None:
    """'gb' and ' GB ' are one country."""
    assert people_for("gb") == people_for(" GB ") == people_for("GB")


def test_known_lines_stand_first() -> None:
    """The national lines of some countries lead."""
    leads = {country: first(country) for country in ("US", "CA", "FR", "ES", "BR", "DE", "LT")}
    assert leads == {
        "US": "988 Suicide & Crisis Lifeline",
        "CA": "9-8-8: Suicide Crisis Helpline",
        "FR": "3114 Numéro national de prévention du suicide",
        "ES": "024 Línea de atención a la conducta suicida",
        "BR": "CVV - Centro de Valorização da Vida",
        "DE": "TelefonSeelsorge",
        "LT": "Vilties linija",
    }


def test_lines_for_other_troubles_stand_last() -> None:
    """In Ukraine 116 123 is for domestic violence and stands last; the US line for referrals too."""
    assert people_for("UA").helplines[-1].phone.startswith("116 123")
    assert people_for("US").helplines[-1].reach is Reach.NOT_FOR_CRISIS


def test_a_town_is_not_a_country() -> None:
    """The line of Bogotá stands after the national one, well confirmed as it is."""
    reaches = [line.reach for line in people_for("CO").helplines]
    assert reaches == [Reach.EVERYONE, Reach.REGION, Reach.REGION]


def test_the_language_of_a_person_comes_first() -> None:
    """Among the lines for everyone, one that speaks the person's language leads."""
    assert first("JP", language="English").startswith("TELL")
    assert first("BE", language="French") == "Centre de Prévention du Suicide"
    assert lines(people_for("BE", language="Klingon")) == lines(people_for("BE"))


def test_an_old_check_moves_a_line_behind_fresher_ones() -> None:
    """A line checked before the best-before date is shown after the others for everyone."""
    stale = [
        replace(line, checked_on=date(2025, 1, 1)) if line.service == "Samaritans" else line
        for line in LISTS.helplines
    ]
    lists = replace(LISTS, helplines=tuple(stale))
    assert lines(people_for("GB", lists=lists))[0] == "Samaritans"
    aged = people_for("GB", today=TODAY, lists=lists).helplines
    everyone = [line.service for line in next(group for _, group in groupby(aged, lambda line: line.reach))]
    assert everyone[-1] == "Samaritans"


def test_the_age_of_a_line_is_known() -> None:
    """A line is over age when its check lies longer back than the time given."""
    line = LISTS.helplines[0]
    assert line.checked_on == date(2026, 11, 23)
    assert not is_over_age(line, today=TODAY)
    assert is_over_age(line, today=TODAY, best_before=timedelta(days=7))


def test_separate_numbers_are_told_apart() -> None:
    """Austria has one number for all and three of their own; Brazil's is that of the ambulance."""
    austria, brazil = LISTS.emergency["AT"], LISTS.emergency["BR"]
    assert austria.role == ""
    assert [(other.who, other.number) for other in austria.others] == [
        ("ambulance", "144"),
        ("police", "133"),
        ("fire", "122"),
    ]
    assert (brazil.number, brazil.role) == ("192", "ambulance")
    assert [number.dialled for number in LISTS.emergency["NG"].numbers] == ["112", "199"]


def test_a_second_number_for_everything_is_no_service() -> None:
    """112 works in Britain beside 999, and in Nepal from mobile phones beside 102."""
    britain, nepal = LISTS.emergency["GB"], LISTS.emergency["NP"]
    assert (britain.number, britain.also, britain.from_mobiles) == ("999", "112", "")
    assert (nepal.number, nepal.also, nepal.from_mobiles) == ("102", "", "112")


@each_country
def test_the_first_lines_can_be_written_to_where_any_can(country: str) -> None:
    """Of the first three at least one takes a text message or a chat, if a crisis line there does."""
    people = people_for(country)
    written = [line for line in people.helplines if line.is_written and line.reach < Reach.NOT_FOR_CRISIS]
    assert any(line.is_written for line in people.first(3)) or not written
    assert people.first(1) == people.helplines[:1]


@each_country
def test_the_first_lines_are_for_everyone_where_any_is(country: str) -> None:
    """A line for one group is among the first only as the way to write, or where there is no other."""
    people = people_for(country)
    first = people.first(3)
    spoken = [line for line in first if line.reach > Reach.REGION and not line.is_written]
    assert not spoken or all(line.reach > Reach.REGION for line in people.helplines)


def test_the_first_lines_stay_in_order() -> None:
    """In Hong Kong the chat takes the third place; in Britain nothing has to change."""
    hong_kong, britain, germany = people_for("HK"), people_for("GB"), people_for("DE")
    assert hong_kong.first(3) == (*hong_kong.helplines[:2], hong_kong.helplines[4])
    assert britain.first(3) == britain.helplines[:3]
    assert [line.service for line in germany.first(3)] == ["TelefonSeelsorge"]


def test_finders_belong_to_their_country() -> None:
    """A finder is shown in its country only, in the order of the list."""
    finders: tuple[Finder, ...] = people_for("DE").finders
    assert len(finders) == 3
    assert {finder.country for finder in finders} == {"DE"}
