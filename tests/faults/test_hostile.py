"""Hostile updates break nothing and change nothing of anybody else; `make faults` sends 100,000."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.care.feelings import all_feelings
from bot.engine.flow import Flow, placed_steps
from bot.engine.steps import Choice
from bot.registry import load_flows
from bot.store.tables import Entry, Note, Rating, Session
from tests.faults.fuzz import besiege
from tests.turns.screens.room import PERSON
from tests.turns.talk import Talk, open_talk

ANSWERS = frozenset("rwods")
FLOWS = load_flows().flows.values()


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A person who talks with the host."""
    async with open_talk(tmp_path) as opened:
        await opened.room.person()
        yield opened


async def told(talk: Talk) -> list[str]:
    """Everything that the person's check-ins hold."""
    return [repr(await talk.rows(kind)) for kind in (Session, Entry, Rating, Note)]


def forged(flow: Flow) -> Iterator[str]:
    """Every kind of answer to every step of a flow, of which some fit a scale or a list and some do not."""
    for placed in placed_steps(flow.steps):
        step = placed.step
        options = [*step.options, "nothing_of_the_kind"] if isinstance(step, Choice) else ["tip"]
        yield from (f"r:{step.name}:{value}" for value in ("1f", "5f", "0f", "6f", "9f", "10t", "11t", "99t"))
        yield from (f"o:{step.name}:{option}" for option in options)
        yield from (f"w:{step.name}:+{word}" for word in (*sorted(all_feelings())[:2], "no_feeling"))
        yield from (f"w:{step.name}:-{word}" for word in sorted(all_feelings())[:2])
        yield from (f"{letter}:{step.name}" for letter in "ds")


async def test_four_thousand_hostile_bodies(tmp_path: Path) -> None:
    """Bodies of all malformed kinds are taken or refused: no fault, no apology, nothing changed of others."""
    found = await besiege(tmp_path, seed=4, number=4000)
    assert not found.faults, (found.faults.most_common(), found.examples)
    assert not found.has_changed
    assert found.answers[200] > 1000


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
async def test_a_step_that_was_not_asked(talk: Talk, flow: Flow) -> None:
    """A forged answer changes nothing, unless the question that stands there offers it."""
    await talk.command("checkin", flow.id)
    row = await talk.row(Session)
    (session,) = {":".join(data.split(":")[:2]) for data in talk.data() if data.startswith("c:")}
    offered = set(talk.data())
    asked = {
        data.split(":")[3] for data in offered if data.startswith("c:") and data.split(":")[2] in ANSWERS
    }
    before = await told(talk)
    pressed = 0
    for rest in forged(flow):
        kind, step, *value = rest.split(":")
        is_offered = f"{session}:{rest}" in offered
        # A person may change scales while a question stands there, and may skip, which asks again.
        is_welcome = step in asked and (value == ["10t"] or kind == "s")
        if not is_offered and not is_welcome:
            await talk.press(f"{session}:{rest}", row.message_id or 0)
            pressed += 1
    assert pressed > 10
    assert await told(talk) == before


async def test_buttons_of_an_earlier_state(talk: Talk) -> None:
    """No answer's button that ever stood in a finished check-in changes it again."""
    await talk.command("checkin", "daily")
    shown = talk.data()
    for label in ("\N{SLIGHTLY FROWNING FACE}", "Skip", "Just noting it", "Skip"):
        await talk.tap(label)
        shown += talk.data()
    assert (await talk.row(Session)).status == "finished"
    before = await told(talk)
    old = {data for data in shown if data.startswith("c:") and data.split(":")[2] in ANSWERS}
    assert len(old) > 10
    for data in sorted(old):
        await talk.press(data, 1001)
    assert await told(talk) == before


async def test_the_check_in_of_another(talk: Talk) -> None:
    """No button of another person's check-in changes it, or anything of the one who forged it."""
    other = PERSON + 1
    await talk.room.person(other)
    await talk.command("checkin", "daily", person=other)
    before = [
        repr(await talk.rows(kind, person)) for kind in (Session, Entry, Rating) for person in (PERSON, other)
    ]
    for data in talk.data(other):
        if data.startswith("c:"):
            outcome = await talk.press(data)
            assert "no longer works" in outcome.notice
    after = [
        repr(await talk.rows(kind, person)) for kind in (Session, Entry, Rating) for person in (PERSON, other)
    ]
    assert after == before
