"""Writes every transcript as it reads now: `python -m tests.flows.rewrite`, then read the diff."""

from pathlib import Path

from bot.registry import load_flows
from bot.transcript import read_transcript, write_transcript

FOLDER = Path(__file__).parent


def transcripts() -> list[Path]:
    """Every transcript, in the order of flows and cases."""
    return sorted(FOLDER.glob("*/*.txt"))


def replayed(path: Path) -> str:
    """What a transcript would read if it were recorded now."""
    transcript = read_transcript(path.read_text(encoding="utf-8"))
    return write_transcript(transcript, load_flows().flows[transcript.flow])


if __name__ == "__main__":
    for one in transcripts():
        one.write_text(replayed(one), encoding="utf-8")
