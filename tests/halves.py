"""`make test`: the tests as two processes beside each other, for they are to be done soon on two cores.

One half starts programs and waits for them, the other computes. What the first says is shown after what the
second said, and a line at the end sums up both.
"""

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from time import monotonic

WAITING = ("tests/acceptance", "tests/faults")
PYTEST = (sys.executable, "-m", "coverage", "run", "-m", "pytest")
NOTHING_FOUND = 5
CLOSING = re.compile(r"^=+ (.*) in [0-9.]+s.* =+$", re.MULTILINE)


def main(arguments: Sequence[str]) -> int:
    """The exit status of both; arguments that name paths are given to one process as they are."""
    if any(not one.startswith("-") and "/" in one for one in arguments):
        return subprocess.call([*PYTEST, *arguments])  # noqa: S603 - our own tests
    began = monotonic()
    rest = [f"--ignore={folder}" for folder in WAITING]
    with tempfile.TemporaryFile("w+") as aside, tempfile.TemporaryFile("w+") as ahead:
        waiting = subprocess.Popen([*PYTEST, *arguments, *WAITING], stdout=aside)  # noqa: S603 - as above
        computing = subprocess.Popen([*PYTEST, *arguments, "tests", *rest], stdout=ahead)  # noqa: S603 - as above
        codes = [computing.wait(), waiting.wait()]
        said = []
        for file in (ahead, aside):
            file.seek(0)
            said.append(file.read())
    print(*said, sep="\n")  # noqa: T201 - a command speaks
    print(_closing(said, monotonic() - began))  # noqa: T201 - a command speaks
    found = [code for code in codes if code != NOTHING_FOUND]
    return max(found) if found else NOTHING_FOUND


def _closing(said: Sequence[str], seconds: float) -> str:
    """What both ended with, as one of them would say it."""
    counts: Counter[str] = Counter()
    for text in said:
        for line in CLOSING.findall(text)[-1:]:
            counts.update({name: int(number) for number, name in re.findall(r"(\d+) (\w+)", line)})
    told = ", ".join(f"{number} {name}" for name, number in counts.items())
    return f"===== {told} in {seconds:.2f}s ====="


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
