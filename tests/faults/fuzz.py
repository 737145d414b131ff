"""Hostile bodies through the real site, handlers and store, in one process: `make faults` sends 100,000."""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog.testing
from sqlmodel import col, delete, select
from starlette.applications import Starlette
from telegram.ext import Application
from telegram.request import BaseRequest, RequestData

from bot.channel import telegram
from bot.channel.handlers import Handlers
from bot.channel.intake import Intake
from bot.health import Part
from bot.sandbox import Sandbox
from bot.store.tables import Entry, Note, Outbox, Person, Rating, Reminder, Session, Slot, TipOffer
from bot.store.transaction import Transaction
from bot.turns.host import Turns
from bot.turns.incoming import Act, Command, Incoming, Text
from bot.turns.outgoing import Outgoing, delivered
from bot.voice import odd
from bot.voice.language import Language
from bot.web.site import SECRET_HEADER, WEBHOOK_PATH, site
from tests.faults.hostile import ATTACKERS, VICTIMS, Hostile
from tests.turns.screens.room import NOON, Room, open_room, reminder

TOKEN = "12:abc"
SECRET = "a-secret-of-some-length"
BATCH = 200
ALLOWED = frozenset({200, 400, 403})
BELONGINGS = (Entry, Note, Rating, Reminder, Session, Slot, TipOffer, Person)
KEPT_BUTTONS = 60


class InProcess(BaseRequest):
    """Calls of the Bot API, taken by a sandbox without a network between."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    @property
    def read_timeout(self) -> float:
        """No call takes long."""
        return 5.0

    async def initialize(self) -> None:
        """Nothing is to be opened."""

    async def shutdown(self) -> None:
        """Nothing is to be closed."""

    async def do_request(  # noqa: PLR0913 - the signature is the library's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of the sandbox's answer."""
        del method, read_timeout, write_timeout, connect_timeout, pool_timeout
        body = request_data.json_payload if request_data else b"{}"
        headers = [(b"content-type", b"application/json"), (b"host", b"127.0.0.1")]
        return await ask(self._app, "/" + url.partition("://")[2].partition("/")[2], body, headers)


async def ask(
    app: Starlette, path: str, body: bytes, headers: Sequence[tuple[bytes, bytes]]
) -> tuple[int, bytes]:
    """One POST to an application; what it raises is raised."""
    answer: list[Any] = [500, b""]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": list(headers),
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answer[0] = message["status"]
        else:
            answer[1] += message.get("body", b"")

    await app(scope, receive, send)
    return answer[0], answer[1]


@dataclass(slots=True, kw_only=True)
class Siege:
    """The bot under hostile updates, and what came of them."""

    room: Room
    hostile: Hostile
    pages: Starlette = field(init=False)
    turns: Turns = field(init=False)
    handed: list[Outgoing] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)
    examples: dict[str, bytes] = field(default_factory=dict)

    def hand_on(self, calls: Sequence[Outgoing]) -> None:
        """What the sender would be given."""
        self.handed.extend(calls)

    async def attack(self, number: int) -> None:
        """Send so many bodies, some at the same time."""
        with structlog.testing.capture_logs() as logs:
            for begun in range(0, number, BATCH):
                bodies = [self.hostile.body() for _ in range(min(BATCH, number - begun))]
                await asyncio.gather(*map(self._send, bodies))
                await self.deliver()
                self._read(logs)

    def _read(self, logs: Any) -> None:
        """What the bot itself calls a fault."""
        for entry in logs:
            if entry["log_level"] in ("error", "critical"):
                self._note(f"{entry['event']} {entry.get('fault')} at {entry.get('at')}", b"")
        logs.clear()

    async def _send(self, body: bytes) -> None:
        secret = SECRET if self.hostile.draw.random() < 0.99 else "another-secret-of-this-length"
        try:
            headers = [(SECRET_HEADER.lower().encode(), secret.encode())]
            status, _ = await ask(self.pages, WEBHOOK_PATH, body, headers)
        except Exception as fault:  # noqa: BLE001 - every fault is counted
            where = traceback.extract_tb(fault.__traceback__)
            ours = [frame for frame in where if "/bot/" in frame.filename and ".venv" not in frame.filename]
            at = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "nowhere"
            self._note(f"{type(fault).__name__} at {at}, in {where[-1].name}", body)
            return
        self.answers[status] += 1
        if status not in ALLOWED:
            self._note(f"status {status}", body)

    def _note(self, what: str, body: bytes) -> None:
        self.faults[what] += 1
        self.examples.setdefault(what, body[:300])

    async def deliver(self) -> None:
        """Let Telegram take what was committed; people see its buttons."""
        calls, self.handed = self.handed, []
        for one in calls:
            self._look_at(one)

        def work(db: Transaction) -> None:
            for one in calls:
                delivered(db, one, one.call.edits or one.id % 50 + 1)
            db.exec(delete(Outbox))

        await self.room.writer.run(work)

    def _look_at(self, one: Outgoing) -> None:
        text = one.call.message.text
        for wrong in ("Traceback", "Error", odd.went_wrong(Language()).text):
            if wrong in text:
                self._note(f"a person reads: {wrong[:40]}", text.encode(errors="replace"))
        data = [button.data for row in one.call.message.rows for button in row if button.data]
        self.hostile.shown[one.person_id] = (self.hostile.shown.get(one.person_id, []) + data)[-KEPT_BUTTONS:]

    async def belongings(self) -> list[str]:
        """All that the victims have, as it is stored."""

        def work(db: Transaction) -> list[str]:
            found = []
            for kind in BELONGINGS:
                owner = col(Person.id) if kind is Person else col(kind.person_id)  # type: ignore[union-attr] # every table but Person
                rows = db.exec(select(kind).where(owner.in_(VICTIMS))).all()
                found += sorted(repr(row) for row in rows)
            return found

        return await self.room.writer.run(work)


