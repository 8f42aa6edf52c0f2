"""The gate on sentences with one fact altered, drawn from the shipped study, and on rewordings written by hand."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from assistant.evaluation.corruption import CORRUPTIONS, corrupted
from assistant.verification import supports
from knowledge import load_study

STUDY = load_study()
PROVEN = [
    *(
        (note.statement[code], code, [STUDY.quote(span) for span in note.proof])
        for note in STUDY.notes
        for code in ("id", "en")
    ),
    *((sentence.text, "id", [sentence.text]) for sentence in STUDY.sentences),
]
SEEDS = range(1, 6)
WRITTEN = [json.loads(line) for line in (Path(__file__).parent / "claims" / "study.jsonl").read_text("utf-8").splitlines()]


def altered(how):
    found = {
        change.text: quotes
        for text, language, quotes in PROVEN
        for seed in SEEDS
        if (change := corrupted(text, language, how, seed, quotes))
    }
    return list(found.items())


def refused(claims):
    return sum(not supports(claim, quotes).supported for claim, quotes in claims) / len(claims)


@pytest.mark.parametrize(
    ("how", "at_least", "claims"),
    [
        ("number", 0.99, 30),
        ("name", 0.99, 250),
        ("negation", 0.99, 100),
        ("hedge", 0.99, 40),
        ("added", 0.99, 100),
        ("swap", 0.85, 10),
        ("cause", 0.95, 15),
    ],
)
def test_of_notes_and_sentences_with_one_fact_altered_the_gate_refuses(how, at_least, claims):
    drawn = altered(how)
    assert len(drawn) >= claims  # or the share says little
    assert refused(drawn) >= at_least


def test_every_kind_of_corruption_is_drawn_from_the_study():
    assert all(altered(how) for how in CORRUPTIONS)


@pytest.mark.parametrize(("text", "quotes"), [(text, quotes) for text, _, quotes in PROVEN])
def test_unaltered_they_pass(text, quotes):
    assert supports(text, quotes).supported


def test_a_corruption_is_the_same_for_the_same_seed_and_differs_from_the_sentence():
    sentence = "Indonesia dapat bermitra dengan Jepang, dan tiga negara lain."
    for how in CORRUPTIONS:
        first, second = corrupted(sentence, "id", how, 1), corrupted(sentence, "id", how, 1)
        assert first == second
        assert first is None or first.text != sentence


def test_a_name_that_the_proof_has_is_never_put_in():
    quotes = ["Indonesia menjalin kemitraan dengan Jepang dan India."]
    drawn = [corrupted("Indonesia has a partnership with Japan.", "en", "name", seed, quotes) for seed in range(50)]
    assert not any("India" in change.text.split() for change in drawn if change)


def written(supported):
    found = defaultdict(list)
    for row in WRITTEN:
        if row["supported"] is supported:
            found[row["kind"]].append((row["claim"], row["quotes"]))
    return found


@pytest.mark.parametrize("kind", ["number", "name", "negation", "hedge", "added", "attribution", "word"])
def test_of_claims_altered_by_hand_the_gate_refuses_nine_in_ten(kind):
    assert refused(written(supported=False)[kind]) >= 0.9


@pytest.mark.parametrize(("kind", "at_most"), [("paraphrase", 0.4), ("translation", 0.4)])
def test_rewordings_that_the_glossary_does_not_know_are_refused_too_and_no_more_than_these(kind, at_most):
    assert refused(written(supported=True)[kind]) <= at_most
