import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.statistics import Interval, area_under_curve, difference, interval_of, mean_interval


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


def test_a_share_has_the_interval_of_wilson():
    # Ten of ten: the lower bound is n / (n + z²) = 10 / (10 + 1.96²).
    found = interval_of(np.ones(10))
    assert (found.mean, found.low, found.high) == pytest.approx((1, 10 / (10 + 1.96**2), 1), abs=1e-4)
    assert interval_of(np.array([0.5, 1])) == mean_interval(np.array([0.5, 1]))
    assert interval_of(np.array([0.5])) == Interval(0.5, 0, 1)


def test_right_and_wrong_are_compared_by_the_pairs_that_differ():
    # Five gained and none lost: two tails of (1/2)^5.
    now, before = np.array([1] * 8 + [0] * 2), np.array([0] * 5 + [1] * 3 + [0] * 2)
    found = difference(now, before)
    assert (found.interval.mean, found.p, found.test) == (0.5, 2 / 32, "McNemar, exact")
    assert difference(now, now).p == 1


def test_graded_scores_are_compared_by_turning_pairs_round():
    # Three pairs, all up: of the eight ways to turn them two are as far from nought.
    found = difference(np.array([0.9, 0.8, 1.0, 0.5]), np.array([0.5, 0.5, 0.5, 0.5]))
    assert (found.p, found.test) == (2 / 8, "paired permutation")
    assert found.interval.mean == pytest.approx(0.3)
    assert difference(np.array([0.5, 0.7]), np.array([0.5, 0.2])).p == 1


def test_the_area_under_the_curve_is_the_share_of_pairs_in_order():
    # Of the six pairs five are in order and one is a tie.
    found = area_under_curve(np.array([0.9, 0.8, 0.4]), np.array([0.1, 0.4]))
    assert found.mean == pytest.approx(5.5 / 6)
    assert 0 <= found.low <= found.mean <= found.high <= 1
    assert area_under_curve(np.array([0.9]), np.array([0.1, 0.2])) == Interval(1, 0, 1)
    with pytest.raises(ValueError, match="both positives and negatives"):
        area_under_curve(np.array([0.9]), np.array([]))
