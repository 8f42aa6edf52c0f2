from dataclasses import replace

import pytest

from assistant.evaluation.results import Outcome, Score
from assistant.evaluation.summary import FIGURES, figures, groups, refusals, refused


def outcome(right=1.0, answerable=True, reason=None, accepted=(), **more):
    return Outcome(
        id="a",
        asked="?",
        history=(),
        kind=more.pop("kind", "plain"),
        language=more.pop("language", "id"),
        answerable=answerable,
        accepted=accepted,
        answer={"text": "", "reason": reason, "claims": more.pop("claims", []), "writing": more.pop("writing", None)},
        scores={"right": Score(right, "")},
        words=more.pop("words", 10),
        milliseconds=more.pop("milliseconds", 30.0),
        bare=20.0,
        **more,
    )


def test_one_question_is_one_group():
    (group,) = groups([outcome()])
    assert (group.name, group.questions, group.right) == ("all", 1, 1)
    assert list(group.measured) == ["right"]


def test_a_language_may_be_a_kind_too_and_a_question_may_have_no_kind():
    found = groups([outcome(kind="in English"), outcome(kind="", language="en"), outcome(kind="all")])
    assert [group.name for group in found] == ["all", "in English", "without a kind", "all", "in Indonesian", "in English"]


def test_words_and_latency_are_spreads_and_latency_a_multiple_of_a_bare_embedding():
    (group,) = groups([outcome(milliseconds=float(n), words=n) for n in range(101)])
    assert (group.milliseconds.median, group.milliseconds.high, group.bare) == (50, 95, 20)
    found = figures(group)
    assert (found["words"], found["latency"], found["latency-95"], found["latency-multiple"]) == (50, 50, 95, 2.5)
    assert set(found) <= set(FIGURES)


def test_confidence_tells_answerable_from_unanswerable_where_it_is_known():
    known = [outcome(confidence=0.9), outcome(confidence=0.4), outcome(answerable=False, confidence=0.5)]
    (group,) = groups([*known, outcome()])
    assert (group.measured["auroc"].interval.mean, group.measured["auroc"].questions) == (0.5, 3)
    (group,) = groups([replace(o, confidence=None) for o in known])
    assert "auroc" not in group.measured


def test_a_set_of_answerable_questions_only_has_no_area_under_a_curve():
    (group,) = groups([outcome(confidence=0.9), outcome(confidence=0.1)])
    assert "auroc" not in group.measured


def test_refusals_are_counted_by_what_was_given_and_what_is_accepted():
    both, one = ("not-named", "outside-topic"), ("outside-topic",)
    rows = refusals(
        [
            outcome(answerable=False, reason="not-named", accepted=both),
            outcome(answerable=False, reason="not-named", accepted=one),
            outcome(answerable=False, right=0.0, accepted=one),
            outcome(answerable=False, right=1.0, accepted=("premise-not-in-study",)),
            outcome(reason="outside-topic", right=0.0),
            outcome(),
        ]
    )
    assert [(row.given, row.questions, row.right, row.answerable) for row in rows] == [
        ("not-named", 2, 1, 0),
        ("answered", 1, 0, 0),
        ("denied", 1, 0, 0),
        ("outside-topic", 1, 0, 1),
    ]
    assert rows[0].accepted == {"not-named": 1, "outside-topic": 2}
    assert refused(rows) == {"not-named": (1, 1), "outside-topic": (2, 3), "premise-not-in-study": (1, 1)}


def test_a_mean_carries_an_interval():
    (group,) = groups([outcome(), outcome(right=0.0)])
    found = group.measured["right"].interval
    assert (found.mean, found.low, found.high) == pytest.approx((0.5, 0.0945, 0.9055), abs=1e-4)  # Wilson, one of two


def writing(first=None, fault=None, dropped=0, **more):
    told = {"seconds": 1.0, "calls": 1, "input_tokens": 0, "output_tokens": 0} | more
    return {"model": "m", "fault": fault, "dropped": [{}] * dropped, "first": first, **told}


def test_the_cost_of_a_chat_model_is_that_of_the_answers_that_it_was_to_write():
    asked = [
        outcome(writing=writing(0.5, seconds=2.0, calls=2, dropped=3, input_tokens=300, output_tokens=60)),
        outcome(writing=writing(1.5, seconds=4.0, input_tokens=100, output_tokens=20)),
        outcome(writing=writing(fault="time-out", seconds=60.0)),
        outcome(writing=writing(fault="resting", seconds=0.0, calls=0)),
    ]
    (group,) = groups([*asked, outcome(), outcome(reason="not-named")])
    assert group.cost.answers == 4
    assert group.cost.figures == {
        "first": 1.0,  # of the two that showed a sentence
        "seconds": 3.0,
        "calls": 1.0,
        "input-tokens": 100.0,
        "output-tokens": 20.0,
        "dropped": 0.75,
        "fell-back": 0.5,
    }
    assert group.cost.faults == {"time-out": 1, "resting": 1}
    assert group.cost.figures.items() <= figures(group).items()
    assert set(figures(group)) <= set(FIGURES)


def test_without_a_chat_model_there_is_no_cost():
    (group,) = groups([outcome()])
    assert group.cost is None
    assert "fell-back" not in figures(group)


def test_claims_that_their_citations_do_not_support_are_counted():
    def shown(claims, recall):
        made = outcome(claims=[{}] * claims)
        return replace(made, scores={**made.scores, "citation-recall": Score(recall, "")})

    (group,) = groups([shown(3, 2 / 3), shown(7, 5 / 7), shown(2, 1.0), outcome(reason="not-named")])
    assert (group.unsupported, group.claims, figures(group)["unsupported"]) == (3, 12, 3)
