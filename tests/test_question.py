import pytest

from assistant.question import parse, territories


@pytest.mark.parametrize(
    ("polite", "plain"),
    [
        ("Can you list the partners?", "List the partners?"),
        ("Could you name the obstacles?", "Name the obstacles?"),
        ("Bisakah kamu sebutkan mitra Indonesia?", "Sebutkan mitra Indonesia?"),
        ("I am writing a paper. Which countries are partners?", "Which countries are partners?"),
        ("Saya mahasiswa. Siapa mitra Indonesia?", "Siapa mitra Indonesia?"),
    ],
)
def test_what_leads_up_to_a_question_is_left_out(polite, plain):
    taken = [(q.form, q.content, q.asked, q.sought) for q in (parse(polite), parse(plain))]
    assert taken[0] == taken[1]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Siapa mitra Indonesia?", "id"),
        ("gmn cara nguatin koordinasi?", "id"),
        ("Who are the partners?", "en"),
        ("AOIP?", "en"),
    ],
)
def test_a_given_language_overrides_what_the_text_looks_like(text, language):
    assert parse(text).language == language
    assert {parse(text, language=code).language for code in ("id", "en")} == {"id", "en"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Apakah India mitra Indonesia?", {"india", "indonesia"}),
        ("is japan a partner?", {"japan"}),  # countries in any case
        ("Kapan AOIP diadopsi?", {"aoip"}),
        ("What does Destianto propose?", {"destianto"}),
        ("Tantangan apa saja?", set()),  # a capital that only opens the sentence
    ],
)
def test_names_are_countries_acronyms_and_capitals_inside_a_sentence(text, names):
    assert parse(text).names == names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Apakah Korea Selatan mitra?", ("korea selatan",)),
        ("Is the United States a partner?", ("united states",)),
        ("Is Japan a partner?", ()),
    ],
)
def test_countries_of_several_words_are_found(text, found):
    assert parse(text).countries == found


@pytest.mark.parametrize("name", ["jerman", "germany", "austria", "jepang", "japan", "prancis", "france"])
def test_countries_are_known_in_both_languages(name):
    assert name in territories()


def test_spelled_words_take_the_place_of_slips():
    assert parse("negra mana?", spell={"negra": "negara"}).asked == ("negara",)


@pytest.mark.parametrize("text", ["", "  ", "!!", "\x00", "apa", "\U0001f600"])
def test_a_question_about_nothing_is_false(text):
    assert not parse(text)
