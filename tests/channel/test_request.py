"""Calls over HTTP: what comes back, and the errors that the library's callers expect."""

import asyncio
import socket
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.channel.request import AiohttpRequest, named_seconds
from tests.channel.wire import ROBIN, TOKEN, Wire

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63d8bc7933000454022908a6e6aa0000000049454e44ae426082"
)


async def test_a_call(wire: Wire) -> None:
    """A call with parameters reaches the Bot API, and its result comes back."""
    assert (await wire.bot.get_me()).id == 12
    sent = await wire.bot.send_message(ROBIN, "Grüße & <b>")
    assert sent.text == "Grüße & <b>"
    assert await wire.chat() == ["Grüße & <b>"]


async def test_a_refused_call(wire: Wire) -> None:
    """A refusal is a BadRequest in Telegram's words, a blocked bot a Forbidden."""
    with pytest.raises(BadRequest, match="must be non-empty"):
        await wire.bot.send_message(ROBIN, " ")
    await wire.line.control(f"people/{ROBIN}/block")
    with pytest.raises(Forbidden, match="blocked by the user"):
        await wire.bot.send_message(ROBIN, "Hello")


async def test_too_many_requests(wire: Wire) -> None:
    """A 429 names how long to wait, whole seconds or parts of one."""
    await wire.fail(kind="429", retry_after=7)
    with pytest.raises(RetryAfter) as wait:
        await wire.bot.send_message(ROBIN, "Hello")
    assert named_seconds(wait.value) == 7
    assert named_seconds(RetryAfter(timedelta(seconds=0.5))) == 0.5


async def test_an_answer_that_does_not_come(wire: Wire) -> None:
    """An answer that takes longer than the call waits is a TimedOut; the default time holds else."""
    await wire.fail(kind="delay", seconds=0.3)
    with pytest.raises(TimedOut, match="did not answer in time"):
        await wire.bot.get_me(read_timeout=0.02)
    async with Bot(TOKEN, base_url=f"{wire.url}/bot", request=AiohttpRequest(read_timeout=0.2)) as hasty:
        await wire.fail(kind="delay", seconds=1)
        with pytest.raises(TimedOut):
            await hasty.get_me()


async def test_no_end_to_the_waiting(wire: Wire) -> None:
    """A call that names no end waits as long as it takes."""
    await wire.fail(kind="delay", seconds=0.05)
    assert (await wire.bot.get_me(read_timeout=None, connect_timeout=None)).id == 12


async def test_a_dropped_connection(wire: Wire) -> None:
    """A connection that breaks is a NetworkError that names no address."""
    await wire.fail(kind="drop-before")
    with pytest.raises(NetworkError, match="Telegram cannot be reached: ") as broken:
        await wire.bot.send_message(ROBIN, "Hello")
    assert TOKEN not in str(broken.value)


async def test_nobody_listens() -> None:
    """A refused connection is a NetworkError too."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/bot"
        bot = Bot(TOKEN, base_url=address, request=AiohttpRequest())
        with pytest.raises(NetworkError, match="cannot be reached"):
            await bot.initialize()
        await bot.shutdown()


async def test_files_are_sent_in_parts(wire: Wire) -> None:
    """A picture and its caption go as multipart, and arrive whole."""
    await wire.bot.send_photo(ROBIN, PICTURE, caption="One pixel", filename="pixel.png")
    await wire.bot.send_document(ROBIN, b"a,b\n1,2\n", filename="entries.csv")
    first, second = await wire.calls("sendPhoto"), await wire.calls("sendDocument")
    assert f"{len(PICTURE)} bytes" in str(first)
    assert "8 bytes" in str(second)
    assert "One pixel" in await wire.chat()


async def test_a_server_that_is_ill(wire: Wire) -> None:
    """A 502 without a JSON body counts as a network that failed."""
    await wire.fail(kind="502")
    with pytest.raises(NetworkError):
        await wire.bot.get_me()


async def test_a_wrong_token(wire: Wire) -> None:
    """A token that Telegram does not know is an InvalidToken."""
    with pytest.raises(InvalidToken):
        async with Bot("12:wrong", base_url=f"{wire.url}/bot", request=AiohttpRequest()):
            pass


async def test_opened_and_closed() -> None:
    """A pool that is not open says so; opening and closing twice does no harm."""
    request = AiohttpRequest(read_timeout=3)
    assert request.read_timeout == 3
    with pytest.raises(RuntimeError, match="call initialize first"):
        await request.do_request("http://127.0.0.1:9/", "POST")
    for _ in range(2):
        await request.initialize()
    for _ in range(2):
        await request.shutdown()


async def test_a_call_that_is_given_up(wire: Wire) -> None:
    """A cancelled call leaves the pool usable."""
    await wire.fail(kind="delay", seconds=5)
    waiting = asyncio.create_task(wire.bot.get_me())
    await asyncio.sleep(0.02)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert (await wire.bot.get_me()).id == 12
