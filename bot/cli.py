"""The command line: one place where errors become one sentence and an exit status."""

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.app import keyring
from bot.app import run as run_bot
from bot.clock import Clock
from bot.doctor import examine
from bot.engine.flow import placed_steps
from bot.errors import BotError
from bot.logs import set_up
from bot.registry import load_flows
from bot.settings import Settings, load_settings
from bot.store.alone import alone
from bot.store.backup import Contents, back_up, look_into, place_for
from bot.store.backup import restore as restore_backup
from bot.store.migrate import newest_revision, upgrade
from bot.store.sealing import Keyring
from bot.store.sqlite import database_path
from bot.terminal import play_flow
from bot.trial import run_trial

app = typer.Typer(
    help="Daymark asks how you are, keeps what you answer, and makes the way to a person short.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
)
flows_app = typer.Typer(help="List, check and play the check-in conversations.", no_args_is_help=True)
db_app = typer.Typer(help="Look after the database file.", no_args_is_help=True)
app.add_typer(flows_app, name="flows")
app.add_typer(db_app, name="db")
out = Console()

NO_BOT = (
    "There is no TELEGRAM_BOT_TOKEN: ask @BotFather on Telegram for one with /newbot and write it into .env;"
    " 'make try' needs none."
)


def main() -> None:
    """Run the command line; what a person can mend is one sentence and exit status 1."""
    try:
        app()
    except BotError as fault:
        out_error(str(fault))
        sys.exit(1)


def out_error(text: str) -> None:
    """A sentence on standard error."""
    Console(stderr=True, soft_wrap=True, highlight=False).print(text, markup=False)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - Typer hands a flag as bool
    if wanted:
        out.print(f"daymark {installed_version('daymark')}")
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Daymark asks how you are, keeps what you answer, and makes the way to a person short."""
    del version


@app.command()
def run() -> None:
    """Run the bot on Telegram, with the settings of .env.

    Example: `daymark run`
    """
    settings = _settings()
    if not settings.telegram_bot_token.get_secret_value():
        raise BotError(NO_BOT)
    asyncio.run(run_bot(settings, Clock()))


@app.command(name="try")
def try_it(
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where the chat page is; 0 takes a free port.")
    ] = 8765,
    keep: Annotated[
        Path | None, typer.Option(help="A folder to keep everything in until the next time.")
    ] = None,
) -> None:
    """Try the bot in the browser, without Telegram, token or network.

    Example: `daymark try --port 8765 --keep my-trial`
    """
    with folder_for(keep) as folder:
        asyncio.run(run_trial(folder, port=port, tell=_tell_address))


@flows_app.command(name="list")
def list_flows() -> None:
    """List the check-ins with their questions and when they are proposed.

    Example: `daymark flows list`
    """
    table = Table("id", "title", "proposed", "steps")
    for flow in load_flows().flows.values():
        table.add_row(
            flow.id, flow.title, flow.prompt, ", ".join(p.step.name for p in placed_steps(flow.steps))
        )
    out.print(table)


@flows_app.command()
def check() -> None:
    """Check every flow: dead steps, names, texts and lengths.

    Example: `daymark flows check`
    """
    flows = load_flows().flows
    out.print(f"{len(flows)} flows are in order: {', '.join(flows)}")


@flows_app.command()
def play(
    flow: Annotated[str, typer.Argument(help="The id of a flow, as `daymark flows list` shows it.")],
    *,
    scale: Annotated[str, typer.Option(help="faces or ten.")] = "faces",
    record: Annotated[
        Path | None, typer.Option(help="A file for the transcript, such as tests/flows/daily/my_case.txt.")
    ] = None,
) -> None:
    """Play a flow in the terminal with the real engine; nothing is kept but what --record asks for.

    Example: `daymark flows play daily`
    """
    play_flow(load_flows(), flow, scale=scale, read=input, write=print, record=record)


@db_app.command(name="upgrade")
def upgrade_database() -> None:
    """Bring the database to the schema of this version; the bot does it by itself at start.

    Example: `daymark db upgrade`
    """
    path = database_path(_settings().database_url)
    with alone(path):
        upgrade(path)
    out.print(f"{path} has schema {newest_revision()}.")


@db_app.command()
def backup(
    file: Annotated[
        Path | None, typer.Argument(help="Where to; without a name: into `backups` beside the database.")
    ] = None,
) -> None:
    """Copy the database while the bot runs, and check the copy; the key is not in it, so keep that elsewhere.

    Example: `daymark db backup copy.db`
    """
    path, ring = _record()
    now = Clock().now()
    target = file or place_for(path, now)
    _tell_contents(target, back_up(path, target, ring=ring, now=now))


@db_app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `daymark db backup` made.")],
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether it could be restored, and what it holds.")
    ] = False,
) -> None:
    """Put a backup in the place of the database, while the bot is stopped; the old file is kept aside.

    Example: `daymark db restore copy.db --check`
    """
    path, ring = _record()
    contents = look_into(file, ring)
    _tell_contents(file, contents)
    if check:
        return
    aside = restore_backup(file, path, ring=ring, now=Clock().now())
    kept = "" if aside is None else f" The file that was there is now {aside}."
    out.print(f"{path} is restored.{kept}", highlight=False, soft_wrap=True)


def _record() -> tuple[Path, Keyring]:
    """The database of the settings and the key in force, which is not made here."""
    settings = _settings()
    path = database_path(settings.database_url)
    return path, keyring(settings, path, may_make=False)


def _tell_contents(file: Path, contents: Contents) -> None:
    made = f" of {contents.made_at:%Y-%m-%d %H:%M} UTC" if contents.made_at else ""
    key = f"the key {contents.fingerprint}" if contents.fingerprint else "the key in force"
    rows = ", ".join(f"{name} {count}" for name, count in contents.rows.items())
    text = f"{file}{made} is whole: schema {contents.revision}, {key}, rows: {rows}."
    out.print(text, highlight=False, soft_wrap=True)


@app.command()
def doctor() -> None:
    """Check token, database, key, time zones, SQLite and flows, and say what to do about each fault.

    Example: `daymark doctor`
    """
    findings = asyncio.run(examine(_settings()))
    for finding in findings:
        out.print(
            f"{'ok   ' if finding.is_well else 'FAULT'} {finding.what}: {finding.words}", highlight=False
        )
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(1)


def _settings() -> Settings:
    settings = load_settings()
    set_up(level=settings.log_level, form=settings.log_format)
    return settings


@contextlib.contextmanager
def folder_for(keep: Path | None) -> Iterator[Path]:
    """The folder of a trial: the one to keep, or one that is gone at the end."""
    if keep is not None:
        try:
            keep.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise BotError(
                f"{keep} cannot be a folder ({fault.strerror}): name another folder with --keep."
            ) from fault
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="daymark-") as folder:
        yield Path(folder)


def _tell_address(address: str) -> None:
    out.print(f"\nDaymark is at [bold]{address}[/bold]  (stop with Ctrl+C)\n", highlight=False)
