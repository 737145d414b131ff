"""Every flow reads today as it read when its transcripts were recorded."""

from pathlib import Path

import pytest

from bot.registry import load_flows
from bot.transcript import read_transcript
from tests.flows.rewrite import FOLDER, replayed, transcripts

CASES = [pytest.param(path, id=f"{path.parent.name}/{path.stem}") for path in transcripts()]


@pytest.mark.parametrize("path", CASES)
def test_a_transcript_is_played_as_it_was_recorded(path: Path) -> None:
    """What is shown after each reply is what the transcript says, button by button."""
    written = path.read_text(encoding="utf-8")
    assert replayed(path) == written, "if it should read so now: python -m tests.flows.rewrite"


@pytest.mark.parametrize("path", CASES)
def test_a_transcript_lies_in_the_folder_of_its_flow(path: Path) -> None:
    """The folder is named after the flow that is played."""
    assert read_transcript(path.read_text(encoding="utf-8")).flow == path.parent.name


@pytest.mark.parametrize("flow", load_flows().order)
def test_a_flow_has_transcripts(flow: str) -> None:
    """Each flow was recorded at least once: `daymark flows play <flow> --record <file>`."""
    assert list((FOLDER / flow).glob("*.txt"))


def test_no_transcript_is_left_of_a_flow_that_is_gone() -> None:
    """Each folder of transcripts belongs to a flow that is offered."""
    assert {path.parent.name for path in transcripts()} <= set(load_flows().order)
