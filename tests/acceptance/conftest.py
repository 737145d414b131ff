"""One `daymark try` for all tests that need no restart; each test begins with everyone forgotten."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.acceptance.chat import PATIENCE, ROBIN, SAM, Chat
from tests.acceptance.process import Process, start_trial
from tests.acceptance.ways import MORNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A running `daymark try`: its process, its address and the folder it keeps everything in."""

    process: Process
    address: str
    kept: Path


@pytest.fixture(scope="session")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """The bot on its sandbox, for the whole run."""
    folder = tmp_path_factory.mktemp("trial")
    with start_trial(folder) as (process, address):
        yield Trial(process=process, address=address, kept=folder / "kept")


@pytest.fixture
async def http(trial: Trial) -> AsyncIterator[httpx.AsyncClient]:
    """A line to the trial; at the end no button spins and Telegram would have refused nothing."""
    async with httpx.AsyncClient(base_url=trial.address, timeout=PATIENCE * 2) as line:
        before = len((await line.get("/sandbox/refused")).json())
        (await line.post("/sandbox/start-over")).raise_for_status()
        (await line.post("/sandbox/clock", json={"to": MORNING.isoformat()})).raise_for_status()
        yield line
        for person in (ROBIN, SAM):
            await Chat(http=line, person=person).settled()
        assert (await line.get("/sandbox/refused")).json()[before:] == []
        assert "turn_failed" not in trial.process.complaint()


@pytest.fixture
def robin(http: httpx.AsyncClient) -> Chat:
    """Somebody new."""
    return Chat(http=http)


@pytest.fixture
def sam(http: httpx.AsyncClient) -> Chat:
    """Somebody else who is new."""
    return Chat(http=http, person=SAM)
