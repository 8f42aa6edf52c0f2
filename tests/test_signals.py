from dataclasses import replace

import pytest

from assistant.coverage import Vocabulary
from assistant.reading import Reader
from assistant.signals import Nearness, nearness, signals
from knowledge import Evidence, Passage, load_study
from knowledge.retriever import LEXICAL_WORTH

NEAR = Nearness(lead=1.0, cosine=2.0)


@pytest.fixture
def seen(write_study):
    """The signals of the sentence that begins with `opening` in its paragraph, beside `question`."""
    study = load_study(write_study())
    vocabulary = Vocabulary(study)
    reader = Reader(study, vocabulary)

    def look(question, opening):
        sentence = next(s for s in study.sentences if s.text.startswith(opening))
        passage = [reader.sentence(s) for s in study.sentences if s.paragraph == sentence.paragraph]
        return signals(reader.question(vocabulary.question(question)), passage, reader.sentence(sentence), NEAR)

    return look


def test_a_sentence_that_says_it_all_lacks_nothing(seen):
    found = seen("Kapan Koperasi Kopi Gayo berdiri?", "Koperasi Kopi")
    assert (found.held, found.told, found.together, found.opens) == (1, 1, 1, 1)
    assert found.rarest_gone == found.word_gone == found.head_gone == found.qualifier_gone == 0


def test_what_the_passage_has_and_the_sentence_lacks_is_told_apart(seen):
    found = seen("Siapa ketua Koperasi Kopi Gayo?", "Ketuanya")
    assert (found.held_near, found.rarest_gone_near) == (pytest.approx(1), 0)
    assert found.held < 1
    assert found.rarest_gone > 0


@pytest.mark.parametrize(
    ("question", "opening", "signal"),
    [
        ("Siapa ketua koperasi yang terkaya?", "Ketuanya", "rank_gone"),
        ("Siapa yang bukan ketua koperasi?", "Ketuanya", "denial_gone"),
        ("Berapa petani dari 13 desa?", "Anggotanya", "number_gone"),
        ("Siapa yang melarang koperasi?", "Ketuanya", "reversal_gone"),
        ("Mengapa hujan asam menaikkan biaya?", "Koperasi menghadapi", "qualifier_gone"),
        ("Apa pupuk petani?", "Anggotanya", "head_gone"),
    ],
)
def test_what_is_gone_is_seen(seen, question, opening, signal):
    assert getattr(seen(question, opening), signal) == 1


@pytest.mark.parametrize(
    ("question", "opening", "told"),
    [
        ("Kapan koperasi berdiri?", "Koperasi Kopi", 1),
        ("Kapan ketuanya dipilih?", "Ketuanya", 0),
        ("Siapa ketuanya?", "Ketuanya", 1),
        ("Siapa Rahmah Ismail?", "Anggotanya", 0),
        ("Berapa lama biji dijemur?", "Biji", 1),
        ("Berapa kali biji disortir?", "Setelah", 0),
        ("Mengapa koperasi membangun gudang?", "Karena", 1),
        ("Mengapa biji disortir?", "Setelah", 0),
    ],
)
def test_whether_the_kind_of_thing_asked_for_is_there(seen, question, opening, told):
    assert seen(question, opening).told == told


def test_how_near_a_passage_is_counts_in_spreads_over_its_rivals():
    passages = [Passage("x", number, number, number + 1) for number in (1, 2, 3)]
    evidence = [
        Evidence(p, 0, None, cosine, share) for p, cosine, share in zip(passages, (0.9, 0.8, 0.7), (1, 0.5, 0), strict=True)
    ]
    found = nearness(evidence, spread=0.1)
    # 9 + w, 8 + w/2 and 7: the best leads the mean of the others by 1.5 + 3w/4.
    assert found.lead == pytest.approx(1.5 + 0.75 * LEXICAL_WORTH)
    assert found.cosine == pytest.approx(2)


def test_a_lone_passage_leads_by_nothing():
    lone = Evidence(Passage("x", 1, 0, 1), 1.0, None, 0.9, 1.0)
    assert nearness([lone, replace(lone, cosine=0.8)], spread=0.1).lead == 0
