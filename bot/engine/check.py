"""Checks a flow before anyone meets it, and says in its author's words what to mend."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from bot.engine.branches import MOST_BRANCHES, TooManyBranches, branches, leaves
from bot.engine.conditions import BelowUsual, Chose, Condition, InBands
from bot.engine.flow import Flow, placed_steps
from bot.engine.parts import Finding, Wrong, wrong_parts
from bot.engine.rhythm import BadRhythm, read_rhythm
from bot.engine.steps import Choice, OfferPeople, OfferTip, Rating, Say, Step, Words

__all__ = ["Finding", "check"]

# A button carries 'c:<session>:o:<step>:<option>' in 64 bytes: 18 for the rest leave room for two names.
NAME = re.compile(r"[a-z][a-z0-9_]{0,19}")
LONGEST_LABEL, LONGEST_TEXT, LONGEST_TITLE = 40, 1_000, 60
FEWEST_OPTIONS, MOST_WORDS = 2, 6
A_NAME = "write lower-case letters, digits and _, a letter first, 20 characters at most"


def check(flow: Flow) -> list[Finding]:
    """Everything that is wrong with a flow, from top to bottom; nothing found means it can be asked."""
    wrongs = list(wrong_parts(flow))
    if not wrongs:
        wrongs = [*_flow_wrongs(flow), *_step_wrongs(flow), *_order_wrongs(flow)]
    return [Finding(flow=str(flow.id), step=one.step, wrong=one.wrong, mend=one.mend) for one in wrongs]


def _flow_wrongs(flow: Flow) -> Iterator[Wrong]:
    if not NAME.fullmatch(flow.id):
        yield Wrong(wrong=f"the id {flow.id!r} cannot be used", mend=A_NAME)
    yield from _bad_text(flow.title, "the title", LONGEST_TITLE)
    yield from _bad_text(flow.thanks, "the thanks", LONGEST_TEXT)
    try:
        read_rhythm(flow.prompt)
    except BadRhythm as error:
        yield Wrong(wrong="the prompt cannot be read", mend=str(error))
    steps = [placed.step for placed in placed_steps(flow.steps)]
    if all(isinstance(step, Say | OfferTip | OfferPeople) for step in steps):
        yield Wrong(wrong="nothing is asked", mend="add a question: a Rating, Words, a Choice or a Note")


def _step_wrongs(flow: Flow) -> Iterator[Wrong]:
    steps = [placed.step for placed in placed_steps(flow.steps)]
    for name, times in Counter(step.name for step in steps).items():
        if times > 1:
            yield Wrong(step=name, wrong=f"there are {times} steps of this name", mend="give each its own")
    for step in steps:
        if not NAME.fullmatch(step.name):
            yield Wrong(step=step.name, wrong=f"the name {step.name!r} cannot be used", mend=A_NAME)
        yield from _wording_wrongs(step)


def _wording_wrongs(step: Step) -> Iterator[Wrong]:
    if not isinstance(step, OfferTip | OfferPeople):
        yield from _bad_text(step.text, "the text", LONGEST_TEXT, step.name)
    match step:
        case Rating():
            yield from _rating_wrongs(step)
        case Words() if step.at_most > MOST_WORDS:
            mend = f"write a number from 1 to {MOST_WORDS}; choosing more becomes work"
            yield Wrong(step=step.name, wrong=f"at_most is {step.at_most}", mend=mend)
        case Choice():
            yield from _choice_wrongs(step)
        case _:
            pass


def _rating_wrongs(step: Rating) -> Iterator[Wrong]:
    labels = {"low": step.low, "high": step.high}
    labels |= {f"word {number} of between": word for number, word in enumerate(step.between, start=1)}
    mend = 'word them apart: between=("low", "so-so", "good") are the three in the middle'
    yield from _bad_labels(labels, step.name, mend)


def _choice_wrongs(step: Choice) -> Iterator[Wrong]:
    if len(step.options) < FEWEST_OPTIONS:
        wrong = f"it has {len(step.options)} options"
        yield Wrong(step=step.name, wrong=wrong, mend="give at least two, or make it a Say or a Note")
    for option in step.options:
        if not NAME.fullmatch(option):
            yield Wrong(step=step.name, wrong=f"the option {option!r} cannot be used", mend=A_NAME)
    labels = {f"the label of option {option!r}": label for option, label in step.options.items()}
    yield from _bad_labels(labels, step.name, "word them apart: each is a button of its own")


def _bad_labels(labels: Mapping[str, str], step: str, apart: str) -> Iterator[Wrong]:
    """Labels that are missing or too long for a phone, or that read the same on two buttons."""
    for what, label in labels.items():
        yield from _bad_text(label, what, LONGEST_LABEL, step)
    by_label = sorted((label.strip().casefold(), what) for what, label in labels.items() if label.strip())
    for (earlier, one), (later, other) in pairwise(by_label):
        if earlier == later:
            yield Wrong(step=step, wrong=f"{one} and {other} read the same", mend=apart)


def _bad_text(text: str, what: str, longest: int, step: str | None = None) -> Iterator[Wrong]:
    if not text.strip():
        yield Wrong(step=step, wrong=f"{what} is empty", mend="write a few words")
    elif len(text) > longest:
        wrong = f"{what} has {len(text)} characters"
        yield Wrong(step=step, wrong=wrong, mend=f"shorten it to {longest} or fewer")


def _order_wrongs(flow: Flow) -> Iterator[Wrong]:
    """Conditions and tips that look at what is not known yet, and steps that nothing leads to."""
    known: dict[str, Step] = {}
    later = {placed.step.name for placed in placed_steps(flow.steps)}
    misled: set[str] = set()
    for placed in placed_steps(flow.steps):
        name = placed.step.name
        suits = placed.step.suits if isinstance(placed.step, OfferTip) else ()
        wrongs = list(_condition_wrongs(placed.conditions, known, later, name))
        misled |= {name} if wrongs else set()
        yield from wrongs
        for suited in suits:
            yield from _unknown(suited.name, "suits names", known, later, name)
        known.setdefault(name, placed.step)
    yield from _unreached(flow, misled)


def _condition_wrongs(
    conditions: Sequence[Condition], known: Mapping[str, Step], later: set[str], where: str
) -> Iterator[Wrong]:
    for leaf in dict.fromkeys(leaf for condition in conditions for leaf in leaves(condition)):
        for name in leaf.steps():
            yield from _unknown(name, "its condition looks at", known, later, where)
            if name in known:
                yield from _misread(leaf, known[name], where)


def _unknown(name: str, what: str, known: Mapping[str, Step], later: set[str], where: str) -> Iterator[Wrong]:
    if name in known:
        return
    if name in later:
        mend = f"move {name!r} above {where!r}"
        yield Wrong(step=where, wrong=f"{what} {name!r}, which comes later", mend=mend)
    else:
        mend = f"put {name!r} among the steps, above {where!r}"
        yield Wrong(step=where, wrong=f"{what} {name!r}, which is not in the flow", mend=mend)


def _misread(leaf: Condition, step: Step, where: str) -> Iterator[Wrong]:
    """A condition on a step of another kind, or on an option that its choice does not have."""
    match leaf, step:
        case Chose(), Choice() if leaf.option not in step.options:
            mend = f"write one of its options: {', '.join(step.options)}"
            yield Wrong(step=where, wrong=f"{step.name!r} has no option {leaf.option!r}", mend=mend)
        case (Chose(), Choice()) | (InBands() | BelowUsual(), Rating()):
            return
        case _:
            wanted = "a Choice" if isinstance(leaf, Chose) else "a Rating"
            wrong = f"its condition looks at {step.name!r}, which is a {type(step).__name__} and not {wanted}"
            yield Wrong(step=where, wrong=wrong, mend=f"look at {wanted}, or give the steps different names")


def _unreached(flow: Flow, misled: set[str]) -> Iterator[Wrong]:
    try:
        reached = {name for branch in branches(flow) for name in branch.steps}
    except TooManyBranches:
        wrong = f"there are more than {MOST_BRANCHES:,} ways through, too many to check"
        yield Wrong(wrong=wrong, mend="let fewer questions decide what follows, or make two flows of it")
        return
    for placed in placed_steps(flow.steps):
        if placed.step.name not in reached | misled:
            mend = "no answers make its conditions true together: loosen them, or take the step out"
            yield Wrong(step=placed.step.name, wrong="it can never be reached", mend=mend)
