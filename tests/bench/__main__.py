"""`make bench`, or a part of it: `make bench ARGS="taps storm"`.

A goal that is missed is printed and fails nothing; a bench that does not work, or does not end, is an error.
"""

import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.bench.ceiling import ceiling
from tests.bench.figures import BrokenBench, Figure
from tests.bench.million import million
from tests.bench.plan import WHOLE, Plan
from tests.bench.start import cost, start
from tests.bench.storm import storm
from tests.bench.taps import taps

PARTS: Mapping[str, Callable[[Path, Plan], Iterator[Figure]]] = {
    "ceiling": ceiling,
    "start": start,
    "taps": taps,
    "storm": storm,
    "million": million,
    "cost": cost,
}
# Seconds that all parts together may take.
LONGEST = 6 * 60
TYPICAL = (
    "Typical build: python-telegram-bot on its defaults (one update after the other),"
    " SQLAlchemy's AsyncSession on aiosqlite with WAL.\n"
)


def measure(names: list[str], plan: Plan) -> Iterator[Figure]:
    """The figures of these parts, each in a folder that is gone afterwards."""
    for name in names or PARTS:
        if name not in PARTS:
            raise BrokenBench(f"There is no part {name}: choose from {', '.join(PARTS)}.")
        with tempfile.TemporaryDirectory(prefix="daymark-bench-") as folder:
            yield from PARTS[name](Path(folder), plan)


def main() -> None:
    """Measure and print, a line a figure."""
    began, reached, goals = time.monotonic(), 0, 0
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(LONGEST)
    sys.stdout.write(TYPICAL)
    try:
        for figure in measure(sys.argv[1:], WHOLE):
            sys.stdout.write(f"{figure.line()}\n")
            sys.stdout.flush()
            goals += figure.has_goal
            reached += figure.has_goal and figure.is_reached
    except BrokenBench as fault:
        sys.exit(f"The bench is broken: {fault}")
    sys.stdout.write(f"{reached} of {goals} goals reached, in {time.monotonic() - began:.0f} s\n")


def _give_up(_sign: int, _frame: object) -> None:
    raise BrokenBench(f"It was not over after {LONGEST} s: measure a part at a time, as in ARGS=taps.")


if __name__ == "__main__":
    main()
