"""What people do on Telegram becomes acts, and none of them is lost."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.channel import telegram
from bot.channel.handlers import Handlers
from bot.channel.intake import AnotherInstance, Intake
from bot.channel.telegram import BadToken, BadWebhook, NoTelegram
from bot.turns.incoming import Act, Blocked, Command, Edit, Incoming, Odd, Outcome, Press, Text, Unblocked
from bot.voice.language import Language
from tests.channel.wire import BRIEF, ROBIN, SAM, TOKEN, Wire, until

GROUP = -2001
LANGUAGES = {"en": Language()}


@dataclass(slots=True, kw_only=True)
class Taking:
    """The Application with the real handlers, and what they handed over."""

    wire: Wire
    application: telegram.App
    intake: Intake
    handlers: Handlers
    taken: list[Incoming] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    async def take(self, incoming: Incoming) -> Outcome:
        """Take an act, unless the database is to fail now."""
        if self.faults:
            raise self.faults.pop()
        self.taken.append(incoming)
        return Outcome(notice="Noted.")

    @property
    def acts(self) -> list[Act]:
        """What was taken."""
        return [incoming.act for incoming in self.taken]

    @asynccontextmanager
    async def polling(self) -> AsyncIterator[asyncio.Task[None]]:
        """Poll while inside."""
        task = asyncio.create_task(self.intake.poll())
        try:
            yield task
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, BadToken):
                await task

    async def until_taken(self, number: int) -> None:
        """Poll until so many acts were taken."""
        async with self.polling():
            await until(lambda: len(self.taken) >= number)
            await until(lambda: not self.handlers.answering)
            await until(lambda: not self.wire.line.sandbox.world.updates.pending)


@asynccontextmanager
async def open_intake(
    wire: Wire, *, allowed: Sequence[int] = (), token: str = TOKEN
) -> AsyncIterator[Taking]:
    """An Application on the wire's sandbox; the first words of both people are taken already."""
    application = telegram.build(token=token, api_url=wire.url)
    intakes: list[Taking] = []

    async def take(incoming: Incoming) -> Outcome:
        return await intakes[0].take(incoming)

    handlers = Handlers(take=take, allowed=allowed, languages=LANGUAGES)
    intakes.append(
        Taking(
            wire=wire,
            application=application,
            intake=Intake(application, patience=BRIEF),
            handlers=handlers,
        )
    )
    application.add_handlers(handlers.all())
    try:
        await application.initialize()
        wire.line.sandbox.world.updates.clear()
        yield intakes[0]
    finally:
        await telegram.close(application)


@pytest.fixture
async def intake(wire: Wire) -> AsyncIterator[Taking]:
    """An open intake for everyone."""
    async with open_intake(wire) as opened:
        yield opened


async def test_typed_words_and_commands(intake: Taking) -> None:
    """Words are words; a command has its name in small letters and the rest of the line as argument."""
    line = intake.wire.line
    first = await line.say("  It was long\nand warm ")
    for words in ("/CheckIn weekly now", "/tip@daymark_bot", "/reminders"):
        await line.say(words)
    await intake.until_taken(4)
    assert intake.acts == [
        Text(text="It was long\nand warm", message_id=first),
        Command(name="checkin", argument="weekly now"),
        Command(name="tip"),
        Command(name="reminders"),
    ]
    assert {incoming.person_id for incoming in intake.taken} == {ROBIN}
    assert intake.taken[0].language == "en"
    assert [one.update_id for one in intake.taken] == sorted(one.update_id for one in intake.taken)


async def test_an_edited_message(intake: Taking) -> None:
    """An edited message is an edit, also where it reads like a command now."""
    line = intake.wire.line
    at = await line.say("A long day")
    await line.control(f"people/{ROBIN}/edit", message_id=at, text="/tip")
    await intake.until_taken(2)
    assert intake.acts[1] == Edit(text="/tip", message_id=at)


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice"])
async def test_what_is_not_text(intake: Taking, kind: str) -> None:
    """A sticker, a picture and a voice message are told apart."""
    await intake.wire.line.control(f"people/{ROBIN}/{kind}")
    await intake.until_taken(1)
    assert intake.acts == [Odd(kind=kind)]


