"""What the bot's file says of answers, prompts and doubled messages, against what people saw."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from bot.engine.rhythm import unpack
from bot.schedule.rules import dues
from bot.schedule.states import SlotState
from bot.schedule.zones import zone
from bot.store.sealing import PersonKey, load_key_file
from bot.voice.buttons import long, short
from tests.faults.day import Day
from tests.faults.people import Someone

NEVER_SHOWN = frozenset(
    {
        SlotState.HELD,
        SlotState.ALREADY_ANSWERED,
        SlotState.PAUSED,
        SlotState.BOT_WAS_DOWN,
        SlotState.OTHER_CHECKIN,
        SlotState.BLOCKED,
        SlotState.NOT_SENT,
        # Told in a check-in of the person's own before the prompt could go out; it is dropped then.
        SlotState.ANSWERED,
        SlotState.ANSWERED_LATE,
        SlotState.SKIPPED,
    }
)
# Buttons that carry the id of one check-in, slot or note: messages with the same ones are one message twice.
OWN_ID = re.compile(r'"(?:c|p|n:gone):([0-9a-z]{10,13})')
SLOT_ID = re.compile(r'"p:([0-9a-z]{10,13})')


@dataclass(slots=True, kw_only=True)
class Sends:
    """Every message that Telegram took; `again` counts by process and chat those that came a second time.

    A question that the person asked for once more is not counted: whoever typed /checkin after they saw what
    came before it, or put the prompt off, may see it twice. `seen` holds the id of what came before.
    """

    last: int = 0
    numbers: Counter[int] = field(default_factory=Counter)
    seen: dict[tuple[int, str, str], int] = field(default_factory=dict)
    again: Counter[tuple[int, int]] = field(default_factory=Counter)
    slots: set[int] = field(default_factory=set)

    async def read(self, day: Day, people: Sequence[Someone], number: int) -> None:
        """Read what was sent since the last time; all of it by the process of this number."""
        chats = {each.person.id: each for each in people}
        for call in await day.robin.get("calls", method="sendMessage", since=self.last):
            self.last = call["number"]
            if call["status"] == httpx.codes.OK:
                self._read(chats[int(call["parameters"]["chat_id"])], call["parameters"], number)

    def _read(self, someone: Someone, sent: Any, number: int) -> None:
        """The n-th call that a chat took became the n-th message of the bot in it."""
        own = [each.message_id for each in someone.chat.messages.values() if each.person is None]
        earlier = self.numbers[someone.person.id]
        self.numbers[someone.person.id] += 1
        markup = str(sent.get("reply_markup", ""))
        slots = {long(one) or 0 for one in SLOT_ID.findall(markup)}
        self.slots |= slots
        if OWN_ID.search(markup):
            before = self.seen.get((someone.person.id, sent["text"], markup))
            self.seen[someone.person.id, sent["text"], markup] = own[max(0, earlier - 1)]
            asked = [*someone.told.began, *(one for slot in slots for one in someone.told.put_off[slot])]
            if before is not None and not any(before <= one <= own[earlier] for one in asked):
                self.again[number, someone.person.id] += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The answers of everyone in clear, as the file holds them."""

    ratings: dict[tuple[int, str], str]
    answers: dict[int, Any]
    words: Counter[str]


def read_kept(day: Day) -> Kept:
    """Open what is sealed, with the key of the folder."""
    ring = load_key_file(day.folder / "data" / "daymark.key", may_make=False)
    keys = {row["id"]: ring.person_key(row["id"], row["key_sealed"]) for row in day.rows("person")}
    answers = {row["id"]: _open_answers(keys[row["person_id"]], row) for row in day.rows("entry")}
    notes = [
        keys[row["person_id"]].open(row["text_sealed"], f"note.text:{row['id']}") for row in day.rows("note")
    ]
    own = [word for each in answers.values() for word in _own(each)]
    return Kept(
        ratings={(row["entry_id"], row["name"]): str(row["value"]) for row in day.rows("rating")},
        answers=answers,
        words=Counter([*notes, *own]),
    )


def _open_answers(key: PersonKey, row: dict[str, Any]) -> Any:
    sealed = row["answers_sealed"]
    return {} if sealed is None else json.loads(key.open(sealed, f"entry.answers:{row['id']}"))


def _own(answers: Any) -> Iterable[str]:
    for answer in answers.values():
        if isinstance(answer, dict):
            yield from answer["own"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """How many answers and prompts were looked for, and what is wrong with any."""

    answers: int
    prompts: int
    lost: list[str]
    missing: list[str]


def balance(day: Day, people: Sequence[Someone], sends: Sends, now: datetime) -> Balance:
    """Hold what people were shown against what is stored."""
    kept = read_kept(day)
    lost: list[str] = []
    count = 0
    for each in people:
        for key, tapped in each.told.tapped.items():
            count += any(tapped.values())
            lost += _check_tapped(kept, key, tapped)
        for (number, step), words in each.told.picked.items():
            sure = [word for word, was_taken in words.items() if was_taken]
            count += len(sure)
            found = kept.answers.get(number, {}).get(step, {}).get("words", [])
            lost += [f"{short(number)} {step} {word}" for word in sure if found.count(word) != 1]
        count += len(each.told.typed)
        lost += [
            f"{word} stands there {kept.words[word]} times"
            for word in each.told.typed
            if kept.words[word] != 1
        ]
    prompts, missing = _check_prompts(day, sends, now)
    return Balance(answers=count, prompts=prompts, lost=lost, missing=missing)


def _check_tapped(kept: Kept, key: tuple[int, str], tapped: dict[str, bool]) -> list[str]:
    """The stored value is the one that was tapped; it may be missing where no tap was confirmed."""
    number, step = key
    found = kept.ratings.get(key, kept.answers.get(number, {}).get(step))
    if found in tapped or (found is None and not any(tapped.values())):
        return []
    return [f"{short(number)} {step} is {found} and not {tapped}"]


def _check_prompts(day: Day, sends: Sends, now: datetime) -> tuple[int, list[str]]:
    """Every due time has a slot, and every slot that claims to have been sent was shown."""
    zones = {row["id"]: zone(row["zone"]) for row in day.rows("person")}
    slots: dict[tuple[int, str], set[datetime]] = defaultdict(set)
    missing = []
    for row in day.rows("slot"):
        slots[row["person_id"], row["flow"]].add(_moment(row["due_at"]))
        if row["state"] not in NEVER_SHOWN and row["id"] not in sends.slots:
            missing.append(f"slot {short(row['id'])} is {row['state']} and was never shown")
    count = 0
    for row in day.rows("reminder"):
        rhythm, place = unpack(row["rhythm"]), zones[row["person_id"]]
        wanted = {due.at for due in dues(rhythm, place, after=_moment(row["made_at"]), until=now)}
        count += len(wanted)
        gaps = wanted - slots[row["person_id"], row["flow"]]
        missing += [f"{row['person_id']} has no slot at {at}" for at in sorted(gaps)]
    return count, missing


def _moment(stored: str) -> datetime:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)
