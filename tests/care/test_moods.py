"""Everyday phrases become a score and typed numbers a value; anything more is not understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.care.moods import languages, mood_score, number_in
from bot.engine.scales import Band, band_of

PIECES = ("i", "am", "so", "not", "very", "a bit", "good", "bad", "pretty", "really", "day", "thanks")


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("awful", Band.VERY_LOW),
        ("like shit", Band.VERY_LOW),
        ("really bad", Band.VERY_LOW),
        ("very low", Band.VERY_LOW),
        ("terribly", Band.VERY_LOW),
        ("pretty bad", Band.LOW),
        ("bad", Band.LOW),
        ("not good", Band.LOW),
        ("Not great", Band.LOW),
        ("not so great", Band.LOW),
        ("I'm not okay", Band.LOW),
        ("I don\u2019t feel well", Band.LOW),
        ("it's been a rough day", Band.LOW),
        ("a bit low today", Band.LOW),
        ("meh", Band.MIDDLE),
        ("so-so", Band.MIDDLE),
        ("Okay.", Band.MIDDLE),
        ("fine, thanks", Band.MIDDLE),
        ("I'm fine I guess", Band.MIDDLE),
        ("not bad", Band.MIDDLE),
        ("not too bad", Band.MIDDLE),
        ("not terrible", Band.MIDDLE),
        ("Good", Band.GOOD),
        ("i'm feeling pretty good today", Band.GOOD),
        ("feeling well today", Band.GOOD),
        ("not bad at all", Band.GOOD),
        ("quite good", Band.GOOD),
        ("sooo good!!!", Band.VERY_GOOD),
        ("gooood", Band.GOOD),
        ("great :)", Band.VERY_GOOD),
        ("AMAZING", Band.VERY_GOOD),
        ("couldn't be better", Band.VERY_GOOD),
    ],
)
def test_a_phrase_has_its_band(text: str, band: Band) -> None:
    """Case, apostrophes, punctuation, drawn-out letters, fillers and 'not' are understood."""
    score = mood_score(text)
    assert score is not None
    assert band_of(score) is band


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "not",
        "really",
        "I had a good day with my sister",
        "good but tired",
        "good, bad",
        "fine :(",
        "fine 😭",
        "not not good",
        "is this good for my heart",
        "i want to die",
        "tired",
        "7",
        "good " * 13,
    ],
)
def test_what_says_more_is_no_score(text: str) -> None:
    """A story, a feeling, a contradiction or a sad face gives None."""
    assert mood_score(text) is None


def test_not_turns_a_word_round() -> None:
    """'Not good' is lower than 'not great', and 'not bad' is just above the middle."""
    scores = [mood_score(text) for text in ("not good", "not great", "not bad", "good")]
    assert scores == sorted(score for score in scores if score is not None)
    assert 50 < (mood_score("not bad") or 0) < 60


def test_very_and_a_bit_move_a_word() -> None:
    """'A bit' brings a word nearer to the middle and 'very' takes it further, on both sides."""
    sad = [mood_score(text) or 0 for text in ("very sad", "sad", "a bit sad")]
    glad = [mood_score(text) or 0 for text in ("a bit happy", "happy", "very happy")]
    assert sad + glad == sorted({*sad, *glad})


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_a_score_stays_on_the_scale(words: list[str]) -> None:
    """However words are piled up, a score lies between 0 and 100."""
    score = mood_score(" ".join(words))
    assert score is None or 0 <= score <= 100


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", (7, None)),
        (" 7. ", (7, None)),
        ("7/10", (7, 10)),
        ("7 / 10!", (7, 10)),
        ("7 out of 10", (7, 10)),
        ("7 of 10", (7, 10)),
        ("3/5", (3, 5)),
        ("seven", (7, None)),
        ("Seven out of ten", (7, 10)),
        ("a 7", (7, None)),
        ("I'm a 7 today", (7, None)),
        ("I\u2019d say 6", (6, None)),
        ("maybe a 4", (4, None)),
        ("~7", (7, None)),
        ("7ish", (7, None)),
        ("7️⃣", (7, None)),
        ("🔟", (10, None)),
        ("\u0667", (7, None)),
        ("zero", (0, None)),
        ("0/10", (0, 10)),
        ("10/10!!!", (10, 10)),
        ("6.5", (7, None)),
        ("6,5/10", (7, 10)),
        ("6.4", (6, None)),
        ("9.5", (10, None)),
        ("7½", (8, None)),
        ("6-7", (7, None)),
        ("6 \u2013 7", (7, None)),
        ("6 or 7", (7, None)),
        ("between six and seven", (7, None)),
        ("7-8/10", (8, 10)),
        ("\uff17\uff0f\uff11\uff10", (7, 10)),
    ],
)
def test_a_number_is_read(text: str, number: tuple[int, int | None]) -> None:
    """Digits, words, keycaps and other scripts are numbers; a decimal, and two neighbours, round half up."""
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("11", (11, None)),
        ("-3", (-3, None)),
        ("10.5", (11, None)),
        ("5/3", (5, 3)),
        ("12 out of 10!", (12, 10)),
        ("70/100", (70, 100)),
        ("70%", (70, 100)),
        ("9999", (9999, None)),
    ],
)
def test_a_number_alone_is_read_whatever_its_size(text: str, number: tuple[int, int | None]) -> None:
    """Whether it stands on a scale is for the check-in to say."""
    assert number_in(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("", "minus 3", "+7", "3.14", "07", "7/ten/10", "7-9", "8-7", "7 8", "15712345678", "24.11."),
        *(
            "I'm 34",
            "maybe 11",
            "11 of my friends left",
            "20:30",
            "day 7",
            "7 days",
            "7 of 10 people",
            "I slept 7 hours",
            "good",
            "7 " * 13,
        ),
    ],
)
def test_what_is_no_rating_is_no_number(text: str) -> None:
    """Several numbers, times, telephone numbers, stories, and large numbers among words give None."""
    assert number_in(text) is None


def test_only_known_languages_are_read() -> None:
    """Without a file for a language nothing is understood, not even a number."""
    assert "en" in languages()
    assert mood_score("good", "tlh") is None
    assert number_in("7", "tlh") is None
