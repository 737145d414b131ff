"""How a language says a text, a list, a day."""

from datetime import UTC, date, datetime, time
from gettext import NullTranslations
from zoneinfo import ZoneInfo

import pytest

from bot.voice.language import N_, OFFERED, Language, escape, load_language, offered_language
from tests.pseudo import BEGIN, END, PSEUDO, NotInTemplate, in_pseudo

EN = Language()
MONDAY = date(2026, 11, 23)


class _Marked(NullTranslations):
    """Marks what was translated."""

    def gettext(self, message: str) -> str:
        return f"*{message}*"


def test_values_are_escaped_in_texts_and_not_on_buttons() -> None:
    """A name with signs cannot close a tag; a button shows it as it is."""
    assert EN.say("Hello {name}", name="<b>&") == "Hello &lt;b&gt;&amp;"
    assert EN.plain("Hello {name}", name="<b>&") == "Hello <b>&"
    assert EN.count("{number} of {name}", "{number} of many {name}", 2, name="<") == "2 of many &lt;"


def test_braces_in_a_text_without_values_are_only_braces() -> None:
    """The words of a flow cannot break a turn."""
    assert EN.say("a {b} } {") == EN.plain("a {b} } {") == "a {b} } {"


def test_the_text_of_a_flow_is_translated_and_escaped() -> None:
    """Signs that its author wrote are read as they stand."""
    assert Language("en", _Marked()).told("Rest & {sleep} <3") == "*Rest &amp; {sleep} &lt;3*"


def test_a_marked_text_stays_as_it_is() -> None:
    """The mark is for the catalogue alone."""
    assert N_("Tonight") == "Tonight"
    assert escape("'<&>\"") == "'&lt;&amp;&gt;\""


def test_lists_and_days_are_written_in_british_english() -> None:
    """No comma before the last of several, the day before the month."""
    assert EN.listed([]) == ""
    assert EN.listed(["a"]) == "a"
    assert EN.listed(["a", "b", "c"]) == "a, b and c"
    assert EN.day(MONDAY) == "Mon 23 Nov"
    assert (EN.weekday(0), EN.weekday_short(6)) == ("Monday", "Sun")


@pytest.mark.parametrize(
    ("day", "words"),
    [(22, "yesterday"), (23, "today"), (24, "tomorrow"), (25, "Wed 25 Nov"), (21, "Sat 21 Nov")],
)
def test_near_days_have_words(day: int, words: str) -> None:
    """Yesterday, today and tomorrow; any other day by weekday and date."""
    assert EN.day_near(date(2026, 11, day), MONDAY) == words


def test_a_moment_is_told_on_the_clock_of_the_person() -> None:
    """Late in London is tomorrow in Berlin."""
    moment = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert EN.moment(moment, ZoneInfo("Europe/Berlin"), MONDAY) == "tomorrow 00:30"
    assert EN.clock(time(7, 5)) == "07:05"


def test_countries_have_names() -> None:
    """A known code is a name; an unknown one stays."""
    assert EN.country("DE") == "Germany"
    assert EN.country("XX!") == "XX!"


@pytest.mark.parametrize("wanted", [None, "", "en", "en-GB", "EN", "de", "xx-YY"])
def test_a_language_that_is_not_offered_falls_back(wanted: str | None) -> None:
    """There is always a language in which help can be read."""
    assert offered_language(wanted) in OFFERED


@pytest.mark.parametrize("code", OFFERED)
def test_every_offered_language_loads(code: str) -> None:
    """Each has its data, and knows the words for help."""
    language = load_language(code)
    assert language.code == code
    assert language.plain("Someone to talk to")
    assert language.locale.language == code


def test_the_pseudo_language_keeps_what_a_translator_keeps() -> None:
    """Places, tags, commands and addresses stay; all else is accented, longer, and written right to left."""
    text = in_pseudo("<b>Go</b> to {place}, /help or findahelpline.com")
    assert text.startswith(f"{BEGIN}<b>Ǵó</b> ťó {{place}}, /help óŕ findahelpline.com")
    assert text.endswith(END)


def test_the_pseudo_language_has_three_plural_forms() -> None:
    """One, few and many differ."""
    forms = [PSEUDO.count("about a minute", "about {number} minutes", number) for number in (1, 2, 5)]
    assert len({form.replace("5", "2") for form in forms}) == 3


def test_the_pseudo_language_refuses_what_a_translator_never_sees() -> None:
    """A text that is not in the template is noticed where it is shown."""
    with pytest.raises(NotInTemplate):
        PSEUDO.say("This text was never extracted.")
    with pytest.raises(NotInTemplate):
        PSEUDO.count("a mile", "{number} miles", 2)
