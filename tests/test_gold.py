"""Judges of the gold, on answers written by hand: a reader can redo every value."""

import pytest

from assistant import Abstention, Answer, Citation, Claim
from assistant.evaluation import gold
from knowledge import Span
from knowledge.questions import StudyQuestion

PARTNERS = StudyQuestion(
    id="partners",
    question="Siapa mitranya?",
    language="id",
    kind="list",
    topic="",
    answerable=True,
    paragraphs=(1,),
    quotes=(Span(10, 20),),
    nuggets=(("jepang",), ("perancis", "prancis"), ("12 desa",)),
    forbidden=("jerman",),
)
UNANSWERABLE = StudyQuestion("age", "Berapa umurnya?", "id", "lookalike", "", False, reasons=("detail-not-given", "not-named"))
PLACED = StudyQuestion(
    "height", "Berapa tingginya?", "id", "idk", "", True, paragraphs=(2,), nuggets=(("85", "delapan puluh lima"),)
)


def citation(number, start, end, paragraph=1, quote="kutipan"):
    return Citation(number, quote, paragraph, start, end)


GOLD = (citation(1, 15, 25),)


def answer(*claims, citations=GOLD, **more):
    return Answer("?", "id", tuple(Claim(text, numbers, "note") for text, numbers in claims), citations, **more)


def refusal(reason, language="id"):
    return Answer("?", language, abstention=Abstention(reason))


WHOLE = answer(("Jepang dan Prancis membantu 12 desa.", (1,)))
HALF = answer(
    ("Mitranya Jepang.", (1,)),
    ("Jerman membeli kopi.", (1,)),
    ("Hujan turun.", (2,)),
    citations=(citation(1, 19, 30), citation(2, 20, 40)),
)


def test_an_answer_with_all_nuggets_and_one_gold_citation_is_right():
    assert gold.right(PARTNERS, WHOLE).value == 1
    assert gold.right(PARTNERS, WHOLE).reason == "every nugget is said and the gold is cited"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (answer(("Jepang membantu 12 desa.", (1,))), "not said: perancis / prancis"),
        (answer(("Jepang, Prancis dan Jerman, 12 desa.", (1,))), "forbidden: jerman"),
        (answer(("Jepang, Prancis, 12 desa.", (1,)), citations=(citation(1, 20, 30),)), "no gold quote is cited"),
        (refusal("not-named"), "abstained (not-named), but the study says it"),
    ],
)
def test_what_is_wrong_with_an_answer_is_told(said, reason):
    assert (gold.right(PARTNERS, said).value, gold.right(PARTNERS, said).reason) == (0, reason)


def test_the_right_answer_in_the_other_language_is_wrong():
    english = Answer("?", "en", WHOLE.claims, WHOLE.citations)
    assert gold.right(PARTNERS, english).reason == "answered in en"


def test_a_question_without_an_answer_is_rightly_refused_or_denied():
    assert gold.right(UNANSWERABLE, refusal("outside-topic")).reason == "abstained (outside-topic)"
    assert gold.right(UNANSWERABLE, answer(("Umurnya tidak disebut.", (1,)), verdict="no")).reason == "denied: no"
    assert gold.right(UNANSWERABLE, WHOLE).value == 0
    assert gold.abstention_recall(UNANSWERABLE, WHOLE).reason == "answered, but the study does not say it"


def test_nugget_recall_is_the_share_of_nuggets_in_one_of_their_alternatives():
    assert gold.nugget_recall(PARTNERS, HALF).value == pytest.approx(1 / 3)
    assert gold.nugget_recall(PARTNERS, HALF).reason == "not said: perancis / prancis, 12 desa"
    assert gold.nugget_recall(PARTNERS, refusal("not-named")).value == 0
    assert gold.nugget_recall(UNANSWERABLE, WHOLE) is None


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Tingginya 85 meter.", 1),
        ("Tingginya 185 meter.", 0),
        ("Tingginya 85.000 meter.", 0),
        ("Itu tahun 1985.", 0),
        ("85", 1),
    ],
)
def test_a_number_is_not_held_by_a_longer_one_nor_by_a_marker(said, value):
    assert gold.nugget_recall(PLACED, answer((said, (1,)))).value == value


