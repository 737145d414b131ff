"""What the stand-in itself can do, so that nobody takes its limit for a bot's."""

import asyncio
import os
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.figures import Figure
from tests.bench.plan import Plan
from tests.bench.processes import BOT_CORE, CORES, TOKEN, start_stand_in

LINES = 8
BUTTONS = '[{"text":"4","callback_data":"c:1:r:mood:4f"}],[{"text":"Skip","callback_data":"c"}]'
KEYBOARD = f'{{"inline_keyboard":[{BUTTONS}]}}'


def ceiling(_folder: Path, plan: Plan) -> Iterator[Figure]:
    """Messages that it takes a second, sent by something much faster than a bot."""
    with start_stand_in() as stand_in:
        os.sched_setaffinity(0, {BOT_CORE})
        count, took = asyncio.run(_send(stand_in.port, plan.stretch))
        os.sched_setaffinity(0, set(CORES))
    yield Figure(
        name="the stand-in's own ceiling: calls", value=count / took, unit="/s", remark="a tap is two calls"
    )


async def _send(port: int, seconds: float) -> tuple[int, float]:
    start = time.monotonic()
    counts = await asyncio.gather(*(_line(port, number, start + seconds) for number in range(LINES)))
    return sum(counts), time.monotonic() - start


async def _line(port: int, number: int, until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = urlencode({"chat_id": 10_000 + number, "text": "How are you?", "reply_markup": KEYBOARD}).encode()
    head = f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    count = 0
    while time.monotonic() < until:
        writer.write(head + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(answer.rpartition(b": ")[2]))
        count += 1
    writer.close()
    await writer.wait_closed()
    return count