async def push(wire: Wire, **content: Any) -> None:
    """Queue an update as Telegram would write it."""
    await wire.line.control("updates", update=content)


def message(**content: Any) -> dict[str, Any]:
    """A message of Robin's in the private chat."""
    user = {"id": ROBIN, "is_bot": False, "first_name": "Robin", "language_code": "de-AT"}
    return {"message_id": 5, "date": 0, "chat": {"id": ROBIN, "type": "private"}, "from": user, **content}


async def test_other_kinds_of_messages(intake: Taking) -> None:
    """A round video counts as voice, a place as something else; a pinned message is nothing a person said."""
    note = {"file_id": "a", "file_unique_id": "b", "length": 1, "duration": 1}
    await push(intake.wire, message=message(video_note=note))
    await push(intake.wire, message=message(location={"latitude": 1.0, "longitude": 2.0}))
    await push(intake.wire, message=message(pinned_message=message(text="old")))
    await intake.wire.line.say("done", person=SAM)
    await intake.until_taken(3)
    robins = [one.act for one in intake.taken if one.person_id == ROBIN]
    assert robins == [Odd(kind="voice"), Odd(kind="other")]
    assert {one.language for one in intake.taken if one.person_id == ROBIN} == {"de-AT"}


async def test_a_button(intake: Taking) -> None:
    """A pressed button is taken with its message, and its spinner stops with the notice."""
    at = await intake.wire.line.ask()
    await intake.wire.line.control(f"people/{ROBIN}/tap", message_id=at, data="good")
    await intake.until_taken(2)
    assert intake.acts[1] == Press(data="good", message_id=at)
    (answer,) = await intake.wire.calls("answerCallbackQuery")
    assert answer["parameters"]["text"] == "Noted."


async def test_a_button_without_message_or_data(intake: Taking) -> None:
    """A button that names no message, or carries no data, is taken as it is."""
    user = message()["from"]
    await push(intake.wire, callback_query={"id": "1", "from": user, "chat_instance": "1"})
    await intake.until_taken(1)
    assert intake.acts == [Press(data="", message_id=0)]


async def test_blocked_and_back(intake: Taking) -> None:
    """Blocking the bot and letting it in again are acts."""
    for act in ("block", "unblock"):
        await intake.wire.line.control(f"people/{ROBIN}/{act}")
    await intake.until_taken(2)
    assert intake.acts == [Blocked(), Unblocked()]


async def test_in_a_group(intake: Taking) -> None:
    """In a group a command gets one line, words none, and nothing is handed over."""
    line = intake.wire.line
    for words in ("/checkin", "hello all"):
        await line.control(f"people/{ROBIN}/text", text=words, chat=GROUP)
    await line.say("done")
    await intake.until_taken(1)
    assert await intake.wire.chat(GROUP) == [
        "I only talk in private, where nobody else reads along. Open a chat with me there."
    ]
    assert intake.acts == [Text(text="done", message_id=intake.acts[0].message_id)]  # type: ignore[union-attr] # a text
    member = {"user": {"id": 12, "is_bot": True, "first_name": "Daymark"}, "status": "left"}
    change = {"old_chat_member": member, "new_chat_member": member, "date": 0}
    chat = {"id": GROUP, "type": "group", "title": "Us"}
    await push(intake.wire, my_chat_member={**change, "chat": chat, "from": message()["from"]})
    await line.say("more")
    await intake.until_taken(2)
    assert len(intake.taken) == 2


async def test_only_for_some(wire: Wire) -> None:
    """Where a list says who may use the bot, others are told so, get a helpline, and nothing is taken."""
    async with open_intake(wire, allowed=[SAM]) as intake:
        at = await wire.line.ask()
        await wire.line.say("I feel bad")
        await wire.line.control(f"people/{ROBIN}/sticker")
        await wire.line.control(f"people/{ROBIN}/tap", message_id=at, data="good")
        await wire.line.say("hello", person=SAM)
        await intake.until_taken(1)
        await until(lambda: not intake.handlers.answering)
        assert {one.person_id for one in intake.taken} == {SAM}
        told = [words for words in await wire.chat() if "findahelpline.com" in words]
        assert len(told) == 2


