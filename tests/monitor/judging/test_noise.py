"""A seeded sample of tests/bench/noise.py: what a page's furniture does raises nothing, one edited figure one alert."""

import pytest

from tests.bench.noise import trouble_of_edit, trouble_of_mutation


@pytest.mark.parametrize("seed", range(5040, 5060))
def test_a_template_that_moves_raises_nothing(seed: int) -> None:
    assert trouble_of_mutation(seed) == ""


@pytest.mark.parametrize("seed", range(20))
def test_an_edited_figure_is_told_once_with_both_values(seed: int) -> None:
    assert trouble_of_edit(seed) == ""
