import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.statistics import mean_interval


def test_the_interval_of_half_right_is_that_of_the_binomial():
    # The standard error of a share of 1/2 over 400 is 0.025, so 95 % lie within 0.049 of it.
    found = mean_interval(np.array([0, 1] * 200))
    assert (found.mean, found.low, found.high) == pytest.approx((0.5, 0.451, 0.549), abs=0.006)


def test_the_same_values_have_the_same_interval_and_equal_ones_none():
    assert mean_interval(np.array([0, 1, 1])) == mean_interval(np.array([0, 1, 1]))
    same = mean_interval(np.array([0.5] * 5))
    assert (same.low, same.mean, same.high) == (0.5, 0.5, 0.5)


def test_no_values_have_no_mean():
    with pytest.raises(ValueError, match="at least one value"):
        mean_interval(np.array([]))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_a_mean_lies_in_its_interval_and_that_within_the_values(values):
    found = mean_interval(np.array(values))
    assert min(values) - 1e-9 <= found.low <= found.mean + 1e-9
    assert found.mean - 1e-9 <= found.high <= max(values) + 1e-9