async def test_a_line_that_does_not_arrive(wire: Wire) -> None:
    """A line to someone who cannot be reached is let go."""
    async with open_intake(wire, allowed=[SAM]) as intake:
        await wire.fail(kind="400", method="sendMessage")
        await wire.line.say("hello")
        await wire.line.say("hello", person=SAM)
        await intake.until_taken(1)
        assert await wire.chat() == []


async def test_a_bot_is_not_a_person(intake: Taking) -> None:
    """What another bot writes is not taken."""
    other = {"id": 77, "is_bot": True, "first_name": "Other"}
    await push(intake.wire, message={**message(text="hello"), "from": other})
    await intake.wire.line.say("done")
    await intake.until_taken(1)
    assert [one.person_id for one in intake.taken] == [ROBIN]


async def test_an_update_that_is_not_committed_comes_again(intake: Taking) -> None:
    """The offset passes an update only once it was taken, and those of others are not held up."""
    intake.faults.append(OperationalError("locked", {}, Exception("locked")))
    await intake.wire.line.say("one")
    await intake.until_taken(1)
    await intake.wire.line.say("two")
    await intake.until_taken(2)
    assert [act.text for act in intake.acts if isinstance(act, Text)] == ["one", "two"]
    offsets = [call["parameters"].get("offset") for call in await intake.wire.calls("getUpdates")]
    assert offsets[0] in (None, "0")


async def test_one_persons_updates_keep_their_order(intake: Taking) -> None:
    """Updates that are fetched together are handed over in the order in which they came."""
    for number in range(30):
        await intake.wire.line.say(f"{number}", person=SAM if number % 3 else ROBIN)
    await intake.until_taken(30)
    assert [act.text for act in intake.acts if isinstance(act, Text)] == [f"{one}" for one in range(30)]


async def test_an_update_that_cannot_be_read(intake: Taking, capsys: pytest.CaptureFixture[str]) -> None:
    """One update that the library cannot read keeps no other from being taken."""
    await push(intake.wire, message={"message_id": 5, "date": "yesterday", "chat": 7})
    await intake.wire.line.say("one")
    await intake.until_taken(1)
    assert "update_not_read" in capsys.readouterr().out


async def test_another_program_for_too_long(intake: Taking) -> None:
    """When another program polls and does not stop, the polling ends, so that somebody learns of it."""
    await intake.wire.line.bot("setWebhook", url="http://127.0.0.1:1/")
    await intake.wire.fail(kind="500", method="deleteWebhook", times=BRIEF.tries)
    brief = Intake(intake.application, patience=BRIEF, other_may_poll=0.02)
    with pytest.raises(AnotherInstance, match="stop it"):
        await asyncio.wait_for(brief.poll(), 5)


@pytest.mark.parametrize("kind", ["500", "502", "drop-before", "429"])
async def test_polling_goes_on(intake: Taking, kind: str) -> None:
    """A bad day of Telegram's does not end the polling."""
    await intake.wire.fail(kind=kind, times=6, retry_after=0.01)
    await intake.wire.line.say("one")
    await intake.until_taken(1)
    assert len(intake.taken) == 1


async def test_another_poller(intake: Taking, capsys: pytest.CaptureFixture[str]) -> None:
    """Where another program polls with the same token, the log says so and the polling goes on."""
    await intake.wire.line.bot("setWebhook", url="http://127.0.0.1:1/")
    await intake.wire.fail(kind="500", method="deleteWebhook", times=BRIEF.tries)
    async with intake.polling():
        await until(lambda: "another_instance" in capsys.readouterr().out)
        await intake.wire.line.bot("deleteWebhook")
        await intake.wire.line.say("one")
        await until(lambda: len(intake.taken) == 1)


