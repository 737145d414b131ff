"""The outbox is emptied: in order, replies first, patiently, and never for nobody."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.channel.chat import BURST
from bot.schedule.states import SlotState
from bot.store.tables import Session
from bot.store.transaction import Transaction
from bot.turns.outgoing import waiting
from bot.voice.message import Button, Message
from tests.channel.wire import BRIEF, ROBIN, SAM, Wire, empty, until
from tests.turns.screens.room import NOON, slot


async def test_in_order(wire: Wire) -> None:
    """One chat gets its messages in the order in which they were committed, and the outbox is empty then."""
    sender = wire.sender()
    sender.hand_on(await wire.commit(*map(str, range(10))))
    assert sender.depth == 10
    await empty(sender)
    assert await wire.chat() == [str(number) for number in range(10)]
    assert await wire.waiting() == []
    assert sender.depth == 0


async def test_a_message_as_it_is_meant(wire: Wire) -> None:
    """Text goes as HTML without previews, buttons as an inline keyboard, empty rows not at all."""
    rows = ((Button(label="Yes", data="c:1"), Button(label="Read", url="https://example.org")), ())
    sender = wire.sender()
    sender.hand_on(await wire.put(Message(text="<b>Hello</b> &amp; www.example.org", rows=rows)))
    await empty(sender)
    (call,) = await wire.calls("sendMessage")
    shown = await wire.line.look(f"chats/{ROBIN}")
    message = shown["messages"][-1]
    assert message["text"] == "Hello & www.example.org"
    assert [[button["text"] for button in row] for row in message["buttons"]] == [["Yes", "Read"]]
    assert '"is_disabled": true' in call["parameters"]["link_preview_options"]


async def test_replies_before_prompts(wire: Wire) -> None:
    """A reply overtakes prompts that wait, also the one that waits for its turn in the bucket."""
    sender = wire.sender(prompts_per_second=10)
    sender.hand_on(await wire.commit("prompt 1", "prompt 2", prompt=True))
    await until(lambda: sender.depth == 1)
    sender.hand_on(await wire.commit("reply"))
    await empty(sender)
    assert await wire.chat() == ["prompt 1", "reply", "prompt 2"]


async def test_a_prompt_comes_after_everything_that_was_to_be_said(wire: Wire) -> None:
    """A prompt that is committed while a check-in ends goes out below the whole ending."""
    sender = wire.sender()
    ending = await wire.commit(*(f"reply {number}" for number in range(5)))
    sender.hand_on([*ending, *await wire.commit("prompt", prompt=True)])
    await empty(sender)
    assert await wire.chat() == [*(f"reply {number}" for number in range(5)), "prompt"]


async def test_a_prompt_that_waits_for_replies_leaves_its_turn_to_others(wire: Wire) -> None:
    """While a chat's replies must wait, its prompt takes nothing from the bucket, and others are asked."""
    await wire.fail(kind="429", retry_after=0.3, chat=ROBIN)
    sender = wire.sender(prompts_per_second=1)
    held = [*await wire.commit("reply"), *await wire.commit("prompt", prompt=True)]
    sender.hand_on([*held, *await wire.commit("prompt", person=SAM, prompt=True)])
    await until(lambda: sender.depth == 1)
    await until(lambda: not sender._under_way)  # noqa: SLF001 - Sam's is sent, Robin's waits
    assert await wire.chat(SAM) == ["prompt"]
    assert await wire.chat() == []


async def test_replies_that_come_while_a_prompt_waits_for_its_turn(wire: Wire) -> None:
    """Several replies go before a prompt that has waited in the bucket since before them."""
    sender = wire.sender(prompts_per_second=10)
    sender.hand_on(await wire.commit("prompt 1", "prompt 2", prompt=True))
    await until(lambda: sender.depth == 1)
    await wire.fail(kind="429", retry_after=0.2, chat=ROBIN)
    sender.hand_on(await wire.commit("reply 1", "reply 2"))
    await empty(sender)
    assert (await wire.chat())[1:] == ["reply 1", "reply 2", "prompt 2"]


