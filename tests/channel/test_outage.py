"""While nothing can be written down people are told so, seldom, and each update comes again."""

from sqlalchemy.exc import OperationalError

from bot.channel.outage import Outage
from bot.turns.incoming import Blocked, Press, Text
from bot.voice.language import Language
from bot.voice.message import Message
from bot.voice.odd import cannot_note
from tests.channel.test_intake import open_intake
from tests.channel.wire import ROBIN, SAM, Wire


def full() -> OperationalError:
    """What the writer raises when the disk is full."""
    return OperationalError("COMMIT", {}, OSError("database or disk is full"))


def read(message: Message) -> str:
    """A message as it stands in a chat."""
    return message.text.replace("<b>", "").replace("</b>", "")


WAITS = read(cannot_note(Language(), tapped=False))
AGAIN = read(cannot_note(Language(), tapped=True))


async def test_the_first_hears_at_once() -> None:
    """An update that fails is told of at once, and not again when it comes again."""
    outage = Outage()
    assert outage.is_news(ROBIN, 5, 100.0)
    assert not outage.is_news(ROBIN, 5, 100.5)
    assert not outage.is_news(ROBIN, 5, 1000.0)
    assert not outage.is_news(ROBIN, 4, 1000.0)


async def test_once_a_minute() -> None:
    """Whoever sends a lot is told once a minute, and each person for themselves."""
    outage = Outage()
    assert outage.is_news(ROBIN, 5, 100.0)
    assert not outage.is_news(ROBIN, 6, 159.9)
    assert outage.is_news(SAM, 7, 159.9)
    assert outage.is_news(ROBIN, 8, 160.0)
    assert not outage.is_news(ROBIN, 6, 300.0)


async def test_an_outage_that_comes_and_goes() -> None:
    """A commit between two faults does not bring a second message within the minute."""
    outage = Outage()
    assert outage.is_news(ROBIN, 5, 100.0)
    outage.ends(ROBIN, 130.0)
    assert not outage.is_news(ROBIN, 6, 140.0)
    outage.ends(ROBIN, 170.0)
    assert outage.told == {}
    assert outage.is_news(ROBIN, 3, 171.0)  # ids begin anew after a week


async def test_words_that_cannot_be_written_down(wire: Wire) -> None:
    """Words that fail twice and then succeed bring one message, which names people, and are taken once."""
    async with open_intake(wire) as intake:
        intake.faults.extend([full(), full()])
        at = await wire.line.say("A long day")
        await intake.until_taken(1)
        assert intake.acts == [Text(text="A long day", message_id=at)]
        assert [text for text in await wire.chat() if text == WAITS] == [WAITS]
        assert "emergency number" in WAITS
        assert "findahelpline.com" in WAITS
        assert await wire.chat(SAM) == []


async def test_a_tap_that_cannot_be_written_down(wire: Wire) -> None:
    """A button that could do nothing says so and asks for another tap, for taps do not wait long."""
    async with open_intake(wire) as intake:
        at = await wire.line.ask()
        await intake.until_taken(1)
        intake.faults.append(full())
        await wire.line.control(f"people/{ROBIN}/tap", message_id=at, data="good")
        await intake.until_taken(2)
        assert intake.acts[1] == Press(data="good", message_id=at)
        assert (await wire.chat())[-1] == AGAIN


async def test_who_blocked_the_bot_is_not_written_to(wire: Wire) -> None:
    """That somebody blocked the bot cannot be written down: nothing is sent to them."""
    async with open_intake(wire) as intake:
        intake.faults.append(full())
        await wire.line.control(f"people/{ROBIN}/block")
        await intake.until_taken(1)
        assert intake.acts == [Blocked()]
        assert await wire.line.look("calls", method="sendMessage") == []


async def test_another_fault(wire: Wire) -> None:
    """Only a fault of the database is told of in this way."""
    async with open_intake(wire) as intake:
        intake.faults.append(ValueError("another fault"))
        await wire.line.say("A long day")
        await intake.until_taken(1)
        assert await wire.chat() == []
