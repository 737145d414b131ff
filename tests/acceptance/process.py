"""Starts the program as a person would, and ends only what it started."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

# The whole environment of a started process, beside what a test sets.
MEASURING = ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", *MEASURING)
# For a process that finds no room on the disk: to write down what was covered needs room, too.
UNMEASURED = dict.fromkeys(MEASURING, "")
PATIENCE = 30.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A started program; what it says goes into two files."""

    running: "subprocess.Popen[str]"
    folder: Path

    def said(self) -> str:
        """Everything it said so far, on both channels."""
        return "".join((self.folder / name).read_text() for name in ("stdout.txt", "stderr.txt"))

    def complaint(self) -> str:
        """What it said on standard error."""
        return (self.folder / "stderr.txt").read_text()

    def ask_to_stop(self, within: float = 10.0) -> int:
        """Send SIGTERM and give the exit status; TimeoutExpired if it takes longer."""
        self.running.send_signal(signal.SIGTERM)
        return self.running.wait(within)

    def kill(self) -> None:
        """End it without a chance to say goodbye."""
        self.running.kill()
        self.running.wait(PATIENCE)


@contextmanager
def start(*arguments: str, folder: Path, under: Sequence[str] = (), **settings: str) -> Iterator[Process]:
    """`daymark` with these arguments in a folder of its own; killed at the end if it still runs.

    `under` is a program that starts it with less than usual, such as `prlimit`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "stdout.txt").open("w") as out, (folder / "stderr.txt").open("w") as complaint:
        running = subprocess.Popen(  # noqa: S603 - our own program
            [*under, program(), *arguments],
            cwd=folder,
            env=_environment(settings),
            stdout=out,
            stderr=complaint,
            text=True,
        )
    try:
        yield Process(running=running, folder=folder)
    finally:
        if running.poll() is None:
            running.kill()
        running.wait(PATIENCE)


@contextmanager
def start_trial(folder: Path) -> Iterator[tuple[Process, str]]:
    """`daymark try` on a folder that is kept, and the address that it tells."""
    folder.mkdir(parents=True, exist_ok=True)
    arguments = [program(), "try", "--port", "0", "--keep", str(folder / "kept")]
    with (folder / "stderr.txt").open("a") as complaint:
        running = subprocess.Popen(  # noqa: S603 - our own program
            arguments, cwd=folder, env=_environment({}), stdout=subprocess.PIPE, stderr=complaint, text=True
        )
    (folder / "stdout.txt").touch()
    process = Process(running=running, folder=folder)
    try:
        yield process, _address(process)
    finally:
        _stop(process)
        if running.stdout is not None:
            running.stdout.close()


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program() -> str:
    """The installed command, beside the interpreter that runs the tests."""
    return str(Path(sys.executable).with_name("daymark"))


def _stop(process: Process) -> None:
    """Ask first: a process that is killed leaves no coverage."""
    if process.running.poll() is None:
        try:
            process.ask_to_stop()
        except subprocess.TimeoutExpired:
            process.kill()


def _address(process: Process) -> str:
    """The address from standard output; a process that never tells it is killed, which ends the reading."""
    limit = threading.Timer(PATIENCE, process.running.kill)
    limit.start()
    try:
        for line in process.running.stdout or ():
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                return found[0]
    finally:
        limit.cancel()
    return pytest.fail(f"daymark try told no address: {process.complaint()}")


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
    # People who are played here tap faster than any hand.
    own = {"TZ": "UTC", "COLUMNS": "300", "CHAT_MESSAGES_PER_SECOND": "100"}
    whole = kept | own | dict(settings)
    return {name: value for name, value in whole.items() if value or name not in MEASURING}
