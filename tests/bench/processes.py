"""The processes of the bench: each bot on one core, its stand-in on another."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.acceptance.process import free_port
from tests.bench.figures import BrokenBench
from tests.bench.record import Record
from tests.source import ROOT

TOKEN = "1000:bench"
PATIENCE = 120.0  # seconds
CORES = sorted(os.sched_getaffinity(0))
BOT_CORE, STAND_IN_CORE = CORES[0], CORES[-1]
KIBIBYTE = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """A started stand-in."""

    port: int

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, what: str, **asked: Any) -> dict[str, Any]:
        """What it tells, which may take as long as it is told to measure."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        line.request("POST", f"/people/{what}", json.dumps(asked))
        told: dict[str, Any] = json.loads(line.getresponse().read())
        line.close()
        if "fault" in told:
            raise BrokenBench(f"The stand-in failed at {what}: {told['fault']}")
        return told

    def wait_for(self, mark: str, within: float = 30.0) -> float:
        """The moment that the stand-in notes under this name."""
        limit = time.monotonic() + within
        while time.monotonic() < limit:
            moment = float(self.ask("marks")[mark])
            if moment:
                return moment
            time.sleep(0.02)
        raise BrokenBench(f"There was no {mark} within {within:g} s.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A started bot with its stand-in; `began` is the moment at which it was started."""

    running: "subprocess.Popen[bytes]"
    stand_in: StandIn
    folder: Path
    began: float

    def resident(self) -> float:
        """Its memory in MB, as the system counts what is resident."""
        status = Path(f"/proc/{self.running.pid}/status").read_text()
        kibibytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
        return int(kibibytes) * KIBIBYTE / 1e6

    def used(self) -> float:
        """Seconds of processor time that it used so far."""
        fields = Path(f"/proc/{self.running.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """Ask it to stop, and wait."""
        self.running.send_signal(signal.SIGTERM)
        self.running.wait(30)

    def check(self) -> None:
        """BrokenBench if it died, if Telegram would have refused something, or if people were surprised."""
        marks = self.stand_in.ask("marks")
        if self.running.poll() is not None or marks["refused"] or marks["surprises"]:
            told = {name: marks[name] for name in ("refused", "surprises")}
            raise BrokenBench(f"The bot went wrong: {told}; it said: {self._said()[-1500:]}")

    def complaints(self) -> Sequence[str]:
        """The warnings and errors that Daymark logged, by their names and in their order."""
        return events(self._said())

    def _said(self) -> str:
        return (self.folder / "said.txt").read_text()


def events(said: str) -> list[str]:
    """The names of events in a log that is written as JSON, a line an event; other lines are passed over."""
    return [json.loads(line)["event"] for line in said.splitlines() if line.startswith("{")]


@contextmanager
def start_stand_in() -> Iterator[StandIn]:
    """A stand-in on its core, ended at the end."""
    command = [sys.executable, "-m", "tests.bench.standin"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603
        os.sched_setaffinity(running.pid, {STAND_IN_CORE})
        try:
            yield StandIn(port=int(running.stdout.readline() if running.stdout else 0))
        finally:
            running.kill()


@contextmanager
def start_daymark(record: Record, *, ahead: float | None = None, **settings: str) -> Iterator[Bot]:
    """`daymark run` on a record, beside its file; with `ahead` the clock is moved and the probe is inside."""
    folder = record.path.parent
    command = [str(Path(sys.executable).with_name("daymark")), "run"]
    if ahead is not None:
        command = [sys.executable, "-m", "tests.bench.probed", str(ahead), str(folder / "probe.json")]
    own = {"DATABASE_URL": record.address, "DAYMARK_KEY": record.key, "TELEGRAM_BOT_TOKEN": TOKEN}
    with start_stand_in() as stand_in:
        own |= {"TELEGRAM_API_URL": stand_in.address, "LOG_LEVEL": "WARNING", "LOG_FORMAT": "json"}
        own |= {"PYTHONPATH": str(ROOT), "PORT": str(free_port())}
        with _start(command, stand_in, folder, own | settings) as bot:
            yield bot


@contextmanager
def start_other(name: str, folder: Path) -> Iterator[Bot]:
    """One of the bots that Daymark is compared with: 'typical' or 'bare'."""
    folder.mkdir(exist_ok=True)
    with start_stand_in() as stand_in:
        command = [sys.executable, "-m", f"tests.bench.{name}", TOKEN, stand_in.address]
        with _start(command, stand_in, folder, {"PYTHONPATH": str(ROOT)}) as bot:
            yield bot


@contextmanager
def _start(
    command: Sequence[str], stand_in: StandIn, folder: Path, settings: Mapping[str, str]
) -> Iterator[Bot]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    with (folder / "said.txt").open("w") as said:
        began = time.monotonic()
        running = subprocess.Popen(  # noqa: S603 - our own programs
            command, cwd=folder, env=kept | {"TZ": "UTC"} | dict(settings), stdout=said, stderr=said
        )
        os.sched_setaffinity(running.pid, {BOT_CORE})
    try:
        yield Bot(running=running, stand_in=stand_in, folder=folder, began=began)
    finally:
        running.kill()
        running.wait()
