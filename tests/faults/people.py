"""People who answer, put off and type at random, and remember what they were told was taken."""

import asyncio
import random
import string
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox import acts
from bot.sandbox.conversation import Conversation
from bot.sandbox.records import Message, Person
from bot.sandbox.world import ANSWER_WINDOW, World
from bot.voice.buttons import long

# Seconds for which a person looks at a spinning button before they do something else.
PATIENCE = 1.5
QUIET = 0.2
# Nobody here changes an answer or takes a word back, so what was confirmed must be there in the end.
# They change no mind: what was tapped once is tapped again or left, or an old screen would tell two stories.
TAKEN = frozenset("rdos")
MOST_WORDS = 2  # so that a typed word displaces none that was tapped
LATER = frozenset({"later", "skip", "back", "quarter", "hour", "tonight"})


@dataclass(slots=True, kw_only=True)
class Told:
    """What one person answered: by session and step what was tapped, and every word that was typed.

    In `tapped` and `picked`, True says that the spinner stopped without a word against it. `began` and
    `put_off` hold what may be followed by a question that was put before: the ids of their own messages,
    and for each slot how many messages there were.
    """

    tapped: dict[tuple[int, str], dict[str, bool]] = field(default_factory=lambda: defaultdict(dict))
    picked: dict[tuple[int, str], dict[str, bool]] = field(default_factory=lambda: defaultdict(dict))
    typed: list[str] = field(default_factory=list)
    began: list[int] = field(default_factory=list)
    put_off: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


@dataclass(slots=True, kw_only=True)
class Someone:
    """One person at the sandbox."""

    world: World
    person: Person
    draw: random.Random
    told: Told = field(default_factory=Told)
    pause: float = 0.0

    @property
    def chat(self) -> Conversation:
        """Their chat with the bot."""
        return self.world.conversations[self.person.id]

    async def live(self) -> None:
        """Act until cancelled."""
        while True:
            await self.act()
            await asyncio.sleep(self.draw.uniform(0, self.pause))

    async def act(self) -> None:
        """Answer what is open, or begin something."""
        ways = self.ways()
        if not ways:
            await self.begin("/checkin" if self.draw.random() < 0.6 else self.word())
        elif self.draw.random() < 0.2:
            await self.say(self.word())
        else:
            message, data = self.draw.choice(ways)
            await self.tap(message, data)

    async def begin(self, text: str) -> None:
        """Type where nothing is asked, once it is quiet: after an offer a question may be on its way."""
        if not await self.chat.bell.heard(QUIET):
            await self.say(text)

    def ways(self) -> list[tuple[Message, str]]:
        """The buttons of the newest message that asks for something; seldom those of an older one."""
        asking = [
            [(message, data) for data in _data(message) if self._is_tapped(data)]
            for message in reversed(self.chat.messages.values())
            if message.person is None and not message.deleted
        ]
        found = [ways for ways in asking if ways]
        if not found:
            return []
        return self.draw.choice(found[:3]) if self.draw.random() < 0.1 else found[0]

    def word(self) -> str:
        """A word that nobody typed before, and that means nothing."""
        return "q" + "".join(self.draw.choices(string.ascii_lowercase, k=11))

    async def say(self, text: str) -> None:
        """Type something, and wait for as long as it takes until the bot writes below it."""
        said = acts.write_text(self.world, self.person, text, chat=self.person.id, reply_to=None)
        if text.startswith("/"):
            self.told.began.append(said.message_id)
        else:
            self.told.typed.append(text)
        await self.until(lambda: self.last_from_bot() > said.message_id)

    async def tap(self, message: Message, data: str) -> None:
        """Press a button, sometimes twice, and note whether its spinner stopped."""
        seen = self.chat.version
        self._note(data, was_taken=False)
        presses = [
            acts.tap(self.world, self.person, message.message_id, data, chat=self.person.id, force=True)
            for _ in range(2 if self.draw.random() < 0.1 else 1)
        ]
        press = presses[0]
        try:
            async with asyncio.timeout(PATIENCE):
                await self.until(lambda: press.id not in self.world.presses)
        except TimeoutError:
            pass
        gone = press.id not in self.world.presses
        in_time = self.world.clock.elapsed() - press.at < ANSWER_WINDOW
        refused = any(toast["press"] == press.id for toast in self.chat.toasts)
        self._note(data, was_taken=gone and in_time and not refused)
        try:
            async with asyncio.timeout(PATIENCE / 10):
                await self.until(lambda: self.shown_since(seen))
        except TimeoutError:
            pass

    async def until(self, holds: Callable[[], bool]) -> None:
        """Look again at each change of the chat."""
        while not holds():
            await self.chat.bell.heard(1)

    def last_from_bot(self) -> int:
        """The id of the bot's last message."""
        return max(
            (each.message_id for each in self.chat.messages.values() if each.person is None), default=0
        )

    def shown_since(self, version: int) -> bool:
        """Whether a message of the bot came or changed since a version of the chat."""
        return any(each.version > version for each in self.chat.messages.values() if each.person is None)

    def _is_tapped(self, data: str) -> bool:
        match data.split(":"):
            case ["p", _, way]:
                return way in LATER
            case ["c", _, "x"]:
                return self.draw.random() < 0.2
            case ["c", number, "r" | "o", step, value]:
                return set(self.told.tapped[long(number) or 0, step]) <= {value.removesuffix("f")}
            case ["c", number, "w", step, word] if word.startswith("+"):
                before = self.told.picked[long(number) or 0, step]
                return word[1:] in before or len(before) < MOST_WORDS
            case ["c", _, "d" | "s", *_]:
                return True
            case _:
                return False

    def _note(self, data: str, *, was_taken: bool) -> None:
        match data.split(":"):
            case ["p", number, "quarter" | "hour" | "tonight"]:
                self.told.put_off[long(number) or 0].append(self.world.last_message_id)
            case ["c", number, "r" | "o", step, value]:
                known = self.told.tapped[long(number) or 0, step]
                known[value.removesuffix("f")] = was_taken or known.get(value.removesuffix("f"), False)
            case ["c", number, "w", step, word]:
                known = self.told.picked[long(number) or 0, step]
                known[word[1:]] = was_taken or known.get(word[1:], False)
            case ["c", number, "s", step]:
                self.told.picked.pop((long(number) or 0, step), None)  # it takes back what was picked

    async def finish(self) -> None:
        """Go through a check-in to its end."""
        end = len(self._ended())
        while len(self._ended()) <= end:
            ways = [(message, data) for message, data in self.ways() if data.split(":")[2] in TAKEN]
            if ways:
                await self.tap(*self.draw.choice(ways))
            else:
                await self.begin("/checkin")

    def _ended(self) -> set[str]:
        """The check-ins whose summary stands in the chat."""
        data = [one for message in self.chat.messages.values() for one in _data(message)]
        return {one for one in data if one.startswith("c:") and one.endswith(":c")}


def _data(message: Message) -> list[str]:
    buttons = [button for row in message.keyboard for button in row]
    return [button["callback_data"] for button in buttons if "callback_data" in button]


def move_in(world: World, number: int, draw: random.Random) -> Someone:
    """One more person in the sandbox."""
    person = Person(id=3000 + number, first_name=f"Visitor{number}")
    world.people[person.id] = person
    world.conversations[person.id] = Conversation(chat=person.id)
    return Someone(world=world, person=person, draw=random.Random(draw.random()))  # noqa: S311 - the same person in every run
