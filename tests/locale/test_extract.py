"""The template of translations holds every text that a person reads, and changes only with the texts."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.authoring import Choice, Flow, Note, Rating, Say, when
from bot.locale import extract
from bot.locale.extract import TEMPLATE, catalogue, template_bytes, texts_in, texts_of
from bot.voice.help import COMMANDS
from bot.voice.odd import NOT_TEXT
from bot.voice.prompts import DELAYS


def test_the_template_is_current() -> None:
    """What is committed holds the texts of today: if it should not, run `make texts`."""
    with TEMPLATE.open("rb") as file:
        assert _places(read_po(file)) == _places(catalogue())


def test_the_template_is_the_same_each_time() -> None:
    """No date and no version of a tool stands in it."""
    written = template_bytes()
    assert written == template_bytes()
    assert b"Date" not in written
    assert b"Babel" not in written


def test_the_template_is_written_beside_its_maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written is what is read again."""
    monkeypatch.setattr(extract, "TEMPLATE", tmp_path / "new.pot")
    extract.main()
    assert (tmp_path / "new.pot").read_bytes() == template_bytes()


def test_texts_of_calls_are_found_wherever_they_stand() -> None:
    """Also in f-strings, as one of two, split over lines, and as a marked constant."""
    source = (
        "f'<b>{tr.say(\"in an f-string\")}</b>'\n"
        "desk.tr.plain('one' if late else 'other')\n"
        "tr.say('split '\n  'in two')\n"
        "N_('marked')\n"
    )
    found = [one.text for one in texts_in(source, "bot/x.py")]
    assert found == ["in an f-string", "one", "other", "split in two", "marked"]


def test_plural_forms_are_found_together() -> None:
    """A counted text stands with its plural."""
    (found,) = texts_in("tr.count('a day', '{number} days', number)", "bot/x.py")
    assert (found.text, found.many, found.place) == ("a day", "{number} days", "bot/x.py")


def test_what_is_no_text_is_left_out() -> None:
    """Variables, a lone place to fill, and methods of the same name hold nothing to translate."""
    source = (
        "tr.say(text); tr.say('{name}', name=name); 'abc'.count('a'); tr.count(one, many, 2); (a or b)('c')"
    )
    assert list(texts_in(source, "bot/x.py")) == []


def test_every_text_of_a_flow_is_found() -> None:
    """Title, texts, labels, the words of a rating, thanks, and what stands behind a condition."""
    rating = Rating("a", "A?", low="lo", high="hi", between=("x", "y", "z"))
    choice = Choice("b", "B?", options={"yes": "Yes", "no": "No"})
    flow = Flow(
        id="f",
        title="Title",
        prompt="every day at 9:00",
        steps=[rating, when(rating.is_low, Say("c", "C."), choice), Note("d", "D?")],
        thanks="Thanks.",
    )
    found = [one.text for one in texts_of(flow, "flows/f.py")]
    assert found == ["Title", "A?", "lo", "x", "y", "z", "hi", "C.", "B?", "Yes", "No", "D?", "Thanks."]


def test_texts_that_stand_in_constants_are_in_the_template() -> None:
    """Commands, replies to what is not text, and delays are translated too."""
    template = catalogue()
    for text in (
        *COMMANDS.values(),
        *NOT_TEXT.values(),
        *DELAYS.values(),
        "yesterday",
        "Checked on {day}.",
    ):
        assert template.get(text) is not None, text


def test_texts_of_flows_and_care_are_in_the_template() -> None:
    """A label of a flow, a feeling and a tip each stand with their file."""
    places = _places(catalogue())
    assert "flows/daily.py" in places["Something small to try"]
    assert "bot/care/feelings.toml" in places["overwhelmed"]
    assert "bot/care/tips_data/slow_breathing.toml" in places["Slow breathing"]


def _places(template: Catalog) -> dict[object, frozenset[str]]:
    """Where each text stands, without the lines, which change more often than the texts."""
    return {
        message.id if isinstance(message.id, str) else tuple(message.id): frozenset(
            str(place) for place, _ in message.locations
        )
        for message in template
        if message.id
    }