def test_a_marker_is_no_nugget():
    one = StudyQuestion("n", "Berapa?", "id", "", "", True, paragraphs=(1,), nuggets=(("1",),))
    said = answer(("Ada banyak.", (1,)))
    assert "[1]" in said.text
    assert gold.nugget_recall(one, said).value == 0


def test_nugget_precision_takes_forbidden_and_beside_claims_away():
    # The first claim holds a nugget; the second is forbidden, though its citation is gold; the third is beside the point.
    found = gold.nugget_precision(PARTNERS, HALF)
    assert found.value == pytest.approx(1 / 3)
    assert found.reason == "forbidden: jerman; beside the point: Hujan turun."
    assert gold.nugget_precision(PARTNERS, WHOLE).value == 1
    assert gold.nugget_precision(PARTNERS, refusal("not-named")) is None


def test_what_opens_an_answer_belongs_to_its_first_claim():
    counted = answer(("Kopi dijual.", (1,)), count=3)
    assert gold.sentences(counted) == [f"{counted.opening} Kopi dijual."]
    forbidden = StudyQuestion("n", "?", "id", "", "", True, quotes=(Span(10, 20),), forbidden=("tiga",))
    assert gold.nugget_precision(forbidden, counted).value == 0


def test_gold_citations_is_the_share_that_overlaps_a_gold_quote():
    # [19, 30) shares a character with [10, 20), [20, 40) does not.
    assert gold.gold_citations(PARTNERS, HALF).value == 0.5
    assert gold.gold_citations(PARTNERS, HALF).reason == "not gold: [2]"
    assert gold.gold_citations(PLACED, HALF) is None


def test_where_there_are_answers_and_a_paragraph_both_are_judged():
    held = answer(("Itu tinggi.", (1,)), citations=(citation(1, 0, 9, 2, "Tingginya 85 meter."),))
    empty = answer(("Itu tinggi.", (1,)), citations=(citation(1, 0, 9, 2, "Tingginya 185 meter."),))
    astray = answer(("Tingginya 85.", (1,)), citations=(citation(1, 0, 9, 1, "Tingginya 85."),))
    assert [gold.paragraph_cited(PLACED, said).value for said in (held, empty, astray)] == [1, 1, 0]
    assert [gold.answer_cited(PLACED, said).value for said in (held, empty)] == [1, 0]
    assert gold.answer_cited(PLACED, empty).reason == "the cited sentence holds none of 85 / delapan puluh lima"
    assert gold.answer_cited(PLACED, astray) is None
    assert gold.right(PLACED, astray).reason == "cites paragraph 1, not 2"
    assert gold.paragraph_cited(PARTNERS, held) is None


def test_abstentions_are_judged_from_both_sides():
    gone = refusal("not-named")
    assert gold.abstention_recall(UNANSWERABLE, gone).value == 1
    assert gold.abstention_recall(PARTNERS, gone) is None
    assert [gold.abstention_precision(q, gone).value for q in (UNANSWERABLE, PARTNERS)] == [1, 0]
    assert [gold.false_abstention(PARTNERS, said).value for said in (gone, WHOLE)] == [1, 0]
    assert gold.abstention_precision(PARTNERS, WHOLE) is None
    assert gold.false_abstention(UNANSWERABLE, gone) is None


def test_a_reason_is_right_if_it_is_among_the_accepted():
    assert gold.reason(UNANSWERABLE, refusal("not-named")).value == 1
    assert gold.reason(UNANSWERABLE, refusal("outside-topic")).reason == "outside-topic, not detail-not-given / not-named"
    assert gold.reason(PARTNERS, refusal("not-named")) is None


def test_the_language_is_that_of_the_answer_and_of_its_own_words():
    assert gold.language(PARTNERS, WHOLE).value == 1
    assert gold.language(PARTNERS, refusal("not-named", "en")).reason == "answered in en, asked in id"
    english = answer(("This is what the study says of the villages.", (1,)))
    assert gold.language(PARTNERS, english).value == 0
    quoted = Answer("?", "id", (Claim("This is what the study says.", (1,), "quote"),), (citation(1, 0, 5),))
    assert gold.language(PARTNERS, quoted).value == 1
