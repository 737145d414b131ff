"""Plays a flow in the terminal with the real engine and the real voice; nothing is stored."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.engine.flow import Flow
from bot.engine.going import asked
from bot.engine.scales import SCALES
from bot.engine.steps import Rating
from bot.errors import BotError
from bot.registry import Registry
from bot.transcript import (
    Act,
    Setting,
    Talk,
    Transcript,
    begin,
    go_on,
    in_plain_text,
    label_in_words,
    numbered,
    write_transcript,
)
from bot.voice.language import Language

PROMPT = "\n> "
HOW = "Type an answer, or the number of a button (at a rating: # and the number, as in #3). Ctrl+D ends."
GOODBYE = "Goodbye. Nothing of this was kept."


class CannotPlay(BotError):
    """A flow cannot be played like this; the message says what there is."""


@dataclass(slots=True, kw_only=True)
class _Played:
    """What was played so far."""

    flow: Flow
    scale: str
    language: Language
    acts: list[Act] = field(default_factory=list)


def play_flow(  # noqa: PLR0913 - what is played, with whom, and where it goes
    registry: Registry,
    flow_id: str,
    *,
    scale: str,
    read: Callable[[str], str],
    write: Callable[[str], None],
    language: Language | None = None,
    record: Path | None = None,
) -> None:
    """Play a flow until its end or Ctrl+D; `record` names a file for the transcript. Raises CannotPlay."""
    flow = _flow(registry, flow_id)
    if scale not in SCALES:
        raise CannotPlay(f"There is no scale {scale!r}: choose one of {', '.join(SCALES)}.")
    played = _Played(flow=flow, scale=scale, language=language or Language())
    write(HOW)
    try:
        _play(played, read, write)
    except EOFError:
        write("")
    if record is not None:
        _record(played, record)
        write(f"The transcript is in {record}.")
    write(GOODBYE)


def _flow(registry: Registry, flow_id: str) -> Flow:
    flow = registry.get(flow_id)
    if flow is None:
        raise CannotPlay(f"There is no flow {flow_id!r}: choose one of {', '.join(registry.order)}.")
    return flow


def _play(played: _Played, read: Callable[[str], str], write: Callable[[str], None]) -> None:
    talk = begin(Setting(flow=played.flow, scale=played.scale, language=played.language))
    _show(talk, write)
    while not talk.is_over or talk.buttons:
        line = read(PROMPT)
        if not line.strip():
            if talk.is_over:
                return
            continue
        act = _act(talk, line)
        talk = go_on(talk, act)
        played.acts.append(act)
        _show(talk, write)


def _show(talk: Talk, write: Callable[[str], None]) -> None:
    for message in talk.shown:
        write(f"\n{in_plain_text(message)}")
    if buttons := numbered(talk):
        write("\n" + "\n".join(buttons))
    if talk.is_over and talk.buttons and talk.shown:
        write("\nEnter ends.")


def _act(talk: Talk, line: str) -> Act:
    """A number taps a button; at a rating it is an answer, and the button is behind '#'."""
    text = line.strip()
    wanted = text.removeprefix("#")
    is_number = wanted.isascii() and wanted.isdigit()
    is_rating = isinstance(asked(talk.setting.flow, talk.session), Rating)
    is_tap = is_number and 1 <= int(wanted) <= len(talk.buttons) and (text != wanted or not is_rating)
    if not is_tap:
        return Act(text=line)
    return Act(text=label_in_words(talk.buttons[int(wanted) - 1]), is_tap=True)


def _record(played: _Played, path: Path) -> None:
    transcript = Transcript(flow=played.flow.id, scale=played.scale, acts=tuple(played.acts))
    text = write_transcript(transcript, played.flow, played.language)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise CannotPlay(
            f"The transcript cannot be written to {path} ({fault.strerror}): name another file."
        ) from fault