async def test_a_noisy_chat_does_not_hold_up_another(wire: Wire) -> None:
    """While one chat must wait, others are served."""
    await wire.fail(kind="429", retry_after=0.3, chat=ROBIN)
    sender = wire.sender()
    sender.hand_on([*await wire.commit("one"), *await wire.commit("two", person=SAM)])
    await until(lambda: sender.depth == 0)
    await until(lambda: len(sender._under_way) == 0)  # noqa: SLF001 - Sam's is sent, Robin's waits
    assert await wire.chat(SAM) == ["two"]
    assert await wire.chat() == []
    await empty(sender)
    assert await wire.chat() == ["one"]


async def test_a_429_is_obeyed(wire: Wire) -> None:
    """The chat waits as long as Telegram names, and then the same call goes out once."""
    await wire.fail(kind="429", retry_after=0.2, times=2)
    sender, begun = wire.sender(), time.monotonic()
    sender.hand_on(await wire.commit("one", "two"))
    await empty(sender)
    assert time.monotonic() - begun >= 0.4
    assert await wire.chat() == ["one", "two"]


@pytest.mark.parametrize("kind", ["502", "500", "drop-before"])
async def test_a_bad_moment_passes(wire: Wire, kind: str) -> None:
    """A call that failed on its way is made again."""
    await wire.fail(kind=kind, times=2)
    sender = wire.sender()
    sender.hand_on(await wire.commit("one"))
    await empty(sender)
    assert await wire.chat() == ["one"]


async def test_giving_up(wire: Wire) -> None:
    """A call that fails too often is given up, and the slot of its prompt says that it was not sent."""
    prompt = slot("daily", NOON, SlotState.SENT, person_id=ROBIN, again_at=NOON)
    await wire.room.add(prompt)
    await wire.fail(kind="500", times=BRIEF.tries)
    sender = wire.sender()
    sender.hand_on(await wire.commit("one", prompt=True, slot_id=prompt.id))
    sender.hand_on(await wire.commit("two", slot_id=prompt.id))
    await empty(sender)
    assert (await wire.room.slots())[0].state in (SlotState.NOT_SENT, SlotState.SENT)
    assert await wire.waiting() == []


async def test_a_refused_prompt(wire: Wire) -> None:
    """What Telegram will never take leaves the outbox at once, and its slot says so."""
    prompt = slot("daily", NOON, SlotState.SENT, person_id=ROBIN, again_at=NOON)
    await wire.room.add(prompt)
    await wire.fail(kind="400", method="sendMessage")
    sender = wire.sender()
    sender.hand_on(await wire.commit("one", prompt=True, slot_id=prompt.id))
    await empty(sender)
    (found,) = await wire.room.slots()
    assert (found.state, found.again_at) == (SlotState.NOT_SENT, None)
    assert len(await wire.calls("sendMessage")) == 1
    assert await wire.waiting() == []


async def test_a_refused_reply_touches_no_slot(wire: Wire) -> None:
    """A reply that is refused leaves the slot that it belongs to as it is."""
    prompt = slot("daily", NOON, SlotState.SENT, person_id=ROBIN)
    await wire.room.add(prompt)
    await wire.fail(kind="400")
    sender = wire.sender()
    sender.hand_on(await wire.commit("one", slot_id=prompt.id))
    await empty(sender)
    assert (await wire.room.slots())[0].state == SlotState.SENT


