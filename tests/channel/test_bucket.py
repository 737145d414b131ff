"""How often and how patiently something is done."""

import asyncio
import time

from bot.channel.bucket import Bucket
from bot.channel.patience import Patience


async def test_a_bucket() -> None:
    """A bucket lets so many a second through, spread evenly, the first at once."""
    bucket, begun = Bucket(100), time.monotonic()
    await bucket.take()
    assert time.monotonic() - begun < 0.009
    for _ in range(10):
        await bucket.take()
    assert 0.09 <= time.monotonic() - begun < 0.5


async def test_a_bucket_is_used_and_never_runs_over() -> None:
    """Also when the loop was held up, no second sees more than the rate, and what came late is caught up."""
    bucket, passed = Bucket(200), []
    loop = asyncio.get_running_loop()
    places = [bucket.take() for _ in range(300)]
    for number, place in enumerate(places):
        await place
        passed.append(loop.time())
        if number % 50 == 0:
            time.sleep(0.03)  # noqa: ASYNC251 - what another part of the process would do to the loop
    assert passed[-1] - passed[0] < 300 / 200 * 1.05
    for first, last in zip(passed, passed[200:], strict=False):
        assert last - first >= 1


async def test_who_leaves_the_line_takes_nothing() -> None:
    """A place in the line that is given up lets the next one move up."""
    bucket, begun = Bucket(10), time.monotonic()
    places = [bucket.take() for _ in range(20)]
    for place in places[:-2]:
        place.cancel()
    await asyncio.gather(*places[-2:])
    assert time.monotonic() - begun < 0.15
    last = bucket.take()
    bucket.close()
    await asyncio.sleep(0)
    assert not last.done()


def test_patience() -> None:
    """Pauses double, with jitter, and have an end."""
    patience = Patience(first=1, longest=10, tries=9)
    fault = OSError()
    assert 0.5 <= patience.pause(fault, 0) <= 1
    assert 2 <= patience.pause(fault, 2) <= 4
    assert 5 <= patience.pause(fault, 99) <= 10
