"""getUpdates: offsets, waiting, conflicts, expiry, allowed kinds."""

import asyncio

from tests.sandbox.line import Line, until

OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)


async def _wait_for_poll(line: Line) -> None:
    await until(lambda: line.sandbox.world.updates.is_polled)


async def test_offsets(line: Line) -> None:
    """An offset confirms what lies before it, a negative one keeps the last, a far one is ignored."""
    for text in "abcd":
        await line.say(text)
    first, *rest = [each["update_id"] for each in await line.updates()]
    assert rest == [first + 1, first + 2, first + 3]
    assert 2_000_001 <= first < 1_000_000_000
    assert [each["update_id"] for each in await line.updates(offset=first + 1, limit=2)] == rest[:2]
    assert len(await line.updates(offset=first + 1000)) == 3
    assert [each["update_id"] for each in await line.updates(offset=-1)] == rest[-1:]
    assert await line.updates(offset=first + 4) == []
    assert await line.updates() == []


async def test_a_long_poll_ends_with_the_first_update(line: Line) -> None:
    """A waiting poll answers as soon as there is something."""
    poll = asyncio.create_task(line.bot("getUpdates", timeout=30))
    await _wait_for_poll(line)
    await line.say("hello")
    assert (await poll)[0]["message"]["text"] == "hello"


async def test_a_second_poller_ends_the_first(line: Line) -> None:
    """Only the older of two waiting polls is refused, with 409."""
    older = asyncio.create_task(line.refusal("getUpdates", timeout=30))
    await _wait_for_poll(line)
    newer = asyncio.create_task(line.bot("getUpdates", timeout=30))
    assert await older == OTHER_POLL
    await line.say("hello")
    assert len(await newer) == 1


async def test_a_webhook_ends_polling(line: Line) -> None:
    """Setting a webhook refuses the waiting poll and every later one."""
    poll = asyncio.create_task(line.refusal("getUpdates", timeout=30))
    await _wait_for_poll(line)
    await line.bot("setWebhook", url="http://127.0.0.1:1/hook")
    assert await poll == "Conflict: terminated by setWebhook request"
    words = "Conflict: can't use getUpdates method while webhook is active; "
    words += "use deleteWebhook to delete the webhook first"
    assert await line.refusal("getUpdates") == words


async def test_an_abandoned_poll_leaves_no_trace(line: Line) -> None:
    """A poll whose caller hung up is not refused when the bot comes back."""
    poll = asyncio.create_task(line.bot("getUpdates", timeout=30))
    await _wait_for_poll(line)
    poll.cancel()
    await until(lambda: not line.sandbox.world.updates.is_polled)
    await line.say("hello")
    assert len(await line.updates(timeout=5)) == 1
    assert await line.look("refused") == []


async def test_expiry(line: Line) -> None:
    """A press waits 150 seconds for the bot, a message a day."""
    await line.control("people/1001/tap", message_id=await line.ask(), data="good")
    line.turn_system_clock(149)
    assert len(await line.updates()) == 2
    line.turn_system_clock(151)
    assert [list(each)[1] for each in await line.updates()] == ["message"]
    line.turn_system_clock(86_500)
    assert await line.updates() == []


async def test_the_moved_clock_loses_nothing(line: Line) -> None:
    """Moving the clock leaves what is on its way alone, also the answer to a press."""
    press = await line.control("people/1001/tap", message_id=await line.ask(), data="good")
    await line.control("clock", ahead_by_seconds=7 * 86_400)
    assert len(await line.updates()) == 2
    assert await line.bot("answerCallbackQuery", callback_query_id=press["callback_query_id"]) is True


async def test_allowed_updates(line: Line) -> None:
    """Kinds that were not asked for are dropped; the choice stays until it is changed."""
    await line.updates(allowed_updates=["callback_query", "nonsense"])
    assert (await line.bot("getWebhookInfo"))["allowed_updates"] == ["callback_query"]
    await line.say("dropped")
    assert await line.updates() == []
    await line.updates(allowed_updates=[])
    await line.say("kept")
    assert len(await line.updates()) == 1


async def test_raw_updates(line: Line) -> None:
    """A test can queue any update, also one that was there before."""
    pushed = await line.control("updates", update={"message": {"text": "odd"}})
    again = await line.control("updates", update={"update_id": 7, "callback_query": {"id": "x"}})
    assert again["update_id"] == 7
    assert [each["update_id"] for each in await line.updates()] == [pushed["update_id"], 7]
    assert "Send the update" in await line.control_error("updates", update=1)
