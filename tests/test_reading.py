import pytest

from assistant.coverage import Vocabulary
from assistant.reading import Reader, folded, holds
from knowledge import Passage, load_study
from knowledge.language import forms


@pytest.fixture
def reader(write_study):
    study = load_study(write_study())
    return Reader(study, Vocabulary(study))


def asked(reader, question):
    return reader.question(reader._vocabulary.question(question))


def read(reader, opening):
    return reader.sentence(next(s for s in reader._study.sentences if s.text.startswith(opening)))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Kapan koperasi berdiri?", "date"),
        ("Tahun berapa koperasi berdiri?", "date"),
        ("What year was it founded?", "date"),
        ("Berapa lama biji dijemur?", "number"),
        ("How many villages are there?", "number"),
        ("Siapa ketuanya?", "person"),
        ("Di manakah gudang dibangun?", "place"),
        ("Dimana gudang dibangun?", "place"),
        ("Mengapa gudang dibangun?", "reason"),
        ("Apa yang dimaksud dengan koperasi?", "definition"),
        ("Apa kepanjangan dari GPS?", "acronym"),
        ("Apa yang diekspor koperasi?", "other"),
    ],
)
def test_a_question_says_what_kind_of_thing_it_wants(reader, question, kind):
    assert asked(reader, question).kind == kind


def test_the_words_of_a_question_are_sorted(reader):
    question = asked(reader, "Siapa ketua pertama Koperasi Kopi Gayo pada 1998?")
    assert tuple(question.weights) == ("ketua", "koperasi", "kopi", "gayo", "1998")
    assert question.ranks == ("pertama",)
    assert question.numbers == {"1998"}
    assert "gayo" in question.names


def test_a_made_up_name_does_not_become_one_of_the_study(reader):
    assert "jepung" in asked(reader, "Apakah koperasi mengekspor ke Jepung?").weights


def test_a_slip_in_a_common_word_is_mended(reader):
    assert "koperasi" in asked(reader, "Kapan kopersi berdiri?").weights


def test_in_another_language_only_names_and_numbers_can_be_looked_for(reader):
    question = asked(reader, "How much coffee did Japan buy from the cooperative in 1998?")
    assert (question.abroad, set(question.weights)) == (True, {"japan", "1998"})


def test_a_sentence_is_read_for_dates_numbers_names_and_places(reader):
    founded, exported, members = (read(reader, text) for text in ("Koperasi Kopi", "Koperasi meng", "Anggotanya"))
    assert [founded.words[at] for at in founded.dates] == ["1998"]
    assert {exported.words[at] for at in exported.places} == {"jepang", "jerman"}
    assert {exported.words[at] for at in exported.names} == {"jepang", "jerman", "kanada"}
    assert {members.words[at] for at in members.numbers} == {"2", "300", "12"}


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Kota itu berdiri pada 78 Masehi.", ["78"]),
        ("It was founded in 78 BC.", ["78"]),
        ("Pada abad XIX kota itu ramai.", ["XIX"]),
        ("Senin dan August adalah nama.", ["Senin", "August"]),
        ("Kota itu berjarak 78 kilometer.", []),
    ],
)
def test_a_date_is_known_by_its_name_or_by_the_word_beside_it(reader, text, dates):
    found = reader.sentence(Passage(text, 1, 100_000, 100_000 + len(text)))
    assert [text.replace(".", "").split()[at] for at in sorted(found.dates)] == dates


@pytest.mark.parametrize(
    ("said", "looked_for", "held"),
    [
        ("wafat", "meninggal", True),
        ("pendiri", "didirikan", True),
        ("lahir", "meninggal", False),
        ("shonen", "shōnen", True),
    ],
)
def test_a_word_is_held_by_its_forms_its_plain_spelling_and_words_for_the_same(said, looked_for, held):
    assert holds(forms(said), looked_for) is held


def test_accents_are_folded():
    assert folded("shōnen") == "shonen"
