"""The history: what was told is shown, page by page, and each entry leads to its change."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.engine.scales import SCALES
from bot.store.columns import new_id
from bot.store.tables import Entry, Note, Rating, Session
from bot.store.transaction import Transaction
from bot.turns import checkin, history
from bot.turns.desk import Desk
from bot.turns.record import ANSWERS_PLACE, NOTE_PLACE
from bot.voice.buttons import short
from tests.turns.screens.room import FORGED, NOON, PERSON, PRESSED, STRANGER, Room, Seen, registry_with

TOO_LARGE = "z" * 13


async def test_before_the_first_entry_a_check_in_is_offered(room: Room) -> None:
    """An empty history is kind, and leads to a check-in."""
    seen = await room.command(history.command)
    assert "There is nothing here yet." in seen.text
    assert seen.buttons["Check in now"].data == "k:go"


async def test_a_real_check_in_stands_in_the_history(room: Room) -> None:
    """What was tapped in a check-in is shown in the words of its flow, with the way to change it."""
    seen = await room.command(_begin_daily)
    for wanted in ("4 · good", "calm", "Done", "Skip"):
        seen = await room.press(next(b for label, b in seen.buttons.items() if wanted in label))
    shown = await room.command(history.command)
    assert shown.text.splitlines()[2:] == ["1 · today 13:00 · Daily check-in", "good (4 of 5)", "calm"]
    change = await room.press(shown.buttons["Change 1"])
    assert "Which answer would you like to change?" in change.text
    assert change.edits == [PRESSED]


async def test_answers_stand_in_the_order_of_the_flow(room: Room) -> None:
    """Several ratings and a choice stand with their questions, a note in quotes; ratings of 1-10 say so."""
    entry = await room.entry(NOON, flow="weekly")
    await _rate(room, entry, "rest", 3)
    await _rate(room, entry, "week", 8, scale="ten")
    await _seal(room, entry, {"people": "some"})
    await _note(room, entry, "keep", "The lake,\nand the quiet.")
    await _note(room, entry, None, "Unasked & kept")
    assert (await room.command(history.command)).text.splitlines()[2:] == [
        "1 · today 13:00 · Weekly look back",
        "Taken together, how was your week? good (8 of 10)",
        "Was there enough rest in it? some (3 of 5)",
        "Was there someone you could talk to? A little",
        "“The lake, and the quiet.”",
        "“Unasked & kept”",
    ]


async def test_words_are_named_and_own_words_are_kept(room: Room) -> None:
    """Feelings stand by name with the person's own words, safe inside HTML."""
    entry = await room.entry(NOON)
    await _seal(room, entry, {"words": {"words": ["calm"], "own": ["<b>wobbly</b>"]}})
    seen = await room.command(history.command)
    assert "&lt;b&gt;wobbly&lt;/b&gt;" in seen.message.text
    assert "calm" in seen.text


async def test_answers_to_questions_that_are_gone_are_still_shown(room: Room) -> None:
    """A flow that changed, or went, leaves its ratings and notes readable; an unknown choice is left out."""
    changed = await room.entry(NOON)
    await _rate(room, changed, "older", 2)
    await _rate(room, changed, "mood", 5)
    await _seal(room, changed, {"wish": "balloon", "older_choice": "yes"})
    gone = await room.entry(NOON - timedelta(hours=1), flow="gone")
    await _rate(room, gone, "mood", 2)
    seen = await room.command(history.command)
    assert seen.text.splitlines()[2:] == [
        "1 · today 13:00 · Daily check-in",
        "How are you feeling right now? very good (5 of 5)",
        "2 of 5",
        "",
        "2 · today 12:00 · Check-in",
        "2 of 5",
    ]
    assert seen.labels == ["Change 1"]


async def test_an_entry_without_its_session_cannot_be_changed(room: Room) -> None:
    """Where the session is gone, the entry stays to be read."""
    entry = await room.entry(NOON)
    await _forget_session(room, entry.id)
    assert (await room.command(history.command)).labels == []


async def test_times_are_those_of_the_place_where_it_was_told(room: Room) -> None:
    """An entry shows the clock of its own zone, and never a day that is still to come."""
    await room.entry(datetime(2026, 11, 23, 12, 30, tzinfo=UTC), zone="Asia/Tokyo")
    await room.entry(datetime(2026, 11, 22, 16, 0, tzinfo=UTC), zone="Asia/Tokyo")
    await room.entry(datetime(2025, 11, 23, 12, 30, tzinfo=UTC))
    lines = (await room.command(history.command)).text.splitlines()
    assert lines[2] == "1 · today 21:30 · Daily check-in"
    assert lines[4] == "2 · today 01:00 · Daily check-in"
    assert lines[6] == "3 · Sun 23 Nov 2025 12:30 · Daily check-in"


async def test_the_last_day_of_a_year_is_still_yesterday(room: Room) -> None:
    """On the first of January the day before needs no year."""
    room.now = datetime(2027, 1, 1, 9, 0, tzinfo=UTC)
    await room.entry(datetime(2026, 12, 31, 20, 0, tzinfo=UTC))
    assert "1 · yesterday 20:00" in (await room.command(history.command)).text


async def test_pages_hold_seven_and_lead_both_ways(room: Room) -> None:
    """Twenty entries are three pages, and the way back passes each of them once."""
    for number in range(20):
        await room.entry(NOON - timedelta(hours=number))
    first = await room.command(history.command)
    second = await room.press(first.buttons["Earlier"])
    third = await room.press(second.buttons["Earlier"])
    assert [_count(page) for page in (first, second, third)] == [7, 7, 6]
    assert "Later" not in first.buttons
    assert "Earlier" not in third.buttons
    assert (await room.press(third.buttons["Later"])).text == second.text
    assert (await room.press(second.buttons["Later"])).text == first.text


