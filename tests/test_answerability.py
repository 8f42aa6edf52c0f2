from dataclasses import fields

import pytest

from assistant import Assistant
from assistant.answerability import Model, trained
from assistant.answers import Turn
from assistant.signals import Signals
from knowledge import Retriever

ANSWERED = [
    ("Berapa lama biji dijemur?", "Biji dijemur selama 14 hari."),
    ("Kapan koperasi berdiri?", "Koperasi Kopi Gayo berdiri pada 1998."),
    ("Siapa ketua Koperasi Kopi Gayo?", "Ketuanya Dr. Rahmah Ismail."),
]


def blank(**values):
    """Signals that are all 0 but `values`."""
    return Signals(**{field.name: 0.0 for field in fields(Signals)} | values)


def test_a_model_is_a_weighted_sum_made_a_probability():
    model = Model(base=-1.0, weights={"held": 2.0, "told": 1.0})
    assert model.log_odds(blank(held=0.5, told=1.0)) == 1
    assert Model(0.0, {}).probability(blank()) == 0.5


def test_the_trained_models_look_at_signals_that_exist():
    judge = trained()
    used = {name for model in (judge.chosen, judge.found, judge.told, judge.abroad) for name in model.weights}
    assert used <= {field.name for field in fields(Signals)}
    assert 0 < judge.enough < 1


def test_what_is_missing_lowers_the_confidence():
    judge = trained()
    sure = blank(lead=8.0, cosine=4.0, held_near=1.0, names_near=1.0, told=1.0)
    lacking = ["rarest_gone_near", "rarest_gone", "qualifier_gone", "reversal_gone", "number_gone", "denial_gone", "rank_gone"]
    for name in lacking:
        assert judge.confidence(
            blank(lead=8.0, cosine=4.0, held_near=1.0, names_near=1.0, told=1.0, **{name: 1.0})
        ) < judge.confidence(sure)
    assert judge.confidence(blank(lead=8.0, cosine=4.0, held_near=1.0, names_near=1.0)) < judge.confidence(sure)


def test_of_several_lacks_the_one_that_weighs_most_is_told():
    assert trained().worst(blank(told=1.0, denial_gone=1.0, rarest_gone=0.1)) == "denial_gone"


@pytest.mark.parametrize(("question", "sentence"), ANSWERED)
def test_the_sentence_of_the_right_passage_that_answers_is_quoted(bare, question, sentence):
    answer = bare.ask(question)
    assert [claim.text for claim in answer.claims] == [sentence]
    assert trained().enough <= answer.confidence <= 1


@pytest.mark.parametrize(
    ("question", "reason", "about"),
    [
        ("Apakah koperasi mengekspor kopi ke Prancis?", "not-named", "Prancis"),
        ("Kapan jalan rusak diperbaiki?", "not-named", "diperbaiki"),
        ("Berapa banyak hujan?", "detail-not-given", "berapa"),
        ("Siapa ketua terburuk koperasi?", "detail-not-given", "terburuk"),
        ("Siapa yang melarang koperasi mengekspor kopi?", "premise-not-in-study", "melarang"),
        ("Siapa yang bukan ketua koperasi?", "premise-not-in-study", "bukan"),
        ("Bagaimana cara bermain gitar?", "outside-topic", ""),
    ],
)
def test_a_refusal_says_what_is_lacking_most(bare, question, reason, about):
    answer = bare.ask(question)
    assert (answer.reason, answer.abstention.about) == (reason, about)
    assert 1 <= len(answer.nearest) <= 3


def test_a_refusal_carries_its_low_confidence(bare):
    assert bare.ask("Apakah koperasi mengekspor kopi ke Prancis?").confidence < trained().enough


def test_what_asks_for_nothing_is_no_question(bare):
    assert bare.ask("Terima kasih!").reason == "not-a-question"


def test_a_follow_up_is_judged_with_what_it_leans_on(bare):
    history = [Turn("Ke mana koperasi mengekspor kopi?", "")]
    assert bare.ask("Kalau Jerman?", history).claims[0].text.startswith("Koperasi mengekspor kopi ke Jepang, Jerman")


def test_notes_decide_without_a_confidence(assistant):
    assert assistant.ask("Siapa saja mitra Indonesia?").confidence is None


def test_where_no_note_is_near_a_sentence_may_answer(write_study, embeddings, tmp_path):
    filling = "\n\n".join(f"Biji kopi nomor {number} dijemur." for number in range(150))
    note = '- {id: old, statement: {id: "Qwert.", en: "Qwert."}, quotes: ["Asdf zxcv."]}'
    folder = write_study(f"{filling}\n\nAsdf zxcv.", notes=note)
    assistant = Assistant(Retriever.open(folder, cache=tmp_path / "cache", embeddings=embeddings))
    answer = assistant.ask("Berapa nomor biji kopi yang dijemur?")
    assert answer.confidence is not None