async def test_a_blocked_bot(wire: Wire) -> None:
    """When the person blocked the bot, nothing more is tried, and waiting prompts say why."""
    prompt = slot("daily", NOON, SlotState.SENT, person_id=ROBIN, again_at=NOON)
    await wire.room.add(prompt)
    await wire.line.control(f"people/{ROBIN}/block")
    calls = [*await wire.commit("one", "two"), *await wire.commit("three", prompt=True, slot_id=prompt.id)]
    sender = wire.sender(prompts_per_second=5)
    sender.hand_on(calls)
    await empty(sender)
    assert len(await wire.calls("sendMessage")) == 1
    assert await wire.waiting() == []
    (found,) = await wire.room.slots()
    assert (found.state, found.again_at) == (SlotState.BLOCKED, None)


async def test_an_edit(wire: Wire) -> None:
    """A message is put in the place of another, and its session knows where it stands."""
    row = Session(
        id=7,
        person_id=ROBIN,
        flow="daily",
        version=1,
        status="open",
        answers_sealed=b"",
        begun_at=NOON,
        touched_at=NOON,
    )
    await wire.room.add(row)
    sender = wire.sender()
    sender.hand_on(await wire.commit("one", session_id=7))
    await empty(sender)
    message_id = await _message_of_session(wire)
    sender.hand_on(await wire.commit("two", edits=message_id, session_id=7))
    await empty(sender)
    assert await wire.chat() == ["two"]
    assert await _message_of_session(wire) == message_id


async def _message_of_session(wire: Wire) -> int:
    def work(db: Transaction) -> int | None:
        row = db.get(Session, 7)
        return row.message_id if row else None

    found = await wire.room.writer.run(work)
    assert found is not None
    return found


async def test_an_edit_of_a_message_that_is_gone(wire: Wire) -> None:
    """Where the message to be edited is gone, the new one comes below."""
    sender = wire.sender()
    sender.hand_on(await wire.commit("two", edits=999))
    await empty(sender)
    assert await wire.chat() == ["two"]
    assert await wire.waiting() == []


async def test_an_edit_that_changes_nothing(wire: Wire) -> None:
    """An edit to what stands there already is done."""
    message = await wire.bot.send_message(ROBIN, "one")
    sender = wire.sender()
    sender.hand_on(await wire.commit("one", edits=message.message_id))
    await empty(sender)
    assert await wire.chat() == ["one"]
    assert await wire.waiting() == []


async def test_an_edit_that_is_refused(wire: Wire) -> None:
    """An edit that is refused for another reason is given up."""
    message = await wire.bot.send_message(ROBIN, "one")
    await wire.fail(kind="400", method="editMessageText", description="can't parse entities")
    sender = wire.sender()
    sender.hand_on(await wire.commit("two", edits=message.message_id))
    await empty(sender)
    assert await wire.chat() == ["one"]
    assert await wire.waiting() == []


async def test_what_an_earlier_run_left(wire: Wire) -> None:
    """What was committed and not sent is found again with its words, and goes out in its order."""
    await wire.commit("one", "two")
    left = await wire.room.writer.run(lambda db: waiting(db, wire.room.house.keyring))
    assert [one.call.message.text for one in left] == ["one", "two"]
    sender = wire.sender()
    sender.hand_on(left)
    await empty(sender)
    assert await wire.chat() == ["one", "two"]


async def test_stopping_in_the_middle(wire: Wire) -> None:
    """What is not sent when the time is over stays in the outbox."""
    await wire.fail(kind="429", retry_after=60)
    sender = wire.sender()
    sender.hand_on([*await wire.commit("one"), *await wire.commit("two")])
    await sender.stop(within=0.05)
    assert len(await wire.waiting()) == 2
    assert sender.depth == 0
    await sender.stop(within=0.05)


async def test_a_database_that_fails(wire: Wire) -> None:
    """A message whose delivery cannot be written down does not keep the next one from being sent."""
    calls = await wire.commit("one", "two")

    def lose(db: Transaction) -> None:
        db.connection().execute(text("ALTER TABLE outbox RENAME TO lost"))

    await wire.room.writer.run(lose)
    sender = wire.sender()
    sender.hand_on(calls)
    await empty(sender)
    assert await wire.chat() == ["one", "two"]