async def test_entries_of_one_moment_are_all_shown(room: Room) -> None:
    """Entries that began at the same moment are parted by their ids, none is lost between pages."""
    ids = [(await room.entry(NOON)).id for _ in range(10)]
    first = await room.command(history.command)
    second = await room.press(first.buttons["Earlier"])
    data = [b.data for page in (first, second) for label, b in page.buttons.items() if "Change" in label]
    assert data == [f"c:{short(entry)}:c" for entry in sorted(ids, reverse=True)]


async def test_an_old_button_shows_the_newest_entries(room: Room) -> None:
    """A button for a place with nothing behind it shows the newest page."""
    await room.entry(NOON)
    for data in ("y:e:1:1", "y:l:1:1"):
        assert "1 · today 13:00" in (await room.press(data)).text


async def test_a_later_page_is_never_short(room: Room) -> None:
    """Where fewer than a page lie ahead, the newest page is shown, and its 'Earlier' goes on from there."""
    for number in range(9):
        await room.entry(NOON - timedelta(hours=number))
    first = await room.command(history.command)
    second = await room.press(first.buttons["Earlier"])
    assert (await room.press(second.buttons["Later"])).text == first.text


async def test_others_are_never_seen(room: Room) -> None:
    """The entries of another person are on no page."""
    await room.person(STRANGER)
    await room.entry(NOON, person_id=STRANGER)
    assert "nothing here yet" in (await room.command(history.command)).text
    assert "nothing here yet" in (await room.press("y:l:1:1")).text


@pytest.mark.parametrize("sign", ["x", "&", "\N{GRINNING FACE}"])
async def test_the_fullest_page_fits_into_one_message(room: Room, sign: str) -> None:
    """Seven entries with long words and notes stay below Telegram's limit, even if all is escaped."""
    for number in range(8):
        entry = await room.entry(NOON - timedelta(hours=number), flow="weekly")
        for name in ("week", "rest", "more_one", "more_two"):
            await _rate(room, entry, name, 3)
        own = [sign * 60] * 6
        await _seal(room, entry, {"words": {"words": [], "own": own}, "people": "some", "more": "yes"})
        await _note(room, entry, "keep", sign * 4000)
        await _note(room, entry, None, sign * 4000)
    seen = await room.command(history.command)
    assert _count(seen) == 7
    assert "…" in seen.text
    assert len(seen.message.text) < 4096


async def test_a_long_note_is_cut(room: Room) -> None:
    """A note is shown by its beginning."""
    await _note(room, await room.entry(NOON), "note", "word " * 100)
    line = (await room.command(history.command)).text.splitlines()[3]
    assert line.startswith("“word word")
    assert line.endswith("…”")
    assert len(line) <= 122


async def test_a_flow_that_went_since_offers_no_change(room: Room) -> None:
    """Buttons lead only to check-ins that are still there."""
    await room.entry(NOON)
    flows = {name: flow for name, flow in registry_with().flows.items() if name != "daily"}
    room.house = replace(room.house, registry=replace(room.house.registry, flows=flows))
    assert (await room.command(history.command)).labels == []


@pytest.mark.parametrize(
    "data",
    [
        *(":".join(("y", *parts)) for parts in FORGED),
        "y:e:1",
        f"y:e:{TOO_LARGE}:1",
        f"y:e:1:{TOO_LARGE}",
        f"y:l:{short(2**63)}:1",
        f"y:l:1:{short(2**63)}",
        "y:e:-1:1",
        "y:e::",
        "y:e:1:1:1",
    ],
)
async def test_data_that_no_button_wrote_shows_a_notice(room: Room, data: str) -> None:
    """Forged data is met with a notice, also where its numbers are too large for any moment or id."""
    await room.entry(NOON)
    seen = await room.press(data)
    assert seen.notice.startswith("This button no longer works.")
    assert seen.messages == []


def _begin_daily(desk: Desk, _argument: str) -> None:
    checkin.begin(desk, desk.house.registry.flows["daily"])


async def _rate(room: Room, entry: Entry, name: str, value: int, scale: str = "faces") -> None:
    score = SCALES[scale].score(value)
    moments = {"felt_at": entry.begun_at, "told_at": entry.begun_at}
    row = Rating(
        id=new_id(NOON),
        person_id=PERSON,
        entry_id=entry.id,
        name=name,
        value=value,
        scale=scale,
        score=score,
        **moments,
    )
    await room.add(row)


async def _seal(room: Room, entry: Entry, answers: object) -> None:
    key = await room.key()
    entry.answers_sealed = key.seal(json.dumps(answers), f"{ANSWERS_PLACE}:{entry.id}")
    await room.add(entry)


async def _note(room: Room, entry: Entry, step: str | None, text: str) -> None:
    note_id, key = new_id(NOON), await room.key()
    sealed = key.seal(text, f"{NOTE_PLACE}:{note_id}")
    note = Note(
        id=note_id,
        person_id=PERSON,
        entry_id=entry.id,
        step=step,
        text_sealed=sealed,
        written_at=entry.begun_at,
    )
    await room.add(note)


async def _forget_session(room: Room, session_id: int) -> None:
    def work(db: Transaction) -> None:
        db.delete(db.get(Session, session_id))

    await room.writer.run(work)


def _count(seen: Seen) -> int:
    return seen.text.count(" · Daily check-in") + seen.text.count(" · Weekly look back")
