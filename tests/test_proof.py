"""Citation recall and precision, on claims whose words stand in some quotes and not in others."""

import pytest

from assistant import Abstention, Answer, Citation, Claim
from assistant.evaluation.proof import citation_precision, citation_recall
from knowledge.questions import StudyQuestion

QUESTION = StudyQuestion("a", "?", "id", "", "", True)
QUOTES = ("Kopi dijual.", "Gudang dibangun.", "Hujan turun.")


def answer(*claims):
    citations = tuple(Citation(n, quote, 1, n, n + 1) for n, quote in enumerate(QUOTES, start=1))
    return Answer("?", "id", tuple(Claim(text, numbers, "entailed") for text, numbers in claims), citations)


@pytest.mark.parametrize(
    ("claims", "recall", "precision"),
    [
        ([("Kopi dijual.", (1,))], 1, 1),
        ([("Kopi dijual, gudang dibangun.", (1, 2))], 1, 1),  # neither alone supports it, but neither can be left out
        ([("Kopi dijual.", (1, 3))], 1, 1 / 2),  # the third is not needed
        ([("Kopi dijual, gudang dibangun.", (1, 2, 3))], 1, 2 / 3),
        ([("Kopi dijual, gudang dibangun.", (1, 3))], 0, 0),  # together they do not support it, so none counts
        ([("Kopi dijual.", (1,)), ("Petani pulang.", (2,))], 1 / 2, 1 / 2),
    ],
)
def test_recall_counts_supported_claims_and_precision_needed_citations(claims, recall, precision):
    said = answer(*claims)
    assert citation_recall(QUESTION, said).value == pytest.approx(recall)
    assert citation_precision(QUESTION, said).value == pytest.approx(precision)


def test_a_citation_that_supports_alone_is_precise_even_beside_another_that_does():
    same = (Citation(1, "Kopi dijual.", 1, 0, 1), Citation(2, "Kopi itu dijual.", 1, 2, 3))
    said = Answer("?", "id", (Claim("Kopi dijual.", (1, 2), "entailed"),), same)
    assert citation_precision(QUESTION, said).value == 1


def test_a_reason_names_the_claim_and_the_citation():
    said = answer(("Kopi dijual.", (1, 3)), ("Petani pulang.", (2,)))
    assert citation_recall(QUESTION, said).reason.startswith("“Petani pulang.”: ")
    assert (
        citation_precision(QUESTION, said).reason == "not needed, or not enough: [3] of “Kopi dijual.”; [2] of “Petani pulang.”"
    )


def test_an_abstention_cites_nothing():
    gone = Answer("?", "id", abstention=Abstention("not-named"))
    assert (citation_recall(QUESTION, gone), citation_precision(QUESTION, gone)) == (None, None)
