"""Reads the data files that stand beside the code."""

import tomllib
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from bot.errors import BotError


class BadData(BotError):
    """A data file of the care room cannot be used; the message names the file and what to mend."""


def shipped(*names: str) -> Traversable:
    """A file or folder that ships with this room."""
    return resources.files("bot.care").joinpath(*names)


def read_toml(file: Traversable, error: type[BadData] = BadData) -> dict[str, Any]:
    """The content of a TOML file; raises `error` when it is missing, no TOML or no UTF-8."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as fault:
        raise error(f"{file.name} is missing; put it back.") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise error(f"{file.name} is not valid TOML: {fault}. Mend that place.") from fault
