"""The command line: each command does what its help says, and each fault is one sentence."""

import base64
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
import typer
from typer.testing import CliRunner

from bot import cli
from bot.errors import BotError
from bot.settings import Settings

COMMANDS = [
    [],
    ["run"],
    ["try"],
    ["flows", "list"],
    ["flows", "check"],
    ["flows", "play"],
    ["db", "upgrade"],
    ["db", "backup"],
    ["db", "restore"],
    ["doctor"],
]


pytestmark = pytest.mark.usefixtures("logs_as_before")


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder of its own, a wide terminal, and nothing set."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def invoke(*words: str, typed: str = "") -> tuple[int, str]:
    """Exit status and what was printed; a fault that a person can mend is raised."""
    result = CliRunner().invoke(cli.app, words, input=typed)
    if isinstance(result.exception, BotError):
        raise result.exception
    return result.exit_code, result.output


def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The real process."""
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1]), **more}
    code = "from bot.cli import main; main()"
    return subprocess.run(  # noqa: S603 - this very interpreter and our own words
        [sys.executable, "-c", code, *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_with_an_example(words: list[str]) -> None:
    """Every command has help; those that do something show an example."""
    status, text = invoke(*words, "--help")
    assert status == 0
    assert not words or "Example: " in text


def test_the_version() -> None:
    """--version prints the version and does nothing else."""
    status, text = invoke("--version")
    assert (status, text.split()[0]) == (0, "daymark")


def test_flows_are_listed_and_checked() -> None:
    """The list names each flow with its steps, and the check finds them in order."""
    assert "How are you" not in invoke("flows", "list")[1]
    assert "mood, hard, words" in invoke("flows", "list")[1]
    assert "flows are in order: daily, evening" in invoke("flows", "check")[1]


def test_a_flow_is_played() -> None:
    """A flow is played with the real engine, and its transcript goes where it is asked to."""
    status, text = invoke("flows", "play", "daily", "--record", "case.txt", typed="#3\nskip\nskip\n\n")
    assert status == 0
    assert "How are you feeling right now?" in text
    assert Path("case.txt").exists()
    with pytest.raises(BotError, match="no flow 'nothing'"):
        invoke("flows", "play", "nothing")


def test_the_database_is_upgraded() -> None:
    """The database of the settings is made, and named."""
    status, text = invoke("db", "upgrade")
    assert (status, text) == (0, "data/daymark.db has schema 0004.\n")
    assert Path("data/daymark.db").exists()


def test_a_backup_and_back() -> None:
    """A backup is made under a dated name, looked into, and put in the place of the database."""
    invoke("db", "upgrade")
    with pytest.raises(BotError, match="key is missing: put the key file back"):
        invoke("db", "backup")
    assert not Path("data/daymark.key").exists()
    Path("data/daymark.key").write_text(base64.b64encode(bytes(range(32))).decode())
    status, text = invoke("db", "backup")
    (made,) = Path("data/backups").iterdir()
    assert (status, f"{made} of 20" in text, "person 0" in text) == (0, True, True)
    assert invoke("db", "restore", str(made), "--check") == (0, text)
    status, text = invoke("db", "restore", str(made))
    assert (status, text.splitlines()[-1].partition(" The")[0]) == (0, "data/daymark.db is restored.")
    with pytest.raises(BotError, match="There is no file gone"):
        invoke("db", "restore", "gone.db", "--check")


def test_the_doctor_finds_a_fault() -> None:
    """The doctor prints each finding, and its exit status says whether all is well."""
    status, text = invoke("doctor")
    assert status == 1
    assert "FAULT token: TELEGRAM_BOT_TOKEN is empty" in text
    assert "ok    flows: daily" in text


def test_the_doctor_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all is well the exit status is 0."""

    async def examine(_settings: Settings) -> list[object]:
        return []

    monkeypatch.setattr(cli, "examine", examine)
    assert invoke("doctor") == (0, "")


def test_run_without_a_token() -> None:
    """Without a token one sentence says how to get one, and that trying needs none."""
    with pytest.raises(BotError, match=r"ask @BotFather .* 'make try' needs none"):
        invoke("run")


def test_a_fault_is_one_sentence() -> None:
    """In the real process a fault is one line on standard error, exit status 1, and no traceback."""
    done = run("run")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("There is no TELEGRAM_BOT_TOKEN")
    assert len(done.stderr.splitlines()) == 1
    done = run("doctor", PORT="http")
    assert (done.returncode, done.stderr) == (1, "PORT is 'http': allowed is a number from 1 to 65535.\n")


def test_a_wrong_word() -> None:
    """A command that does not exist is Typer's to answer, with status 2."""
    done = run("fly")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_trial(tmp_path: Path) -> None:
    """`try` serves the chat page until it is stopped, and keeps its folder only if it is told to."""
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1]), "PYTHONUNBUFFERED": "1"}
    code = "from bot.cli import main; main()"
    words = [sys.executable, "-c", code, "try", "--port", "0", "--keep", str(tmp_path / "kept")]
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - as above
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        told = next(line for line in lines if "http://127.0.0.1:" in line)
        assert httpx.get(told.split()[3]).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    assert (tmp_path / "kept" / "daymark.db").exists()


def test_a_folder_to_keep() -> None:
    """A kept folder is made and stays, any other is gone at the end; a file in its place is a fault."""
    with cli.folder_for(Path("kept")) as folder:
        assert folder.is_dir()
    assert folder.is_dir()
    with cli.folder_for(None) as passing:
        assert passing.is_dir()
    assert not passing.exists()
    Path("taken").write_text("a file")
    with pytest.raises(BotError, match="name another folder with --keep"), cli.folder_for(Path("taken")):
        pass


def test_main_in_this_process(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`main` turns what a person can mend into one sentence and exit status 1."""
    monkeypatch.setattr(sys, "argv", ["daymark", "run"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 1
    assert "There is no TELEGRAM_BOT_TOKEN" in capsys.readouterr().err
    assert isinstance(cli.app, typer.Typer)
