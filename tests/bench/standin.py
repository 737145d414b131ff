"""The stand-in for Telegram, a process of its own: the Bot API for one bot, and people whom the bench sends.

`python -m tests.bench.standin` prints its port. The bench speaks to it on `/people/<what>` with JSON.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

from tests.bench.bot_api import BotApi
from tests.bench.crowd import Crowd, Walked
from tests.bench.wire import Answer, Reply, Wire

Asked = dict[str, Any]
Walk = Callable[..., Awaitable[Walked]]


@dataclass(slots=True, kw_only=True)
class StandIn:
    """Splits what the bot asks from what the bench asks."""

    api: BotApi
    crowd: Crowd

    def respond(self, path: str, body: bytes) -> Reply:
        """The answer to one request."""
        last = path.rpartition("/")[2]
        if not path.startswith("/people/"):
            return self.api.respond(last, body)
        task = asyncio.ensure_future(self._told(last, json.loads(body or b"{}")))
        done: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        task.add_done_callback(lambda told: done.set_result(_packed(told)))
        return done

    async def _told(self, what: str, asked: Asked) -> object:
        acts: dict[str, Walk] = {
            "closed": self.crowd.closed,
            "open": self.crowd.open,
            "check_ins": self.crowd.check_ins,
        }
        if what in acts:
            return asdict(await acts[what](**asked))
        if what == "type":
            self.api.type(**asked)
        return self._marks()

    def _marks(self) -> dict[str, Any]:
        return {
            "first_poll": self.api.first_poll,
            "first_sent": self.api.first_sent.get(1, 0.0),
            "calls": self.api.calls,
            "refused": self.api.refused[:5],
            "unasked": self.crowd.unasked,
            "surprises": self.crowd.surprises,
            "acts": self.crowd.acts,
            "checkins": self.crowd.checkins,
        }


def _packed(told: "asyncio.Task[object]") -> Answer:
    fault = told.exception()
    if fault is not None:
        return Answer(json.dumps({"fault": repr(fault)}).encode(), status=500)
    return Answer(json.dumps(told.result()).encode())


async def serve() -> None:
    """Answer until the bench ends the process."""
    api = BotApi()
    stand_in = StandIn(api=api, crowd=Crowd(api=api))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Wire(stand_in.respond), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
