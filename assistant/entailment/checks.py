"""The checks of the gate, in the order in which they are made; the first that fails is the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.entailment.attribution import holder, speaker
from assistant.entailment.comparison import Check, compare
from assistant.entailment.lists import completed
from assistant.entailment.modality import KEEPS, NEEDS, added, compared_otherwise, dropped
from assistant.entailment.names import names, repeated, subject
from assistant.entailment.numbers import bounds, numbers
from assistant.entailment.places import exchanged, misplaced
from assistant.entailment.roles import swapped, turned
from assistant.entailment.wording import words

CHECKS: tuple[tuple[str, Check], ...] = (
    ("number not in the quotes", numbers),
    ("name not in the quotes", names),
    ("name said once in the quotes", repeated),
    *((f"{kind} not in the quotes", added(kind)) for kind in NEEDS),
    ("word not in the quotes", words),
    *((f"{kind} of the quotes dropped", dropped(kind)) for kind in KEEPS),
    ("compared otherwise in the quotes", compared_otherwise),
    ("open list of the quotes closed", completed),
    ("bound of a number changed", bounds),
    ("said by another in the quotes", speaker),
    ("true of another in the quotes", holder),
    ("about another in the quotes", subject),
    ("beside other words in the quotes", misplaced),
    ("changed places", exchanged),
    ("sides of a verb swapped", swapped),
    ("cause and effect turned round", turned),
)


def failed(claim: str, quotes: Sequence[str]) -> tuple[str, list[str]] | None:
    """The first check that `claim` fails beside `quotes`, and the words that fail it; `None` if it passes them all."""
    compared = compare(claim, quotes)
    return next(((name, found) for name, check in CHECKS if (found := check(compared))), None)


# A question is no claim: it may ask in words of its own, and leave out hedges and sources.
_AFFIRMED: tuple[Check, ...] = (
    numbers,
    names,
    repeated,
    *map(added, NEEDS),
    compared_otherwise,
    misplaced,
    exchanged,
    swapped,
    turned,
)


def affirmed(question: str, quotes: Sequence[str]) -> bool:
    """Whether `quotes` allow a yes to `question`: they have its numbers and names, and nothing in it is turned round."""
    asked = re.split(r"(?<=[?!.])\s+", question.strip())[-1]  # a follow-up stands after the question that it leans on
    compared = compare(asked, quotes)
    return not any(check(compared) for check in _AFFIRMED)
