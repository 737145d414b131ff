"""What a person reads about a line is meant for a person: no notes of those who looked it up."""

import csv
import re
from collections.abc import Iterator

import pytest

from bot.care.contacts import LABEL_LENGTH
from bot.care.data import shipped
from bot.care.people import Finder, Helpline, load_people

LISTS = load_people()
RESEARCH = re.compile(
    r"\b(sources?|projects?|(not )?checked|lists?|listed|listings?|unclear|stated|reported|published|"
    r"older (source|list)s?|announced|relaunched|under negotiation|one page says|find a helpline|since|"
    r"20[12]\d)\b|\?|\(from ",
    re.IGNORECASE,
)
FROM_SOMEWHERE = ("from mobiles", "from Iwate, Miyagi and Fukushima", "from IP phones")


def of_helpline(line: Helpline) -> Iterator[str]:
    """Each text about a helpline, its name aside."""
    yield from (line.hours, line.languages, line.audience, line.cost)
    yield from (number.note for number in (*line.phones, *line.texts_to))


def of_finder(finder: Finder) -> Iterator[str]:
    """Each text about a way to a therapist, its name aside."""
    yield from (finder.cost, finder.format, finder.languages)


@pytest.mark.parametrize("line", LISTS.helplines, ids=lambda line: f"{line.country} {line.service[:20]}")
def test_a_helpline_is_described_in_plain_words(line: Helpline) -> None:
    """No hours, cost, audience, language or instruction speaks of sources, years of lists, or doubts."""
    said = [text for text in of_helpline(line) if text not in FROM_SOMEWHERE]
    assert [text for text in said if RESEARCH.search(text)] == []


@pytest.mark.parametrize("finder", LISTS.finders, ids=lambda finder: f"{finder.country} {finder.label}")
def test_a_way_to_a_therapist_is_described_in_plain_words(finder: Finder) -> None:
    """No cost, kind or language speaks of sources, years of lists, or doubts."""
    assert [text for text in of_finder(finder) if RESEARCH.search(text)] == []


def test_an_emergency_number_is_described_in_plain_words() -> None:
    """Who answers is a word or a few, without numbers."""
    said = {
        text
        for emergency in LISTS.emergency.values()
        for text in (emergency.role, *(other.who for other in emergency.others))
    }
    assert [text for text in said if RESEARCH.search(text) or re.search(r"\d", text)] == []


@pytest.mark.parametrize(
    "note",
    [
        "2020: 08:00-20:00; project aims at 24 hours",
        "24/7 (from lists)",
        "limited hours (not checked)",
        "sources differ: 24/7 or nightly 18:00-08:00",
        "24/7 (stated for Beijing; local centres answer)",
        "ordinary call rate (free access under negotiation in 2024)",
    ],
)
def test_a_note_of_research_would_be_found(note: str) -> None:
    """Notes as they stood in the lists are caught."""
    assert RESEARCH.search(note)


def test_every_label_is_whole_and_short() -> None:
    """A finder's label is no cut name: at most thirty characters, told apart within its country."""
    labels = [(finder.country, finder.label) for finder in LISTS.finders]
    assert len(set(labels)) == len(labels)
    assert [label for _, label in labels if len(label) > LABEL_LENGTH or label.endswith("…")] == []


@pytest.mark.parametrize("name", ["helplines.csv", "therapist_finders.csv"])
def test_what_was_taken_out_is_kept_as_a_remark(name: str) -> None:
    """Those who check the lists next still find the doubts, in a column that nobody is shown."""
    rows = list(csv.DictReader(shipped("people_data", name).read_text(encoding="utf-8").splitlines()))
    remarks = [row["remark"] for row in rows if row["remark"]]
    assert any("not checked" in remark for remark in remarks)
