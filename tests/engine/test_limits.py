"""How long a check-in waits."""

from datetime import timedelta

import pytest

from bot.authoring import Limits
from bot.engine.limits import BadLimits
from bot.registry import load_flows


def test_the_usual_limits() -> None:
    """A prompt may be begun for four hours, finished for one more, and rests after two without an act."""
    limits = Limits()
    lengths = (limits.start_limit, limits.finish_grace, limits.idle_limit)
    assert lengths == (timedelta(hours=4), timedelta(hours=1), timedelta(hours=2))
    assert all(flow.limits == limits for flow in load_flows().flows.values())


@pytest.mark.parametrize("name", ["start", "finish", "inactivity"])
def test_no_limit_is_nothing(name: str) -> None:
    """A minute is the least that a limit can be."""
    assert Limits(**{name: 1})
    with pytest.raises(BadLimits, match="in minutes"):
        Limits(**{name: 0})
