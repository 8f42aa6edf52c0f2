import pytest

from assistant.question import parse


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Apa saja tantangan diplomasi pertahanan?", "list"),
        ("Sebutkan mitra Indonesia", "list"),
        ("Negara mana saja yang menjadi mitra?", "list"),
        ("What are the challenges?", "list"),
        ("List the partners", "list"),
        ("Name the obstacles", "list"),
        ("Siapa mitra Indonesia?", "who"),
        ("Who wrote the study?", "who"),
        ("Berapa mitra Indonesia?", "count"),
        ("How many partners are there?", "count"),
        ("How much money is spent?", "count"),
        ("Apakah India mitra Indonesia?", "yes-no"),
        ("Benarkah India mitra?", "yes-no"),
        ("India mitra Indonesia kan?", "yes-no"),
        ("Jepang masuk list partner Indonesia gak sih?", "yes-no"),
        ("Is India a partner?", "yes-no"),
        ("India is a partner, right?", "yes-no"),
        ("Kapan AOIP diadopsi?", "when"),
        ("Tahun berapa AOIP lahir?", "when"),
        ("When was AOIP adopted?", "when"),
        ("What year was it adopted?", "when"),
        ("Di mana latihan digelar?", "where"),
        ("Where are exercises held?", "where"),
        ("Mengapa diplomasi penting?", "why"),
        ("Untuk apa kemitraan itu?", "why"),
        ("Why does diplomacy matter?", "why"),
        ("Bagaimana memperkuat koordinasi?", "how"),
        ("How can Indonesia strengthen coordination?", "how"),
        ("Langkah kedua apa?", "what"),
        ("What is the second step?", "what"),
        ("", "what"),
    ],
)
def test_the_form_of_a_question(text, form):
    assert parse(text).form == form


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Negara mana saja yang menjadi mitra?", ("negara",)),
        ("Peran apa yang diambil Indonesia?", ("peran",)),
        ("Langkah kedua apa?", ("langkah",)),
        ("Which countries are partners?", ("countries",)),
        ("How many partners are there?", ("partners",)),
        ("Which of the steps comes first?", ("steps",)),
        ("What kind of framework is AOIP?", ("framework",)),
        ("Apa tujuan kemitraan?", ()),
        ("Is India a partner?", ()),
    ],
)
def test_the_noun_beside_which_is_what_must_be_named(text, asked):
    assert parse(text).asked == asked


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("Apa tujuan kemitraan?", ("tujuan",)),
        ("Apa saja tantangan diplomasi pertahanan?", ("tantangan",)),
        ("Sebutkan mitra Indonesia", ("mitra",)),
        ("What is the purpose of the partnership?", ("purpose",)),
        ("What are the challenges?", ("challenges",)),
        ("List the partners", ("partners",)),
        ("Mengapa diplomasi penting?", ()),
    ],
)
def test_the_noun_that_the_answer_must_speak_of(text, sought):
    assert parse(text).sought == sought


@pytest.mark.parametrize(
    ("text", "ordinal", "count"),
    [
        ("Langkah kedua apa?", 2, None),
        ("Langkah ke-2?", 2, None),
        ("Langkah terakhir apa?", -1, None),
        ("What is the second step?", 2, None),
        ("What is step 2?", 2, None),
        ("What is the last step?", -1, None),
        ("Dari ketiga langkah, mana yang penting?", None, 3),
        ("Apa lima langkah strategis?", None, 5),
        ("What are the five steps?", None, 5),
        ("Apa saja tantangannya?", None, None),
        ("What happened in 2019?", None, None),
    ],
)
def test_an_ordinal_picks_and_a_number_presupposes(text, ordinal, count):
    question = parse(text)
    assert (question.ordinal, question.count) == (ordinal, count)


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Negara mana yang bukan mitra?", True),
        ("Apakah India tidak bermitra dengan Indonesia?", True),
        ("Which country is not a partner?", True),
        ("Isn't India a partner?", True),
        ("Are there more than four partners?", True),
        ("Jepang masuk list partner Indonesia gak sih?", False),  # a tag denies nothing
        ("India mitra Indonesia atau tidak?", False),
        ("Is India a partner?", False),
    ],
)
def test_a_denial_is_told_from_a_tag(text, negated):
    assert parse(text).negated is negated
