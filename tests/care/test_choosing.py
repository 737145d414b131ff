"""How a tip is chosen: by fit, by evidence, by what was offered lately, and why."""

import random
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.care.choosing import Moment, Reason, choose_tip, circumstances_of, is_short, needs_of, suitable, why
from bot.care.feelings import all_feelings
from bot.care.needs import Circumstance, Need
from bot.care.tips import Evidence, Trait, load_tips
from bot.engine.scales import Band

TIPS = load_tips()
PLAIN = Moment(
    band=None, words=(), hour=12, lows_in_a_row=0, hidden=frozenset(), recent=frozenset(), at_most=None
)
MOMENTS = st.builds(
    Moment,
    band=st.sampled_from((*Band, None)),
    words=st.lists(st.sampled_from((*all_feelings(), "gone")), max_size=3, unique=True).map(tuple),
    hour=st.integers(0, 23),
    lows_in_a_row=st.integers(0, 3),
    hidden=st.frozensets(st.sampled_from(sorted(TIPS))),
    recent=st.frozensets(st.sampled_from(sorted(TIPS))),
    at_most=st.none() | st.integers(1, 20),
)


def test_words_speak_for_needs() -> None:
    """The needs of a moment are those of its words and of a low rating."""
    assert needs_of(replace(PLAIN, band=Band.LOW, words=("lonely",))) == {Need.LOW_MOOD, Need.LONELY}


def test_a_good_rating_adds_nothing_to_a_sad_word() -> None:
    """Someone who is well and says 'sad' is met in the sadness."""
    assert needs_of(replace(PLAIN, band=Band.GOOD, words=("sad",))) == {Need.SAD}


def test_without_anything_the_moment_is_unclear() -> None:
    """No rating and no known word ask for what suits an unclear moment."""
    assert needs_of(PLAIN) == {Need.UNCLEAR}
    assert needs_of(replace(PLAIN, words=("gone",))) == {Need.UNCLEAR}


def test_the_night_asks_for_sleep() -> None:
    """From ten to six the hour itself is a need."""
    asks = {hour for hour in range(24) if Need.SLEEP in needs_of(replace(PLAIN, hour=hour))}
    assert asks == {22, 23, 0, 1, 2, 3, 4, 5}


def test_circumstances_are_read_from_all_sides() -> None:
    """Rating, words, hour and history each leave their mark."""
    moment = replace(PLAIN, band=Band.VERY_LOW, words=("numb", "angry"), hour=23, lows_in_a_row=2)
    assert circumstances_of(moment) == set(Circumstance) - {Circumstance.GRIEF, Circumstance.LOW_ENERGY}
    assert circumstances_of(PLAIN) == frozenset()


def test_what_fits_best_stands_first() -> None:
    """For loneliness, a tip that suits loneliness leads; for sleepless nights, one that calms."""
    assert Need.LONELY in suitable(TIPS, replace(PLAIN, words=("lonely",)))[0].suits
    assert Need.SLEEP in suitable(TIPS, replace(PLAIN, hour=2))[0].suits


def test_among_equals_the_better_tested_comes_first() -> None:
    """With the same fit, strong evidence stands before some, and some before consensus."""
    ordered = suitable(TIPS, replace(PLAIN, words=("worried",)))
    ranks = [list(Evidence).index(tip.evidence) for tip in ordered]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 3


def test_tips_may_be_given_as_a_list() -> None:
    """A plain list of tips is as good as a table by id."""
    assert suitable(list(TIPS.values()), PLAIN) == suitable(TIPS, PLAIN)


@given(MOMENTS)
def test_hidden_tips_never_return(moment: Moment) -> None:
    """Whatever the moment, a hidden tip stays hidden."""
    assert moment.hidden.isdisjoint(tip.id for tip in suitable(TIPS, moment))


@given(MOMENTS)
def test_recent_tips_return_only_alone(moment: Moment) -> None:
    """A tip of the last days is offered only if no other is left."""
    offered = {tip.id for tip in suitable(TIPS, moment)}
    assert offered.isdisjoint(moment.recent) or offered <= moment.recent


@given(MOMENTS)
def test_the_minutes_a_person_has_are_kept(moment: Moment) -> None:
    """A tip that takes longer is offered only if its short version fits."""
    for tip in suitable(TIPS, moment):
        if moment.at_most is not None and tip.minutes > moment.at_most:
            assert moment.at_most >= 2
            assert is_short(tip, moment)


@given(MOMENTS, st.randoms(use_true_random=False))
def test_the_draw_is_among_the_best(moment: Moment, draw: random.Random) -> None:
    """What is drawn is suitable, and nothing is drawn only if nothing is suitable."""
    chosen = choose_tip(TIPS, moment, draw=draw)
    assert chosen in suitable(TIPS, moment) if chosen else suitable(TIPS, moment) == []


def test_the_draw_varies_and_favours_what_is_tested() -> None:
    """Over many draws more than one tip appears, the better tested most often."""
    moment = replace(PLAIN, words=("anxious",))
    draw = random.Random(7)  # noqa: S311 -- chance among tips guards no secret
    drawn = Counter(choose_tip(TIPS, moment, draw=draw) for _ in range(400))
    assert len(drawn) > 3
    most = drawn.most_common(1)[0][0]
    assert most is not None
    assert most.evidence is Evidence.STRONG


def test_at_the_lowest_rating_only_what_comes_first_is_drawn() -> None:
    """With a very low rating and a sad word, the draw keeps to the tips that come before all others."""
    moment = replace(PLAIN, band=Band.VERY_LOW, words=("sad",))
    draw = random.Random(3)  # noqa: S311 -- chance among tips guards no secret
    drawn = {choose_tip(TIPS, moment, draw=draw) for _ in range(100)}
    assert all(tip is not None and Trait.FIRST in tip.traits for tip in drawn)


def test_without_tips_nothing_is_chosen() -> None:
    """An empty library offers nothing."""
    assert choose_tip({}, PLAIN, draw=random.Random(1)) is None  # noqa: S311 -- chance among tips


def test_a_tip_says_which_word_it_answers() -> None:
    """The reason names the word and the need, so that the bot can say 'because you said tense'."""
    moment = replace(PLAIN, band=Band.LOW, words=("happy", "tense"))
    assert why(TIPS["slow_breathing"], moment) == Reason(need=Need.ANXIETY, word="tense")


def test_a_tip_may_answer_the_rating_or_nothing() -> None:
    """Without a fitting word the reason is the need of the rating; without that, none."""
    assert why(TIPS["short_walk"], replace(PLAIN, band=Band.LOW)) == Reason(need=Need.LOW_MOOD, word=None)
    assert why(TIPS["short_walk"], PLAIN) == Reason(need=None, word=None)


def test_what_nobody_said_is_no_word_of_theirs() -> None:
    """A feeling that a low rating stands for asks for a tip, and is never quoted as the person's own."""
    moment = replace(PLAIN, words=("tense",), unsaid=frozenset({"tense"}))
    assert why(TIPS["slow_breathing"], moment) == Reason(need=Need.ANXIETY, word=None)


def test_the_short_version_is_shown_only_when_time_is_short() -> None:
    """With time enough, or none stated, the whole tip is shown."""
    tip = TIPS["slow_breathing"]
    assert is_short(tip, replace(PLAIN, at_most=2))
    assert not is_short(tip, replace(PLAIN, at_most=5))
    assert not is_short(tip, PLAIN)
    assert not is_short(TIPS["what_do_i_need"], replace(PLAIN, at_most=1))
