"""Updates that come twice, in another order, or at the same time: each act counts once, and none is lost."""

import asyncio
from typing import Any

import pytest

from tests.acceptance.chat import Chat, Shown
from tests.acceptance.ways import FEELING, settle
from tests.faults.day import Day

pytestmark = pytest.mark.acceptance

BROKEN = ["500", "502", "429", "drop-before", "drop-after"]
NOTE = "A heron by the river"


def told(chat: Chat, update_id: int, text: str) -> dict[str, Any]:
    """Typed words as Telegram tells of them."""
    person = {"id": chat.person, "is_bot": False, "first_name": "Robin", "language_code": "en"}
    where = {"id": chat.person, "type": "private", "first_name": "Robin"}
    message = {"message_id": update_id % 10_000 + 5000, "date": 1, "chat": where, "from": person}
    return {"update_id": update_id, "message": message | {"text": text}}


def pressed(chat: Chat, update_id: int, on: Shown, label: str) -> dict[str, Any]:
    """A press as Telegram tells of it; the button must stand there."""
    person = {"id": chat.person, "is_bot": False, "first_name": "Robin", "language_code": "en"}
    where = {"id": chat.person, "type": "private", "first_name": "Robin"}
    data = on.finds(label)
    assert data is not None
    query = {"id": str(update_id), "from": person, "chat_instance": "1", "data": data}
    message = {"message_id": on.id, "date": 1, "chat": where, "text": on.text}
    return {"update_id": update_id, "callback_query": query | {"message": message}}


async def words_question(day: Day) -> Shown:
    """Robin has said 2 and is asked for words."""
    await settle(day.robin)
    await day.robin.say("/checkin", sees=FEELING)
    shown = await day.robin.tap("2", sees="Which words")
    await day.until_sent()
    return shown


@pytest.mark.parametrize("kind", BROKEN)
async def test_a_poll_that_fails(day: Day, kind: str) -> None:
    """Polls that fail lose no act and take none twice, whether Telegram had carried them out or not."""
    await words_question(day)
    await day.fail(kind, "getUpdates")
    await day.robin.say("tired", sees="tired")
    await day.until_met()
    await day.pass_by(2)
    await day.robin.say("done", sees="What would be welcome")
    assert len(await day.robin.open_questions()) == 1


async def test_an_update_that_comes_again(day: Day) -> None:
    """What was committed and not yet confirmed comes again at the next start, and changes nothing."""
    await settle(day.robin)
    await day.fail("drop-before", "getUpdates", times=10_000)
    await day.robin.say(NOTE, sees="I kept it as a note.")
    await day.until_sent()
    await day.end()
    await day.mend()
    await day.start()
    await day.robin.say("/when", sees="What comes next")
    assert len(day.rows("note")) == 1
    kept = [one for one in await day.robin.messages() if "kept it as a note" in one.text]
    assert len(kept) == 1


async def test_updates_in_another_order(day: Day) -> None:
    """Two updates of one person that come in the wrong order in one poll are both taken."""
    await settle(day.robin)
    await day.end()
    first, second = (told(day.robin, day.next_id(), f"{NOTE} {number}") for number in (1, 2))
    day.sandbox.world.updates.push(second)
    day.sandbox.world.updates.push(first)
    await day.start()
    async with asyncio.timeout(3):
        while len(day.rows("note")) < 2:  # noqa: ASYNC110 - a file rings no bell
            await asyncio.sleep(0.01)


async def test_a_delivery_that_comes_three_times(delivered: Day) -> None:
    """A webhook's update that is delivered three times is acknowledged each time and taken once."""
    await settle(delivered.robin)
    note = told(delivered.robin, delivered.next_id(), NOTE)
    assert [await delivered.deliver(note) for _ in range(3)] == [200] * 3
    await delivered.robin.sees("kept it as a note")
    await delivered.until_sent()
    assert len(delivered.rows("note")) == 1
    kept = [one for one in await delivered.robin.messages() if "kept it as a note" in one.text]
    assert len(kept) == 1


async def test_a_delivery_three_times_at_once(delivered: Day) -> None:
    """The same update delivered three times side by side is taken once."""
    await settle(delivered.robin)
    note = told(delivered.robin, delivered.next_id(), NOTE)
    assert await asyncio.gather(*(delivered.deliver(note) for _ in range(3))) == [200] * 3
    assert len(delivered.rows("note")) == 1


def was_kept(day: Day) -> bool:
    """Whether the words stand in a note, or among the words of the check-in."""
    entries = [row for row in day.rows("entry") if row["answers_sealed"] is not None]
    return len(day.rows("note")) + len(entries) == 1


async def both(day: Day, *, words_first: bool, at_once: bool) -> None:
    """Words and a press of one person arrive in one order or the other; both have been taken in the end."""
    await settle(day.robin)
    shown = await day.robin.say("/checkin", sees=FEELING)
    await day.until_sent()
    updates = [told(day.robin, day.next_id(), NOTE), pressed(day.robin, day.next_id(), shown, "4")]
    ordered = updates if words_first else updates[::-1]
    if at_once:
        assert await asyncio.gather(*map(day.deliver, ordered)) == [200, 200]
    else:
        assert [await day.deliver(update) for update in ordered] == [200, 200]
    await day.until_sent()
    assert [row["value"] for row in day.rows("rating")] == [4]
    assert was_kept(day)
    await day.robin.say("/cancel", sees="stop here")


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("words_first", [True, False])
async def test_words_and_a_press(delivered: Day, *, words_first: bool, at_once: bool) -> None:
    """Telegram delivers words and presses side by side: neither is lost, whichever comes first."""
    await both(delivered, words_first=words_first, at_once=at_once)


async def test_a_failed_delivery_and_a_press(delivered: Day) -> None:
    """Words whose delivery met a stopped bot come after a press that was made later, and are kept."""
    await settle(delivered.robin)
    shown = await delivered.robin.say("/checkin", sees=FEELING)
    await delivered.until_sent()
    await delivered.end()
    words = told(delivered.robin, delivered.next_id(), NOTE)
    await delivered.start()
    await delivered.until_called("setWebhook", 2)
    assert await delivered.deliver(pressed(delivered.robin, delivered.next_id(), shown, "4")) == 200
    assert await delivered.deliver(words) == 200
    assert was_kept(delivered)


@pytest.mark.parametrize(
    "update",
    [
        {"message": 5},
        {"message": {"message_id": "x", "date": None, "chat": [], "text": {}}},
        {"callback_query": {"id": 1, "from": "nobody"}},
        {"message": {"message_id": 1, "date": 10**30, "chat": {"id": 1001, "type": "private"}}},
        {"a_kind_of_tomorrow": {}},
    ],
)
async def test_an_update_that_cannot_be_read(delivered: Day, update: dict[str, Any]) -> None:
    """A delivery that makes no sense is not asked for again, and who comes after it is answered."""
    await settle(delivered.robin)
    assert await delivered.deliver({"update_id": delivered.next_id(), **update}) in (200, 400)
    await delivered.robin.say("/when", sees="What comes next")


@pytest.mark.parametrize("update", [{"message": 5}, {"callback_query": {"id": 1, "from": "nobody"}}])
async def test_a_poll_that_cannot_be_read(day: Day, update: dict[str, Any]) -> None:
    """An update that cannot be read holds up nobody who comes after it."""
    await settle(day.robin)
    day.sandbox.world.updates.push({"update_id": day.next_id(), **update})
    await day.robin.say("/when", sees="What comes next")
