"""The words for feelings: what is offered, and what is understood when typed."""

import pytest

from bot.care.data import shipped
from bot.care.feelings import OFFERED, BadFeelings, all_feelings, feelings_for, find_feelings, read_vocabulary
from bot.care.needs import Need
from bot.engine.scales import Band

LABELS = {feeling.word: feeling.id for feeling in all_feelings().values()}
GERMAN = {"ruhig": "calm", "müde": "tired", "Voller Energie": "energetic", "energie": "excited"}


def test_there_are_about_forty_words_on_all_four_sides() -> None:
    """Pleasant and unpleasant, lively and still: each quarter has at least five words."""
    feelings = all_feelings().values()
    assert 36 <= len(feelings) <= 42
    for pleasant in (True, False):
        for lively in (True, False):
            quarter = [
                each for each in feelings if (each.valence > 0, each.arousal > 0) == (pleasant, lively)
            ]
            assert len(quarter) >= 5


def test_every_need_but_sleep_has_a_word() -> None:
    """Sleep is read from the hour; every other need can be said."""
    spoken = {need for feeling in all_feelings().values() for need in feeling.needs}
    assert spoken == set(Need) - {Need.SLEEP}


def test_every_word_is_plain_and_unique() -> None:
    """One short word each, in small letters, no two alike."""
    words = [feeling.word for feeling in all_feelings().values()]
    assert len(set(words)) == len(words)
    assert all(word.isalpha() and word.islower() and len(word) <= 12 for word in words)


@pytest.mark.parametrize("band", [*Band, None])
def test_twelve_words_are_offered(band: Band | None) -> None:
    """Twelve different words fit each band, 'mixed' always among them."""
    offered = feelings_for(band)
    assert len(set(offered)) == OFFERED
    assert "mixed" in {feeling.id for feeling in offered}


def test_the_better_the_rating_the_more_pleasant_the_words() -> None:
    """The mean pleasantness of the offered words rises from band to band."""
    means = [sum(each.valence for each in feelings_for(band)) for band in Band]
    assert means == sorted(means)


def test_the_lowest_rating_is_offered_no_cheer() -> None:
    """After a very low rating no pleasant word is held out."""
    assert all(feeling.valence <= 0 for feeling in feelings_for(Band.VERY_LOW))


def test_without_a_rating_both_sides_are_offered() -> None:
    """No rating: some pleasant words and some unpleasant ones."""
    unpleasant = [feeling for feeling in feelings_for(None) if feeling.is_unpleasant]
    assert 4 <= len(unpleasant) <= 8


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("calm, tired", ("calm", "tired")),
        ("Calm and TIRED.", ("calm", "tired")),
        ("I feel calm but tired", ("calm", "tired")),
        ("I'm a bit sad", ("sad",)),
        ("I\u2019m sad; lonely/tired\nnumb", ("sad", "lonely", "tired", "numb")),
        ("tired tired, calm", ("tired", "calm")),
        ("tired, calm, tired", ("tired", "calm")),
        ("sad :(", ("sad",)),
        ("tense & worried!", ("tense", "worried")),
    ],
)
def test_typed_words_are_understood(text: str, found: tuple[str, ...]) -> None:
    """Case, commas, joining words and repetition do not matter; the order is kept."""
    assert find_feelings(text, LABELS) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        " , ",
        "and",
        "not calm",
        "calm because my friend called",
        "calmly",
        "I want to die",
        "sadder",
    ],
)
def test_more_than_words_is_not_understood(text: str) -> None:
    """What says anything else is left to others: nothing is picked out of it."""
    assert find_feelings(text, LABELS) == ()


def test_labels_of_a_language_are_read_in_it() -> None:
    """The labels decide; the longest label wins."""
    assert find_feelings("Ruhig und MÜDE", GERMAN) == ("calm", "tired")
    assert find_feelings("voller energie", GERMAN) == ("energetic",)
    assert find_feelings("calm", GERMAN) == ()


def vocabulary(**entry: object) -> dict[str, object]:
    """A file of feelings with thirteen words, the first one changed."""
    words = [
        {"id": f"w{i}", "word": f"w{i}", "valence": 0, "arousal": 0, "needs": ["good"]} for i in range(13)
    ]
    words[0] |= entry
    offered = {band: [f"w{place}" for place in range(1, 13)] for band in (*Band, "any")}
    return {"feelings": words, "offered": offered}


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"id": "w1"}, "an id stands twice"),
        ({"valence": 1.5}, "a level outside -1 to 1"),
        ({"arousal": -2}, "a level outside -1 to 1"),
        ({"needs": ["cheer"]}, "lacks or misspells"),
        ({"id": "w99"}, ""),
    ],
)
def test_a_bad_word_is_refused(entry: dict[str, object], says: str) -> None:
    """The error names the word and what to mend; a whole file passes."""
    if not says:
        assert "w99" in read_vocabulary(vocabulary(**entry)).feelings
        return
    with pytest.raises(BadFeelings, match=says):
        read_vocabulary(vocabulary(**entry))


def test_a_bad_offer_is_refused() -> None:
    """An offer holds twelve different known words."""
    raw = vocabulary()
    for names, says in ((["w1"], "offers 1 words"), (["gone"] * 12, "offers the unknown word 'gone'")):
        offered = dict.fromkeys((*Band, "any"), names)
        with pytest.raises(BadFeelings, match=says):
            read_vocabulary(raw | {"offered": offered})


def test_the_file_is_beside_the_code() -> None:
    """The words ship with the room."""
    assert shipped("feelings.toml").is_file()
