"""The bench works and counts rightly; how fast anything is, is for `make bench` to tell."""

import sqlite3
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench.__main__ import measure
from tests.bench.figures import BrokenBench, Figure, most_in_a_second, percentile
from tests.bench.million import claim
from tests.bench.plan import SMOKE
from tests.bench.processes import events, start_daymark, start_other
from tests.bench.record import new_record
from tests.bench.start import check_in
from tests.bench.storm import Forecast, watch

# A check-in is a command and four taps: a rating, a word, Done, Skip.
TAPS = 4


def test_what_people_did_is_what_the_bots_stored(tmp_path: Path) -> None:
    """Every tap and check-in that is counted is a row of the bot, and the three bots show the same way."""
    record = new_record(tmp_path)
    record.add_people(range(1, SMOKE.people_of_cost + 1))
    with ExitStack() as stack:
        bots = [
            stack.enter_context(start_daymark(record)),
            stack.enter_context(start_other("typical", tmp_path / "typical")),
            stack.enter_context(start_other("bare", tmp_path / "bare")),
        ]
        for bot in bots:
            walked = check_in(bot, SMOKE.checkins, SMOKE)
            assert (walked["commands"], walked["taps"]) == (SMOKE.checkins, SMOKE.checkins * TAPS)
            assert len(walked["waits"]) == SMOKE.checkins * (TAPS + 1)
            bot.check()
    assert record.count("entry") == record.count("rating") == SMOKE.checkins
    with closing(sqlite3.connect(tmp_path / "typical" / "typical.db")) as db:
        assert db.execute("SELECT count(*) FROM given").fetchone() == (SMOKE.checkins * TAPS,)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_all_that_is_due_is_counted(tmp_path: Path) -> None:
    """A claim ends when every due slot is claimed, a storm when every prompt came."""
    forecast = Forecast(
        people=SMOKE.storm_people, limit=SMOKE.storm_limit, stretch=SMOKE.slow_stretch, lead=SMOKE.lead
    )
    claimed = claim(tmp_path / "large", SMOKE.large_record, SMOKE)
    seen = watch(tmp_path / "storm", forecast)
    with closing(sqlite3.connect(tmp_path / "large" / "daymark.db")) as db:
        assert db.execute("SELECT count(*) FROM slot").fetchone() == (SMOKE.due,)
    assert claimed.ticks == 1
    assert 0 < claimed.took < claimed.started
    assert claimed.resident > 1
    assert len(seen.stamps) == SMOKE.storm_people
    assert seen.stamps[0] == 0
    assert most_in_a_second(seen.stamps) <= SMOKE.storm_limit
    assert seen.waits


def test_what_a_bot_logged_is_told() -> None:
    """The events of a log are found between the lines that libraries wrote."""
    said = 'SAWarning: New instance\n  flush()\n{"event": "tick_failed", "level": "warning"}\n'
    assert events(said) == ["tick_failed"]
    assert events("") == []


def test_parts_are_chosen_by_name() -> None:
    """A part is measured alone, and a name that is none is refused."""
    (figure,) = measure(["ceiling"], replace(SMOKE, stretch=0.1))
    assert figure.value > 0
    with pytest.raises(BrokenBench, match="choose from ceiling, start, taps"):
        list(measure(["nothing"], SMOKE))


def test_a_goal_is_told_with_its_figure() -> None:
    """A figure says whether its goal is reached, and one without a goal misses nothing."""
    assert "goal >= 400    NOT REACHED" in Figure(name="taps", value=399, unit="/s", at_least=400).line()
    assert "goal < 50      reached" in Figure(name="wait", value=49, unit="ms", below=50).line()
    assert not Figure(name="wait", value=50, unit="ms", below=50).is_reached
    assert Figure(name="calls", value=1, unit="/s").is_reached


def test_seconds_begin_anywhere() -> None:
    """The busiest second is found wherever it begins, and 99 of 100 waits are within the percentile."""
    assert most_in_a_second([0.0, 0.9, 1.0, 1.1, 1.8, 3.0]) == 4
    assert percentile(range(100), 0.99) == 99
    assert percentile(range(200), 0.5) == 100
    with pytest.raises(BrokenBench):
        percentile([], 0.5)
