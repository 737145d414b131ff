"""The log holds names, ids and counts, and never what a person wrote."""

import json
import logging

import pytest
import structlog

from bot.logs import set_up, where

pytestmark = pytest.mark.usefixtures("logs_as_before")

CONTENT = "I feel very low today"


def fail() -> None:
    """A fault whose message holds what a person wrote."""
    raise ValueError(CONTENT)


def test_events_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """For machines each event is one line of JSON on standard error."""
    set_up(level="INFO", form="json")
    structlog.get_logger().info("turn", act="text", sent=2)
    structlog.get_logger().debug("unseen")
    seen = capsys.readouterr()
    event = json.loads(seen.err)
    assert (event["event"], event["act"], event["sent"], event["level"]) == ("turn", "text", 2, "info")
    assert event["timestamp"].endswith("Z")
    assert seen.out == ""


def test_events_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    """For people an event is a line without colours."""
    set_up(level="DEBUG", form="console")
    structlog.get_logger().debug("tick", sent=1)
    line = capsys.readouterr().err
    assert "tick" in line
    assert "\x1b" not in line


def test_a_fault_is_named_and_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """A fault leaves its kind and its place; its message and its values stay out."""
    set_up(level="INFO", form="json")
    for logger in (structlog.get_logger(), logging.getLogger("somewhere")):
        try:
            fail()
        except ValueError:
            logger.exception("broken")
    for line in capsys.readouterr().err.splitlines():
        event = json.loads(line)
        assert (event["event"], event["fault"]) == ("broken", "ValueError")
        assert event["at"].startswith("test_logs.py:")
        assert CONTENT not in line
        assert "Traceback" not in line


def test_a_fault_handed_over(capsys: pytest.CaptureFixture[str]) -> None:
    """A fault that is handed over as it is, or as nothing, is treated alike."""
    set_up(level="INFO", form="json")
    structlog.get_logger().error("broken", exc_info=ValueError(CONTENT))
    structlog.get_logger().error("fine", exc_info=None)
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["fault"], first["at"]) == ("ValueError", "unknown")
    assert "fault" not in second


def test_a_fault_in_hand(capsys: pytest.CaptureFixture[str]) -> None:
    """`exc_info=True` means the fault that is being met."""
    set_up(level="INFO", form="json")
    try:
        fail()
    except ValueError:
        structlog.get_logger().error("broken", exc_info=True)
    assert json.loads(capsys.readouterr().err)["fault"] == "ValueError"


@pytest.mark.parametrize(
    "name", ["telegram.ext", "aiohttp.client", "sqlalchemy.engine", "httpx", "apscheduler"]
)
def test_libraries_are_quiet(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Libraries whose lines carry addresses or parameters speak from WARNING on, whatever the level."""
    set_up(level="DEBUG", form="json")
    logging.getLogger(name).info("https://api.telegram.org/bot1:secret/getMe")
    assert capsys.readouterr().err == ""
    logging.getLogger(name).warning("something")
    assert "something" in capsys.readouterr().err


def test_where() -> None:
    """The place of a fault is its innermost file and line."""
    with pytest.raises(ValueError, match="low") as raised:
        fail()
    assert where(raised.value).startswith("test_logs.py:")
    assert where(ValueError()) == "unknown"
