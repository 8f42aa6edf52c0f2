"""How sure a mean, a difference or a ranking is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_RESAMPLES = 2000
_PERMUTATIONS = 9999
_SEED = 0


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean, share or area with its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean difference of pairs, and how likely one as large is by chance."""

    interval: Interval  # bootstrapped over pairs
    p: float
    test: str


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


def interval_of(values: np.ndarray) -> Interval:
    """The mean of `values` between 0 and 1; Wilson's interval where all are 0 or 1, for a bootstrap is too narrow there."""
    if not len(values) or not np.isin(values, (0, 1)).all():
        return Interval(float(values[0]), 0.0, 1.0) if len(values) == 1 else mean_interval(values)
    from scipy.stats import binomtest

    found = binomtest(int(values.sum()), len(values)).proportion_ci(method="wilson")
    return Interval(float(np.mean(values)), float(found.low), float(found.high))


def difference(now: np.ndarray, before: np.ndarray) -> Difference:
    """What `now` has more than `before`, pair by pair: McNemar's exact test where all are 0 or 1, else permutations."""
    from scipy.stats import binomtest, permutation_test

    change = now - before
    interval, changed = mean_interval(change), change[change != 0]
    if np.isin((now, before), (0, 1)).all():
        p = float(binomtest(int((changed > 0).sum()), len(changed)).pvalue) if len(changed) else 1.0
        return Difference(interval, p, "McNemar, exact")
    if len(changed) < 2:
        return Difference(interval, 1.0, "paired permutation")
    # A pair without a difference has none whichever way it is turned, so it is left out.
    found = permutation_test(
        (changed,), np.mean, permutation_type="samples", n_resamples=_PERMUTATIONS, batch=1000, rng=np.random.default_rng(_SEED)
    )
    return Difference(interval, float(found.pvalue), "paired permutation")


def area_under_curve(positive: np.ndarray, negative: np.ndarray) -> Interval:
    """How often a value of `positive` is above one of `negative`, ties counting half (AUROC), with its interval.

    Raises:
        ValueError: one of them is empty.
    """
    if not len(positive) or not len(negative):
        raise ValueError("an area under the curve needs both positives and negatives")
    mean = float(_area(positive, negative))
    if len(positive) == 1 or len(negative) == 1:
        return Interval(mean, 0.0, 1.0)  # one value says nothing of how the others would lie
    from scipy.stats import bootstrap

    found = bootstrap(
        (positive, negative),
        _area,
        n_resamples=_RESAMPLES,
        batch=100,
        vectorized=True,
        method="percentile",
        rng=np.random.default_rng(_SEED),
    ).confidence_interval
    return Interval(mean, float(found.low), float(found.high))


def _area(positive: np.ndarray, negative: np.ndarray, axis: int = -1) -> np.ndarray:
    from scipy.stats import rankdata

    ranks = rankdata(np.concatenate((positive, negative), axis=axis), axis=axis)
    count = positive.shape[axis]
    above = np.take(ranks, range(count), axis=axis).sum(axis=axis) - count * (count + 1) / 2
    return np.asarray(above / (count * negative.shape[axis]))
