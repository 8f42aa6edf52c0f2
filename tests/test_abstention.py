import pytest

from assistant import Turn
from assistant.abstention import denial, written
from assistant.coverage import Vocabulary
from assistant.question import parse
from knowledge import load_study

VOCABULARY = Vocabulary(load_study())


@pytest.mark.parametrize(
    ("question", "reason", "about"),
    [
        ("Terima kasih!", "not-a-question", ""),
        ("Hello there", "not-a-question", ""),
        ("Tulis puisi tentang diplomasi.", "outside-topic", ""),
        ("Write me a poem about generals.", "outside-topic", ""),
        ("Apakah Indonesia bermitra dengan Jerman?", "not-named", "Jerman"),
        ("Is South Korea one of Indonesia's partners?", "not-named", "South, Korea"),
        ("Di mana latihan militer digelar?", "detail-not-given", "di mana"),
        ("When was the AOIP adopted?", "detail-not-given", "when"),
        ("Berapa nilai kerja sama Indonesia dengan Jepang?", "detail-not-given", "berapa"),
        ("Kapan taskap ini ditulis?", "detail-not-given", "kapan"),
        ("berapa halaman taskap ini", "detail-not-given", "berapa"),
        ("How many words does the study have?", "detail-not-given", "how many or how much"),
        ("Negara besar mana yang dimaksud?", "detail-not-given", "Negara"),
        ("Kapan?", "not-a-question", ""),
        ("How much does the cooperation cost?", "detail-not-given", "how many or how much"),
        ("Langkah mana yang paling penting?", "detail-not-given", "paling"),
        ("Mengapa AOIP disebut kerangka yang eksklusif?", "premise-not-in-study", "eksklusif"),
        ("What is the fifth step?", "premise-not-in-study", "fifth"),
        ("Why did Indonesia end its partnership with Japan?", "premise-not-in-study", "end"),
    ],
)
def test_a_refusal_has_its_reason_and_names_what_it_is_about(assistant, question, reason, about):
    answer = assistant.ask(question)
    assert (answer.reason, answer.abstention.about) == (reason, about)


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("Apakah Indonesia bermitra dengan Jerman?", "Australia, Jepang, India, dan Prancis"),
        ("Is Germany a partner of Indonesia?", "Australia, Jepang, India, dan Prancis"),
        ("When was the AOIP adopted?", "ASEAN Outlook on the Indo-Pacific (AOIP)"),
        ("What is the fifth step?", "memperkuat koordinasi lintas kementerian"),
    ],
)
def test_a_refusal_shows_the_nearest_sentences_of_the_study(assistant, question, held):
    nearest = assistant.ask(question).nearest
    assert held in " ".join(passage.text for passage in nearest)
    assert set(nearest) <= set(assistant.study.sentences)
    assert 1 <= len(nearest) <= 3


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("Apakah AOIP eksklusif?", "aoip.inclusive"),
        ("Is the AOIP secretive?", "aoip.transparent"),
        ("Apakah diplomasi pertahanan hanya aktivitas militer?", "nature"),
        ("Apakah diplomasi pertahanan aktivitas militer?", None),  # only "only" is denied
        ("Apakah AOIP inklusif?", None),
    ],
)
def test_what_a_note_rules_out_is_found(question, note):
    found = denial(parse(question), VOCABULARY)
    assert (found.note.id if found else None) == note


def test_words_are_shown_as_the_reader_wrote_them_and_at_most_four():
    question = parse("Apakah Jerman, Kanada, Kuba, Peru, dan Mali mitra?")
    assert written(question, ["kanada", "jerman"]) == "Jerman, Kanada"
    assert written(question, ["jerman", "kanada", "kuba", "peru", "mali"]) == "Jerman, Kanada, Kuba, Peru"


@pytest.mark.parametrize("question", ["Siapa Destianto?", "Who is Destianto?", "destianto itu siapa"])
def test_who_the_author_is_can_be_asked(assistant, question):
    answer = assistant.ask(question)
    assert [claim.text for claim in answer.claims] == [VOCABULARY.note("study.author").statement[answer.language]]


def test_a_detail_of_the_text_is_not_asked_of_what_was_said_before(assistant):
    question = "Siapa mitra Indonesia?"
    assert assistant.ask("berapa halaman taskap ini", [Turn(question, assistant.ask(question))]).reason == "detail-not-given"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Apa tantangannya menurut kajian itu? ", "Pertanyaan itu terlalu panjang. Ajukan dengan lebih singkat."),
        ("What are the challenges in the study? ", "That question is too long. Please ask it in fewer words."),
    ],
)
def test_a_text_that_is_too_long_is_told_so(assistant, sentence, said):
    answer = assistant.ask(sentence * 100)
    assert (answer.reason, answer.text) == ("not-a-question", said)
