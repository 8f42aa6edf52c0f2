import json
from dataclasses import replace

import pytest

from assistant import Abstention, Answer, Citation, Claim
from assistant.answers import Dropped, Writing
from assistant.rendering import as_data, as_text, evidence_as_text
from knowledge import Evidence, Note, Passage, Span

ROAD = Passage("Jalan\nitu rusak.", 4, 30, 46)
PROVEN = Answer(
    "Apakah jalan rusak?",
    "id",
    (Claim("Jalan itu rusak.", (1,), "quote"),),
    (Citation(1, ROAD.text, ROAD.paragraph, ROAD.start, ROAD.end),),
    verdict="yes",
)
PARTIAL = replace(PROVEN, verdict=None, unanswered=(Abstention("detail-not-given", "kapan"),), nearest=(ROAD,))
REFUSED = Answer("Is there a bridge?", "en", abstention=Abstention("not-named", "bridge"), nearest=(ROAD,))


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (PROVEN, "Ya. Jalan itu rusak [1].\n\n[1] paragraf 4: “Jalan itu rusak.”"),
        (
            REFUSED,
            "The study does not mention bridge.\n\nThe nearest passages of the study:\n- paragraph 4: “Jalan itu rusak.”",
        ),
        (
            PARTIAL,
            "Jalan itu rusak [1]. Naskah tidak memberikan keterangan itu (kapan).\n\n[1] paragraf 4: “Jalan itu rusak.”\n\n"
            "Bagian naskah yang paling dekat:\n- paragraf 4: “Jalan itu rusak.”",
        ),
        (Answer("?", "en", abstention=Abstention("outside-topic")), "The study does not deal with that."),
    ],
    ids=["answer", "refusal", "partial answer", "refusal without passages"],
)
def test_an_answer_is_shown_with_its_quotes_below(answer, text):
    assert as_text(answer) == text


def test_why_a_model_did_not_write_is_said_last_and_what_it_wrote_in_vain_is_not():
    told = as_text(replace(PROVEN, writing=Writing("qwen3", "cut-off", (Dropped("Jembatan rusak.", "x"),))))
    assert told.removeprefix(as_text(PROVEN)) == (
        "\n\nJawaban model bahasa terputus di tengah. Jawaban ini disusun tanpa model itu."
    )
    assert as_text(replace(PROVEN, writing=Writing("qwen3"))) == as_text(PROVEN)


def test_the_data_of_an_answer_is_all_of_it():
    assert json.loads(json.dumps(as_data(PROVEN))) == {
        "text": "Ya. Jalan itu rusak [1].",
        "abstained": False,
        "reason": None,
        "question": "Apakah jalan rusak?",
        "language": "id",
        "claims": [{"text": "Jalan itu rusak.", "citations": [1], "support": "quote"}],
        "citations": [{"number": 1, "quote": "Jalan\nitu rusak.", "paragraph": 4, "start": 30, "end": 46}],
        "verdict": "yes",
        "count": None,
        "abstention": None,
        "unanswered": [],
        "nearest": [],
        "confidence": None,
        "writing": None,
    }


def test_the_data_of_a_refusal_says_why_and_what_is_near():
    data = as_data(REFUSED)
    assert (data["abstained"], data["reason"], data["claims"]) == (True, "not-named", ())
    assert data["abstention"] == {"reason": "not-named", "about": "bridge", "occasion": None}
    assert data["nearest"] == ({"text": ROAD.text, "paragraph": 4, "start": 30, "end": 46},)


def test_the_data_of_a_partial_answer_says_what_is_not_known():
    data = as_data(PARTIAL)
    assert (data["abstained"], data["unanswered"]) == (
        False,
        ({"reason": "detail-not-given", "about": "kapan", "occasion": None},),
    )


def test_evidence_is_shown_with_score_paragraph_and_the_note_that_led_there():
    note = Note("roads", "", "study", {"id": "Jalan rusak.", "en": "The road is broken."}, (Span(30, 46),))
    assert evidence_as_text([Evidence(ROAD, 0.98765, note), Evidence(ROAD, 0.5)]) == (
        "0.988  ¶4  roads\nJalan\nitu rusak.\n\n0.500  ¶4\nJalan\nitu rusak."
    )
    assert evidence_as_text([]) == ""