async def test_a_chat_has_a_pace(wire: Wire) -> None:
    """A chat gets a few messages at once and then one for each gap; another chat does not wait."""
    sender, begun = wire.sender(chat_per_second=20), time.monotonic()
    sender.hand_on(await wire.commit(*map(str, range(BURST + 4))))
    await until(lambda: sender.depth <= 4)
    sender.hand_on(await wire.commit("hello", person=SAM))
    await empty(sender)
    assert time.monotonic() - begun >= 4 * 0.05
    assert len(await wire.chat()) == BURST + 4


async def test_of_two_edits_the_later_is_made(wire: Wire) -> None:
    """Edits of one message that wait together are one call, and none of them stays in the outbox."""
    message = await wire.bot.send_message(ROBIN, "one")
    calls = await wire.commit("two", "three", "four", edits=message.message_id)
    sender = wire.sender()
    sender.hand_on(calls)
    await empty(sender)
    assert await wire.chat() == ["four"]
    assert len(await wire.calls("editMessageText")) == 1
    assert await wire.waiting() == []


async def test_a_prompt_comes_after_all_replies(wire: Wire) -> None:
    """A prompt whose turn has come still waits until every reply to that chat is out."""
    sender = wire.sender(chat_per_second=100)
    prompt = await wire.commit("prompt", prompt=True)
    replies = await wire.commit(*map(str, range(BURST + 3)))
    sender.hand_on([*prompt, *replies])
    await empty(sender)
    assert (await wire.chat())[-1] == "prompt"


@pytest.mark.parametrize("state", [SlotState.ALREADY_ANSWERED, SlotState.SENT])
async def test_a_prompt_that_waited_too_long(wire: Wire, state: SlotState) -> None:
    """A prompt that could not go out is dropped when it was answered meanwhile, or its time is over."""
    prompt = slot("daily", NOON, state, person_id=ROBIN, closes_at=NOON + timedelta(hours=1))
    await wire.room.add(prompt)
    calls = await wire.commit("one", prompt=True, slot_id=prompt.id)
    wire.room.now += timedelta(hours=2)
    sender = wire.sender()
    sender.hand_on(calls)
    await empty(sender)
    assert await wire.chat() == []
    assert await wire.waiting() == []
    expected = SlotState.NOT_SENT if state == SlotState.SENT else state
    assert [found.state for found in await wire.room.slots()] == [expected]


async def test_a_prompt_that_is_still_wanted(wire: Wire) -> None:
    """A prompt that waited for an hour goes out if its answer is still welcome."""
    prompt = slot("daily", NOON, SlotState.SENT, person_id=ROBIN, closes_at=NOON + timedelta(hours=3))
    await wire.room.add(prompt)
    calls = await wire.commit("one", prompt=True, slot_id=prompt.id)
    wire.room.now += timedelta(hours=1)
    sender = wire.sender()
    sender.hand_on(calls)
    await empty(sender)
    assert await wire.chat() == ["one"]


async def test_room_for_prompts(wire: Wire) -> None:
    """There is room for prompts until many wait, and again as soon as some have left."""
    sender = wire.sender(prompts_per_second=50)
    await sender.room()
    sender.hand_on(await wire.commit(*map(str, range(101)), prompt=True))
    begun = time.monotonic()
    await sender.room()
    assert 0.01 < time.monotonic() - begun < 1
    assert sender.depth < 100


async def test_stopping_while_telegram_hangs(wire: Wire) -> None:
    """A call that hangs is given so long and no longer, and stays in the outbox; the others do not start."""
    await wire.fail(kind="delay", seconds=30, times=1)
    sender, begun = wire.sender(), time.monotonic()
    sender.hand_on(await wire.commit("one", "two"))
    await until(lambda: sender.depth == 1)
    await sender.stop(within=0.1)
    assert time.monotonic() - begun < 1
    assert len(await wire.waiting()) == 2