class Unasked:
    """Health that nobody asks for here."""

    async def look(self) -> Mapping[str, Part]:
        """No part."""
        return {}

    async def counts(self) -> bytes:
        """No number."""
        return b""


@asynccontextmanager
async def open_siege(folder: Path, seed: int) -> AsyncIterator[Siege]:
    """A bot in which victims have something to lose and attackers have begun."""
    draw = random.Random(seed)  # noqa: S311 - the same bodies in every run
    async with open_room(folder) as room:
        siege = Siege(room=room, hostile=Hostile(draw=draw))
        siege.turns = Turns(
            writer=room.writer,
            house=room.house,
            now=lambda: room.now,
            hand_on=siege.hand_on,
            wake_ticker=lambda: None,
        )
        sandbox = Sandbox(folder=None, token=TOKEN)
        application = _application(sandbox, siege.turns)
        async with application:
            siege.pages = site(health=Unasked(), secret=SECRET, receive=Intake(application).take_delivery)
            with structlog.testing.capture_logs():
                await settle_in(siege)
            yield siege


def _application(sandbox: Sandbox, turns: Turns) -> telegram.App:
    request = InProcess(sandbox.app)
    builder = Application.builder().token(TOKEN).base_url("http://127.0.0.1/bot")
    built = builder.request(request).get_updates_request(request).updater(None).job_queue(None).build()
    built.add_handlers(Handlers(take=turns.take, allowed=(), languages={"en": Language()}).all())
    return built


async def settle_in(siege: Siege) -> None:
    """Everyone agreed, has a reminder that was due, an open check-in, a note and many screens."""
    for person in (*VICTIMS, *ATTACKERS):
        await siege.room.person(person)
        await siege.room.add(reminder("daily", "every day at 20:00", NOON, person))
    acts: list[Act] = [
        Command(name="checkin", argument="morning"),
        Text(text="2", message_id=1),
        Command(name="cancel"),
    ]
    acts += [Text(text="A long day", message_id=2)]
    acts += [Command(name=name) for name in ("tip", "reminders", "history", "settings", "pause", "when")]
    for act in [*acts, Command(name="checkin", argument="weekly")]:
        siege.hostile.update_id += 1
        at = siege.hostile.update_id
        everyone = (
            Incoming(person_id=person, update_id=at, language="en", act=act)
            for person in (*VICTIMS, *ATTACKERS)
        )
        await asyncio.gather(*map(siege.turns.take, everyone))
        await siege.deliver()
    await siege.turns.tick()
    await siege.deliver()
    siege.hostile.stolen = [data for person in VICTIMS for data in siege.hostile.shown[person]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a siege came to."""

    seed: int
    bodies: int
    faults: Counter[str]
    examples: dict[str, bytes]
    answers: Counter[int]
    has_changed: bool
    seconds: float

    def line(self) -> str:
        """The figures in one line."""
        return (
            f"seed {self.seed}: {self.bodies} hostile bodies, {self.faults.total()} faults,"
            f" answers {dict(self.answers)}, others' rows {'CHANGED' if self.has_changed else 'untouched'};"
            f" {self.seconds:.0f} s"
        )


async def besiege(folder: Path, *, seed: int, number: int) -> Outcome:
    """Send so many bodies and tell what they did."""
    begun = time.monotonic()
    async with open_siege(folder, seed) as siege:
        before = await siege.belongings()
        await siege.attack(number)
        has_changed = await siege.belongings() != before
    return Outcome(
        seed=seed,
        bodies=number,
        faults=siege.faults,
        examples=siege.examples,
        answers=siege.answers,
        has_changed=has_changed,
        seconds=time.monotonic() - begun,
    )


def _besiege(seed: int, number: int) -> Outcome:
    """A siege in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(besiege(Path(folder), seed=seed, number=number))


def main() -> None:
    """Run a siege on every core and say in a line what each came to; exit status 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    wish = parser.parse_args()
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores) as pool:
        seeds = [wish.seed + core for core in range(cores)]
        outcomes = list(pool.map(_besiege, seeds, [-(-wish.number // cores)] * cores))
    for found in outcomes:
        for what, times in found.faults.most_common():
            print(f"{times} x {what}, first with {found.examples[what]!r}")  # noqa: T201 - a command speaks
        print(found.line())  # noqa: T201 - the same
    sys.exit(any(found.faults or found.has_changed for found in outcomes))


if __name__ == "__main__":
    main()
