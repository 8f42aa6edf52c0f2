import pytest

from assistant import Abstention, Answer, Citation, Claim
from assistant.assembly import together
from knowledge import Passage

VILLAGES = Answer(
    "Berapa desanya?", "id", (Claim("Ada tiga desa.", (1,), "quote"),), (Citation(1, "tiga desa", 1, 0, 9),), count=3
)
ROADS = Answer(
    "Apakah jalannya rusak?",
    "id",
    (Claim("Jalan rusak.", (1, 2), "note"),),
    (Citation(1, "jalan", 2, 20, 25), Citation(2, "tiga desa", 1, 0, 9)),
    verdict="yes",
)
WHEN = Answer("Sejak kapan?", "id", abstention=Abstention("detail-not-given", "kapan"), nearest=(Passage("Jalan.", 2, 20, 26),))
WHAT = Answer("Lalu?", "id", abstention=Abstention("not-a-question"))


def test_the_answer_to_one_part_is_the_answer():
    assert together([ROADS]) is ROADS


def test_citations_are_numbered_through_and_each_stands_once():
    answer = together([VILLAGES, ROADS])
    assert [(c.number, c.quote) for c in answer.citations] == [(1, "tiga desa"), (2, "jalan")]
    assert [claim.citations for claim in answer.claims] == [(1,), (2, 1)]
    assert answer.text == "Tiga disebut dalam naskah. Ada tiga desa [1]. Jalan rusak [2] [1]."


def test_what_is_not_known_is_said_after_what_is():
    answer = together([VILLAGES, WHEN])
    assert not answer.abstained
    assert answer.unanswered == (WHEN.abstention,)
    assert answer.text == "Tiga disebut dalam naskah. Ada tiga desa [1]. Naskah tidak memberikan keterangan itu (kapan)."
    assert answer.nearest == WHEN.nearest


def test_where_nothing_is_known_each_reason_is_given_once():
    answer = together([WHAT, WHEN, WHEN])
    assert (answer.reason, answer.unanswered) == ("detail-not-given", (WHAT.abstention,))
    assert answer.question == "Lalu? Sejak kapan?"


@pytest.mark.parametrize(("parts", "verdict"), [([ROADS, VILLAGES], "yes"), ([VILLAGES, ROADS], None), ([ROADS, WHEN], None)])
def test_a_verdict_opens_the_answer_only_where_it_is_of_the_first_part_and_all_is_known(parts, verdict):
    assert together(parts).verdict == verdict


def test_a_claim_that_answers_two_parts_is_made_once():
    assert together([ROADS, ROADS]).claims == ROADS.claims
