"""Whatever a button sends, nothing breaks, and nothing of another person changes."""

import asyncio
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store.tables import Entry, Note, Rating, Reminder, Session, Slot, TipOffer
from bot.turns.host import BUTTONS
from tests.turns.screens.room import NOON, PERSON, STRANGER, reminder
from tests.turns.talk import Talk, open_talk

KINDS = (Entry, Note, Rating, Reminder, Session, Slot, TipOffer)
WORDS = (
    *("c", "k", "r", "w", "d", "o", "b", "s", "e", "x", "n", "back", "skip", "later", "show", "more", "land"),
    *(
        "lands",
        "new",
        "hide",
        "gone",
        "agree",
        "time",
        "city",
        "mood",
        "words",
        "wish",
        "note",
        "+tired",
        "3f",
    ),
    *(
        "daily",
        "GB",
        "US",
        "0",
        "1",
        "99",
        "-1",
        "zzzzzzzzzzzzz",
        "7f.2000",
        "none",
        "",
        "other",
        "go",
        "delete",
    ),
)


async def settle_in(talk: Talk) -> list[str]:
    """Two people with something to lose; gives the buttons that stand in the stranger's chat."""
    for person in (PERSON, STRANGER):
        await talk.room.person(person)
        await talk.room.add(reminder("daily", "every day at 20:00", NOON, person))
        await talk.command("checkin", "morning", person=person)
        await talk.say("2", person=person)
        await talk.command("cancel", person=person)
        await talk.say("A long day", person=person)
        for name in ("tip", "reminders", "history", "settings", "pause", "when"):
            await talk.command(name, person=person)
    await talk.tick()
    return talk.data(STRANGER)


async def belongings(talk: Talk) -> list[str]:
    """All that the stranger has, as it is stored."""
    return [repr(sorted(map(repr, await talk.rows(kind, STRANGER)))) for kind in KINDS]


@pytest.mark.parametrize("prefix", [*sorted(BUTTONS), "zz", ""])
def test_random_buttons(prefix: str, tmp_path: Path) -> None:
    """Random data behind any prefix is met without a fault, and only the presser's rows may change."""
    with asyncio.Runner() as runner, tempfile.TemporaryDirectory(dir=tmp_path) as folder:
        opened = open_talk(Path(folder))
        talk = runner.run(opened.__aenter__())
        theirs = runner.run(settle_in(talk))
        before = runner.run(belongings(talk))
        ids = st.sampled_from([part for data in theirs for part in data.split(":")[1:]] or ["1"])
        parts = st.lists(st.one_of(st.sampled_from(WORDS), ids, st.text(max_size=4)), max_size=4)

        @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(parts)
        def press(rest: list[str]) -> None:
            runner.run(talk.press(":".join([prefix, *rest])))
            assert "went wrong" not in talk.last()

        press()
        for data in theirs:
            runner.run(talk.press(data))
            assert "went wrong" not in talk.last()
        assert runner.run(belongings(talk)) == before
        runner.run(opened.__aexit__(None, None, None))
