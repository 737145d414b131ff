"""The shipped tips keep the promises made about them, and a file that breaks one is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.care.data import shipped
from bot.care.needs import Need
from bot.care.tips import LONGEST_TIP, BadTip, Evidence, Label, Tip, load_tips
from bot.care.wording import harms_in, long_sentences
from bot.errors import BotError

TIPS = load_tips()
WHOLE = """
id = "rest"
title = "A rest"
minutes = 5
label = "body"
suits = ["low_energy"]
times = ["any"]
steps = ["Sit down.", "Look out of the window."]
evidence = "consensus"
evidence_words = "Little tested."
source = "Clinical practice"
reviewer = "not yet reviewed by a clinician"
"""
each_tip = pytest.mark.parametrize("tip", TIPS.values(), ids=TIPS)
Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Writes the given files into a folder of tips."""

    def write(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_there_are_tips_for_every_need_and_of_every_label() -> None:
    """At least thirty tips ship; each need has three and no label is without one."""
    assert len(TIPS) >= 30
    assert all(sum(need in tip.suits for tip in TIPS.values()) >= 3 for need in Need)
    assert {tip.label for tip in TIPS.values()} == set(Label)


def test_each_file_is_named_after_its_tip() -> None:
    """A tip is found by its id among the files."""
    files = {file.name for file in shipped("tips_data").iterdir()}
    assert files == {f"{name}.toml" for name in TIPS}


def test_what_is_known_is_said_in_few_sentences() -> None:
    """The same evidence is said in the same words, and each says that the help is little or uncertain."""
    said = {tip.evidence_words for tip in TIPS.values()}
    assert len(said) <= 6
    assert all("little" in words for words in said)


def test_consensus_cites_no_effect() -> None:
    """A tip that rests on practice alone never claims tests of its own."""
    for tip in TIPS.values():
        claims = tip.evidence_words.startswith("Tested in")
        assert claims == (tip.evidence is not Evidence.CONSENSUS), tip.id


def test_no_clinician_is_claimed() -> None:
    """As long as nobody has read the tips, they say so."""
    assert {(tip.reviewer, tip.reviewed_on) for tip in TIPS.values()} == {
        ("not yet reviewed by a clinician", "")
    }


@each_tip
def test_a_short_version_takes_two_minutes(tip: Tip) -> None:
    """A short version stands only beside a longer tip, in one or two sentences fit for two minutes."""
    assert not tip.short or (tip.minutes > 2 and len(tip.short) <= 160)


@each_tip
def test_a_tip_reads_easily(tip: Tip) -> None:
    """Two to seven steps, a short title, and every text ends like a sentence."""
    assert 2 <= len(tip.steps) <= 7
    assert len(tip.title) <= 40
    assert all(text[-1] in ".?!'" for text in tip.texts() if text != tip.title)


@each_tip
def test_a_tip_has_a_caution(tip: Tip) -> None:
    """Every tip says in one or two plain sentences when to leave it or what to know."""
    assert 0 < len(tip.caution) <= 140


@each_tip
def test_a_tip_harms_no_one_by_its_words(tip: Tip) -> None:
    """No forbidden word and no long sentence stands in a shipped tip, its source included."""
    assert not [harm for text in tip.texts() for harm in harms_in(text)]
    assert not [harm for harm in harms_in(tip.source) if not harm.startswith("is jargon")]
    assert not [sentence for text in tip.texts() for sentence in long_sentences(text)]


def test_the_shipped_tips_cannot_be_changed_by_a_caller() -> None:
    """Whoever empties the table they were handed leaves the next one whole."""
    load_tips().clear()
    assert load_tips() == TIPS


def test_a_whole_file_is_read(folder: Folder) -> None:
    """The optional fields may be left out."""
    tips = load_tips(folder(rest=WHOLE))
    assert tips["rest"].steps == ("Sit down.", "Look out of the window.")
    assert (tips["rest"].short, tips["rest"].caution, tips["rest"].reviewed_on) == ("", "", "")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('source = "Clinical practice"', "", "source is missing or empty"),
        ('source = "Clinical practice"', 'source = " "', "source is missing or empty"),
        ('evidence = "consensus"', "", "evidence is missing or empty"),
        ('evidence = "consensus"', 'evidence = "certain"', "take one of strong, some, consensus"),
        ('reviewer = "not yet reviewed by a clinician"', "", "reviewer is missing or empty"),
        ('reviewer = "not', 'reviewed_on = "soon"\nreviewer = "not', "write a date as 2026-01-31"),
        ('steps = ["Sit down.", "Look out of the window."]', "", "steps is missing or empty"),
        (
            'steps = ["Sit down.", "Look out of the window."]',
            "steps = [1]",
            "write a list of short sentences",
        ),
        ("minutes = 5", "minutes = 0", "give a whole number from 1 to 30"),
        ("minutes = 5", "minutes = 31", "give a whole number from 1 to 30"),
        ("minutes = 5", "minutes = true", "give a whole number from 1 to 30"),
        ('"low_energy"', '"boredom"', "suits holds 'boredom', which is unknown"),
        ('"low_energy"', "7", "suits holds '7', which is unknown"),
        ('suits = ["low_energy"]', "", "suits is missing or empty; list some of low_mood"),
        ('label = "body"', 'label = "magic"', "label holds 'magic', which is unknown; take one of cbt"),
        ('times = ["any"]', 'times = "any"', "times is missing or empty"),
        ("minutes = 5", 'minutes = 5\ncolour = "red"', "colour is unknown; take one of caution"),
        ("Sit down.", "This cures everything.", "claims to heal (cures); say it in other words"),
        ("Sit down.", "Sit down. " + "Look. " * 300, "stay below 1500"),
        ("Sit down.", "Sit " * 23, "a sentence is over 22 words"),
        ("minutes = 5", "minutes 5", "is not valid TOML"),
    ],
)
def test_a_bad_file_is_refused(folder: Folder, old: str, new: str, says: str) -> None:
    """The error names the file, the field, and what to do."""
    assert old in WHOLE
    with pytest.raises(BadTip, match=r"^rest\.toml") as fault:
        load_tips(folder(rest=WHOLE.replace(old, new)))
    assert says in str(fault.value)
    assert isinstance(fault.value, BotError)


def test_an_id_is_taken_once(folder: Folder) -> None:
    """Two files cannot share an id."""
    with pytest.raises(BadTip, match="id 'rest' is taken by another file; choose another id"):
        load_tips(folder(rest=WHOLE, sleep=WHOLE))


def test_other_files_are_left_alone(folder: Folder) -> None:
    """Only TOML files are tips."""
    place = folder(rest=WHOLE)
    (place / "README.md").write_text("Not a tip.", encoding="utf-8")
    assert list(load_tips(place)) == ["rest"]


def test_the_limit_of_a_message_is_kept_with_room() -> None:
    """The longest shipped tip leaves half of the limit for longer languages."""
    assert max(len("\n\n".join(tip.texts())) for tip in TIPS.values()) < LONGEST_TIP / 2
