from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import Abstention, Answer, Citation, Claim
from assistant.exchange import Exchange
from assistant.web.conversation import MOST, Conversation
from knowledge import Passage, Span, Study

SENTENCE = "Gudang itu baru."
STUDY = Study("s", SENTENCE, "id", (Span(0, 16),), (Passage(SENTENCE, 1, 0, 16),))
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ANSWER = Answer("Apa?", "id", (Claim(SENTENCE, (1,), "quote"),), (Citation(1, SENTENCE, 1, 0, 16),))
REFUSAL = Answer("Apa?", "id", abstention=Abstention("not-named", "x"), nearest=STUDY.sentences)


def test_a_conversation_comes_back_as_it_went():
    said = Conversation((Exchange("Apa?", ANSWER, AT), Exchange("Siapa?", REFUSAL, AT)))
    assert Conversation.from_data(said.as_data(), STUDY) == said
    assert [turn.question for turn in said.turns] == ["Apa?", "Siapa?"]


def test_what_does_not_stand_in_the_study_is_left_out_and_the_rest_goes_on_under_another_id():
    said = Conversation((Exchange("Apa?", ANSWER, AT), Exchange("Siapa?", REFUSAL, AT)))
    data = said.as_data()
    data["exchanges"][0]["answer"]["citations"][0]["quote"] = "Gudang itu lama."
    back = Conversation.from_data(data, STUDY)
    assert ([e.question for e in back.exchanges], back.lost) == (["Siapa?"], 1)
    assert back.id != said.id


@pytest.mark.parametrize("data", [None, {}, [], "x", {"exchanges": 1}, {"id": 7}, {"id": "x" * 41}, {"id": ""}])
def test_what_is_no_conversation_begins_a_new_one(data):
    found = Conversation.from_data(data, STUDY)
    assert (found.exchanges, len(found.id)) == ((), 12)


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
)


@given(json)
def test_whatever_a_browser_sends_does_no_harm(data):
    assert Conversation.from_data({"id": "a", "exchanges": [data]}, STUDY).exchanges == ()
    Conversation.from_data(data, STUDY)


def test_a_long_conversation_loses_its_oldest_exchanges():
    conversation = Conversation()
    for number in range(MOST + 2):
        conversation = conversation.then(Exchange(f"{number}?", ANSWER, AT))
    assert (len(conversation.exchanges), conversation.exchanges[0].question) == (MOST, "2?")


def test_until_forgets_an_exchange_and_what_came_after_it():
    conversation = Conversation(tuple(Exchange(f"{n}?", ANSWER, AT) for n in range(3)))
    assert [e.question for e in conversation.until(1).exchanges] == ["0?"]
    assert conversation.until(-1).exchanges == ()