async def test_a_token_that_is_revoked(wire: Wire) -> None:
    """When the token stops working, polling ends with a sentence; so it does at its start."""
    async with open_intake(wire) as intake:
        async with intake.polling() as task:
            await wire.line.say("one")
            await until(lambda: len(intake.taken) == 1)
            wire.line.sandbox._api.token = "12:new"  # noqa: SLF001 - revoking has no other way
            await wire.line.say("two")
            with pytest.raises(BadToken, match="does not know this TELEGRAM_BOT_TOKEN"):
                await asyncio.wait_for(task, 5)
        with pytest.raises(BadToken):
            await intake.intake.poll()


async def test_a_delivery(intake: Taking) -> None:
    """A delivered update is taken when the call returns, and raises what kept it from it."""
    update = {"update_id": 9, "message": message(text="Hello")}
    await intake.intake.take_delivery(update)
    assert intake.acts == [Text(text="Hello", message_id=5)]
    intake.faults.append(OperationalError("locked", {}, Exception("locked")))
    with pytest.raises(OperationalError):
        await intake.intake.take_delivery(update)
    await intake.intake.take_delivery({"update_id": 10, "poll": None})
    assert len(intake.taken) == 1


async def test_a_webhook(intake: Taking) -> None:
    """The address is told to Telegram with its secret; one that it refuses is said in a sentence."""
    await intake.intake.set_webhook(url=f"{intake.wire.url}/t", secret="a" * 20)
    found = await intake.wire.line.bot("getWebhookInfo")
    assert (found["url"], found["max_connections"]) == (f"{intake.wire.url}/t", 40)
    with pytest.raises(BadWebhook, match="does not take WEBHOOK_URL"):
        await intake.intake.set_webhook(url="http://example.org/", secret="a" * 20)


async def test_the_introduction(wire: Wire) -> None:
    """Commands, name and descriptions are told at the start."""
    application = telegram.build(token=TOKEN, api_url=f"{wire.url}/")
    await telegram.introduce(application, LANGUAGES, patience=BRIEF)
    told = await wire.line.look("bot")
    await telegram.close(application)
    assert told["name"] == "Daymark"
    assert "not a therapist" in told["description"]
    assert [command["command"] for command in told["commands"]][:2] == ["checkin", "tip"]
    assert len(told["commands"]) == 12


async def test_an_introduction_that_is_refused(wire: Wire) -> None:
    """A profile that cannot be set keeps nobody from checking in."""
    application = telegram.build(token=TOKEN, api_url=wire.url)
    await wire.fail(kind="429", method="setMyCommands", retry_after=100)
    await telegram.introduce(application, LANGUAGES, patience=BRIEF)
    await telegram.close(application)
    assert len(await wire.calls("getMe")) >= 1


async def test_a_start_on_a_bad_day(wire: Wire) -> None:
    """The start is tried again, and then given up with a sentence."""
    application = telegram.build(token=TOKEN, api_url=wire.url)
    await wire.fail(kind="500", method="getMe", times=2)
    await telegram.introduce(application, LANGUAGES, patience=BRIEF)
    await telegram.close(application)
    other = telegram.build(token=TOKEN, api_url=wire.url)
    await wire.fail(kind="500", method="getMe", times=3)
    with pytest.raises(NoTelegram, match=rf"{wire.url} cannot be reached: check the network"):
        await telegram.introduce(other, LANGUAGES, patience=BRIEF)
    await telegram.close(other)


async def test_a_start_with_a_wrong_token(wire: Wire) -> None:
    """A token that Telegram does not know is said in a sentence, at once."""
    application = telegram.build(token="12:wrong", api_url=wire.url)
    with pytest.raises(BadToken, match="copy it again from @BotFather"):
        await telegram.introduce(application, LANGUAGES)
    await telegram.close(application)


async def test_the_name_behind_a_token(wire: Wire) -> None:
    """The name of a bot is asked for without starting it; what is wrong is a sentence."""
    assert await telegram.name_of_bot(token=TOKEN, api_url=wire.url)
    with pytest.raises(BadToken):
        await telegram.name_of_bot(token="12:wrong", api_url=wire.url)
    await wire.fail(kind="500", method="getMe")
    with pytest.raises(NoTelegram, match="then try again"):
        await telegram.name_of_bot(token=TOKEN, api_url=wire.url)
