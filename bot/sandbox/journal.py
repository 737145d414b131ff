"""What is kept between two runs: a file of lines, each one change of the sandbox's state."""

import json
from pathlib import Path
from typing import Any


class Journal:
    """Named values, appended to one file; a killed process loses nothing that it had saved.

    One line holds the changes of one request, so a request is kept whole or not at all. The file is
    written anew, without what was overtaken, each time it is opened.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._changes: dict[str, Any] = {}

    def load(self) -> dict[str, Any]:
        """Read the kept values and write the file anew; without a path there are none."""
        if self._path is None:
            return {}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        values = _replay(self._path) if self._path.exists() else {}
        fresh = self._path.with_suffix(".new")
        fresh.write_text(_line(values), encoding="utf-8")
        fresh.replace(self._path)
        return values

    def put(self, name: str, value: Any) -> None:
        """Remember a value until the next save; None takes it away."""
        self._changes[name] = value

    def save(self) -> None:
        """Append what changed since the last save, in one write."""
        changes, self._changes = self._changes, {}
        if self._path is not None and changes:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(_line(changes))


def _line(changes: dict[str, Any]) -> str:
    return json.dumps(changes, ensure_ascii=False, separators=(",", ":")) + "\n"


def _replay(path: Path) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for line in path.read_bytes().split(b"\n"):
        try:
            values.update(json.loads(line))
        except ValueError:  # the last line, cut short by a kill, or the empty end of the file
            continue
    return {name: value for name, value in values.items() if value is not None}
