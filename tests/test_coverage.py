import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.coverage import Vocabulary, is_generic
from assistant.question import territories
from knowledge import Evidence, load_study

STUDY = load_study()
VOCABULARY = Vocabulary(STUDY)
WRITTEN = sorted(VOCABULARY.written)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("tantagan", "tantangan"),
        ("diplomsi", "diplomasi"),
        ("pertahnan", "pertahanan"),
        ("negra", "negara"),
        ("bilatral", "bilateral"),
        ("indonsia", "indonesia"),
        ("autralia", "australia"),
        ("jepnag", "jepang"),
        ("alutista", "alutsista"),
        ("stratgic", "strategic"),
        ("challanges", "challenges"),
        ("kerjsama", "kerja sama"),
        ("aapa", "apa"),
    ],
)
def test_a_slip_of_the_finger_is_mended_towards_the_words_of_the_study(slip, meant):
    assert VOCABULARY.correct(slip) == meant


@pytest.mark.parametrize(
    "word", ["austria", "slovakia", "nigeria", "oman", "iran", "mahasiswa", "weather", "kabinet", "sma", "ai", "2019", "x1"]
)
def test_real_words_and_countries_are_left_alone(word):
    assert VOCABULARY.correct(word) == word


def test_no_country_becomes_another():
    assert {country: VOCABULARY.correct(country) for country in territories()} == {c: c for c in territories()}


@given(st.sampled_from(WRITTEN))
def test_a_word_of_the_study_is_never_mended(word):
    assert VOCABULARY.correct(word) == word


@given(st.text(max_size=30))
def test_mending_never_fails(word):
    assert VOCABULARY.correct(word) is not None


def test_the_question_keeps_what_was_typed_and_understands_what_was_meant():
    question = VOCABULARY.question("Apakah Indonsia bermitra dgn Austria?")
    assert question.text == "Apakah Indonsia bermitra dgn Austria?"
    assert question.content == ("indonesia", "bermitra", "austria")


@given(st.one_of(st.sampled_from(WRITTEN), st.text(min_size=1, max_size=20)))
def test_weights_stay_between_nought_and_one(word):
    assert 0 <= VOCABULARY.weight(word) <= 1


def test_a_word_that_is_nowhere_weighs_one_and_a_word_that_is_everywhere_points_nowhere():
    assert VOCABULARY.weight("quark") == 1
    assert VOCABULARY.background("pertahanan")
    assert not VOCABULARY.background("alutsista")


@given(st.lists(st.sampled_from([*WRITTEN, "quark", "rendang", "cuaca"]), max_size=8))
def test_shares_stay_between_nought_and_one(said):
    evidence = [Evidence(STUDY.sentences[0], 1.0, note) for note in STUDY.notes]
    for covered in VOCABULARY.cover(VOCABULARY.question(" ".join(said)), evidence):
        assert 0 <= covered.own <= 1
        assert 0 <= covered.support <= 1 + 1e-9


def test_the_note_that_holds_the_words_comes_first():
    evidence = [Evidence(STUDY.sentences[0], 0.5, note) for note in STUDY.notes]
    weighed = VOCABULARY.cover(VOCABULARY.question("Apakah Prancis mitra Indonesia?"), evidence)
    assert weighed[0].candidate.note.id == "partners.france"
    assert (weighed[0].own, weighed[0].missing) == (1, ())


@pytest.mark.parametrize(("word", "generic"), [("hal", True), ("thing", True), ("mitra", False), ("deterrent", False)])
def test_words_for_nothing_in_particular(word, generic):
    assert is_generic(word) is generic
