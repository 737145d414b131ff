"""Numbers of different scales can be compared, and each lies in one band."""

import pytest

from bot.engine.scales import FACES, SCALES, TEN, Band, Scale, band_of


@pytest.mark.parametrize("scale", [FACES, TEN])
def test_ends_of_a_scale(scale: Scale) -> None:
    """The lowest value scores 0 and the highest 100, whatever the scale."""
    assert (scale.score(1), scale.score(scale.top)) == (0, 100)


@pytest.mark.parametrize("scale", [FACES, TEN])
def test_nearest_undoes_score(scale: Scale) -> None:
    """Every value is the nearest to its own score."""
    values = list(range(1, scale.top + 1))
    assert [scale.nearest(scale.score(value)) for value in values] == values


def test_each_face_has_a_band() -> None:
    """Five faces are the five bands, in order."""
    assert [band_of(FACES.score(value)) for value in range(1, 6)] == list(Band)


def test_ten_has_two_values_a_band() -> None:
    """On ten numbers every band holds two."""
    assert [band_of(TEN.score(value)) for value in range(1, 11)] == [band for band in Band for _ in range(2)]


@pytest.mark.parametrize(
    ("score", "band"), [(19.9, Band.VERY_LOW), (20, Band.LOW), (80, Band.VERY_GOOD), (100, Band.VERY_GOOD)]
)
def test_edges_belong_to_the_band_above(score: float, band: Band) -> None:
    """A score on the edge of two bands lies in the upper one, and 100 in the highest."""
    assert band_of(score) is band


def test_a_scale_holds_its_values_alone() -> None:
    """Nothing below 1 or above the top is on a scale."""
    assert [value for value in range(-1, 8) if FACES.holds(value)] == [1, 2, 3, 4, 5]


def test_scales_are_found_by_id() -> None:
    """The id that is stored beside a value names its scale."""
    assert SCALES == {"faces": FACES, "ten": TEN}
