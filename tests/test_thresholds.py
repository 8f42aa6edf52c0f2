import numpy as np
import pytest

from assistant.evaluation.statistics import interval_of
from assistant.evaluation.summary import Group, Measured, Spread
from assistant.evaluation.thresholds import thresholds, unmet


def group(share):
    measured = {"right": Measured(10, interval_of(np.array([1.0] * share + [0.0] * (10 - share))))}
    return Group("all", 10, share, measured, Spread(12, 30), Spread(40, 60), 20, claims=10, unsupported=0)


@pytest.mark.parametrize(
    ("at_least", "at_most", "lines"),
    [
        (["right=0.7"], [], []),  # reached exactly
        (["right=.71"], [], ["right is 0.7, at least 0.71 was asked for"]),
        ([], ["right=0.7"], []),
        (
            [],
            ["right=0.69", "latency-multiple=1.9"],
            ["right is 0.7, at most 0.69 was asked for", "latency-multiple is 2, at most 1.9 was asked for"],
        ),
        (["reason=0.5"], [], ["reason was not measured, for no question gives it; at least 0.5 was asked for"]),
    ],
)
def test_a_line_is_given_for_every_threshold_that_is_not_met(at_least, at_most, lines):
    assert unmet(thresholds(at_least, at_most), group(7)) == lines


def test_a_mean_that_rounding_moves_still_reaches_its_bound():
    assert 0.1 + 0.2 > 0.3
    assert unmet(thresholds([f"right={0.1 + 0.2}"], []), group(3)) == []


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ("rigth=0.9", "'rigth' is not measured; name one of right, nugget-recall, .*latency-multiple"),
        ("right", "write right=0.97 with a number, found 'right'"),
        ("right=97%", "found 'right=97%'"),
        ("right=nan", "found 'right=nan'"),
        ("", "'' is not measured"),
    ],
)
def test_a_threshold_that_says_nothing_is_refused(given, complaint):
    with pytest.raises(ValueError, match=complaint):
        thresholds([given], [])
