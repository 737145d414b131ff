"""The safety table, each rule over every tip and a wide net of moments."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product

import pytest

from bot.care.choosing import Moment, suitable
from bot.care.feelings import all_feelings
from bot.care.safety import Shown, nothing_helps
from bot.care.tips import Tip, Trait, load_tips
from bot.engine.scales import Band

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BANDS = (*Band, None)
HOURS = (0, 3, 5, 6, 12, 17, 18, 19, 21, 22, 23)
PAIRS = (("angry", "tired"), ("numb", "anxious"), ("grieving", "exhausted"), ("happy", "overwhelmed"))
WORDS = ((), *((word,) for word in all_feelings()), *PAIRS)


def moment(
    band: Band | None = None,
    words: tuple[str, ...] = (),
    hour: int = 12,
    lows: int = 0,
    hidden: frozenset[str] = frozenset(),
    recent: frozenset[str] = frozenset(),
) -> Moment:
    """A moment with no limit of minutes."""
    return Moment(
        band=band, words=words, hour=hour, lows_in_a_row=lows, hidden=hidden, recent=recent, at_most=None
    )


@cache
def offers() -> tuple[tuple[Moment, tuple[Tip, ...]], ...]:
    """What may be offered in each of some thousands of moments."""
    tips = load_tips()
    moments = (
        moment(band, words, hour, lows) for band, words, hour, lows in product(BANDS, WORDS, HOURS, (0, 1, 2))
    )
    return tuple((each, tuple(suitable(tips, each))) for each in moments)


def offered(applies: Callable[[Moment], bool]) -> set[Tip]:
    """Every tip that is offered in one of the moments to which something applies."""
    found = {tip for each, tips in offers() if applies(each) for tip in tips}
    assert found, "a rule that leaves nothing is no help"
    return found


def says(*words: str) -> Callable[[Moment], bool]:
    """Whether one of the words was chosen."""
    return lambda each: not set(words).isdisjoint(each.words)


def at_night(each: Moment) -> bool:
    """Between ten in the evening and six in the morning."""
    return each.hour >= 22 or each.hour < 6


def traits_of(tips: set[Tip]) -> set[Trait]:
    """All traits that occur."""
    return {trait for tip in tips for trait in tip.traits}


def test_anger_is_met_with_nothing_but_calm() -> None:
    """Whoever is angry is offered only what lowers arousal."""
    assert all(Trait.CALMING in tip.traits for tip in offered(says("angry", "annoyed", "frustrated")))


def test_anger_is_never_walked_off() -> None:
    """A walk is not offered as an outlet for anger."""
    assert "short_walk" not in {tip.id for tip in offered(says("angry", "annoyed", "frustrated"))}


def test_racing_feelings_are_calmed_before_thinking() -> None:
    """With an unpleasant word full of energy, no thinking, no other light on things, no writing."""
    racing = offered(says("tense", "anxious", "afraid", "stressed", "overwhelmed", "angry", "frustrated"))
    assert traits_of(racing).isdisjoint({Trait.THINKING, Trait.REAPPRAISAL, Trait.WRITING})


def test_joy_that_is_full_of_energy_is_not_calmed_down() -> None:
    """Excitement is not taken for agitation."""
    assert Trait.GRATITUDE in traits_of(offered(says("excited")))


def test_low_energy_gets_short_tips() -> None:
    """Whoever is tired or exhausted is offered five minutes at most."""
    assert all(tip.minutes <= 5 for tip in offered(says("tired", "exhausted")))


def test_the_lowest_rating_gets_no_gratitude_and_no_reappraisal() -> None:
    """At the lowest band nothing asks for thanks, for another view, or for writing."""
    lowest = offered(lambda each: each.band is Band.VERY_LOW)
    assert traits_of(lowest).isdisjoint({Trait.GRATITUDE, Trait.REAPPRAISAL, Trait.WRITING})


def test_two_lows_in_a_row_get_no_gratitude_and_no_reappraisal() -> None:
    """A second low rating running is met like the lowest one."""
    second = offered(lambda each: each.lows_in_a_row >= 2)
    assert traits_of(second).isdisjoint({Trait.GRATITUDE, Trait.REAPPRAISAL, Trait.WRITING})


def test_the_lowest_times_begin_with_what_comes_first() -> None:
    """At the lowest rating, by day and with no word beside it, a tip that comes first leads."""
    for hour in (8, 12, 19):
        assert Trait.FIRST in suitable(load_tips(), moment(Band.VERY_LOW, hour=hour))[0].traits


def test_tips_for_good_times_stay_there() -> None:
    """What suits only good times is not offered after a low rating."""
    low = offered(lambda each: each.band in {Band.VERY_LOW, Band.LOW})
    assert "stay_with_a_good_moment" not in {tip.id for tip in low}


def test_grief_is_not_argued_with() -> None:
    """Whoever grieves is asked neither for thanks nor for another view."""
    assert traits_of(offered(says("grieving"))).isdisjoint({Trait.GRATITUDE, Trait.REAPPRAISAL})


def test_numbness_is_not_turned_inward() -> None:
    """Whoever feels numb is led to the room around them, not into the breath or the body."""
    assert Trait.INWARD not in traits_of(offered(says("numb")))


def test_night_leads_to_sleep() -> None:
    """At night: no writing about what hurts, no going over things, no walk."""
    awake = {Trait.WRITING, Trait.THINKING, Trait.REAPPRAISAL, Trait.MOVING}
    assert traits_of(offered(at_night)).isdisjoint(awake)


def test_nobody_is_written_to_at_night() -> None:
    """At night no tip asks for a message to someone."""
    social = {"message_one_person", "thank_you_message", "small_kindness"}
    assert social.isdisjoint({tip.id for tip in offered(at_night)})


def test_a_tip_keeps_out_of_what_its_own_file_rules_out() -> None:
    """The moments that a file names under not_for are kept free of its tip."""
    assert not [
        tip.id for tip in offered(lambda each: each.band is Band.VERY_LOW) if "very_low" in tip.not_for
    ]
    assert not [tip.id for tip in offered(says("grieving")) if "grief" in tip.not_for]
    assert not [
        tip.id for tip in offered(lambda each: each.lows_in_a_row >= 2) if "lows_in_a_row" in tip.not_for
    ]


def test_every_moment_has_something_to_offer() -> None:
    """No combination of rating, word, hour and history is left without a safe tip."""
    assert not [each for each, tips in offers() if not tips]


@pytest.mark.parametrize("words", [(), ("angry",), ("numb",), ("tired",)])
@pytest.mark.parametrize("hour", [3, 12, 19])
def test_safety_holds_when_everything_was_offered_lately(words: tuple[str, ...], hour: int) -> None:
    """When all safe tips are recent they come back, and only they."""
    first = suitable(load_tips(), moment(Band.VERY_LOW, words, hour))
    again = suitable(load_tips(), moment(Band.VERY_LOW, words, hour, recent=frozenset(load_tips())))
    assert {tip.id for tip in first} <= {tip.id for tip in again}
    everything = offered(
        lambda each: each.band is Band.VERY_LOW and each.hour == hour and each.words == words
    )
    hidden = frozenset(tip.id for tip in again)
    assert everything <= set(again)
    assert suitable(load_tips(), moment(Band.VERY_LOW, words, hour, hidden=hidden)) == []


def sitting(verdicts: str, gap: int = 1) -> list[Shown]:
    """Tips with some minutes between, the newest first: 'n' was refused, '.' was not."""
    return [
        Shown(at=NOW - timedelta(minutes=gap * n), is_refused=v == "n") for n, v in enumerate(verdicts, 1)
    ]


def test_two_refused_running_are_enough() -> None:
    """One is not, two are; a third was asked for and counts anew."""
    answers = [nothing_helps(sitting("n" * number), NOW) for number in range(6)]
    assert answers == [False, False, True, False, True, False]


def test_a_tip_that_was_not_refused_breaks_the_row() -> None:
    """Only refusals that follow each other count."""
    assert not nothing_helps(sitting("n.n"), NOW)
    assert nothing_helps(sitting("nn.n"), NOW)


def test_only_one_sitting_counts() -> None:
    """What lies over an hour apart says nothing of this hour."""
    assert nothing_helps(sitting("nn", gap=60), NOW)
    assert not nothing_helps(sitting("nn", gap=61), NOW)
