"""How sure a mean is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_RESAMPLES = 2000
_SEED = 0


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


def mean_interval(values: np.ndarray) -> Interval:
    """The mean of `values`, shape (questions,), resampled over questions; the same values give the same interval.

    Raises:
        ValueError: there are no values.
    """
    if not len(values):
        raise ValueError("a mean needs at least one value; the question set has no question that can be measured")
    mean = float(np.mean(values))
    if np.ptp(values) == 0:
        return Interval(mean, mean, mean)
    from scipy.stats import bootstrap

    found = bootstrap(
        (values,), np.mean, n_resamples=_RESAMPLES, method="percentile", rng=np.random.default_rng(_SEED)
    ).confidence_interval
    return Interval(mean, float(found.low), float(found.high))
