import pytest

from assistant.dialogue import hear, legible
from knowledge.language import LANGUAGES, lexicon


@pytest.mark.parametrize(
    ("text", "act", "language"),
    [
        ("Halo!", "greeting", "id"),
        ("Good morning", "greeting", "en"),
        ("makasih ya kak!", "thanks", "id"),
        ("Thanks a lot!", "thanks", "en"),
        ("ok", "assent", None),
        ("dadah", "farewell", "id"),
        ("thanks, bye!", "farewell", "en"),
        ("siapa kamu?", "identity", "id"),
        ("lu siapa", "identity", "id"),
        ("Who are you?", "identity", "en"),
        ("kamu bisa apa?", "help", "id"),
        ("help", "help", "en"),
        ("jelasin lebih lanjut dong", "more", "id"),
        ("Tell me more.", "more", "en"),
        ("contohnya?", "more", "id"),
        ("ok, can you elaborate?", "more", "en"),
        ("sumbernya mana?", "source", "id"),
        ("which paragraph?", "source", "en"),
        ("siapa yg bilang gitu?", "sayer", "id"),
        ("Says who?", "sayer", "en"),
        ("yang satunya lagi?", "other", "id"),
        ("what about the other one?", "other", "en"),
        ("terjemahkan dong", "translate", "id"),
        ("translate that", "translate", "en"),
    ],
)
def test_a_turn_that_asks_nothing_of_the_study_is_known_by_its_phrases(text, act, language):
    heard = hear(text)
    assert (heard.act, heard.language) == (act, language)


@pytest.mark.parametrize(
    "text",
    [
        "Siapa Destianto?",
        "Sumber daya manusia itu apa?",
        "Apa contoh kerja sama?",
        "Are there more than four partners?",
        "Terima kasih itu apa?",
        "India mitra Indonesia, ya?",
        "dan?",
        "",
    ],
)
def test_a_phrase_beside_words_of_a_question_is_no_act(text):
    heard = hear(text)
    assert (heard.act, heard.text) == (None, text)


@pytest.mark.parametrize(
    ("text", "asked", "wish"),
    [
        ("Siapa mitra Indonesia? Jawab dalam bahasa Inggris.", "Siapa mitra Indonesia?", "en"),
        ("What are the challenges? Answer in Indonesian please.", "What are the challenges?", "id"),
        ("Siapa mitranya, tolong jawab pakai bahasa Inggris ya", "Siapa mitranya,", "en"),
        ("In English: siapa mitranya?", "siapa mitranya?", "en"),
        ("What is faced in Indonesia?", "What is faced in Indonesia?", None),
        ("What is Indonesian defence diplomacy?", "What is Indonesian defence diplomacy?", None),
    ],
)
def test_a_wish_for_a_language_is_told_from_the_question(text, asked, wish):
    heard = hear(text)
    assert (heard.act, heard.text, heard.wish) == (None, asked, wish)


@pytest.mark.parametrize(
    ("text", "wish"),
    [("in English please", "en"), ("pakai bahasa Indonesia dong", "id"), ("Can you explain it in English?", "en")],
)
def test_a_wish_for_a_language_alone_wants_the_last_answer_again(text, wish):
    heard = hear(text)
    assert (heard.act, heard.wish) == ("translate", wish)


@pytest.mark.parametrize(
    ("text", "asked", "fresh"),
    [
        ("Halo, siapa mitra Indonesia?", "siapa mitra Indonesia?", False),
        ("Makasih! Kalau India?", "Kalau India?", False),
        ("Siapa mitra Indonesia? Terima kasih.", "Siapa mitra Indonesia?", False),
        ("ganti topik: apa itu AOIP?", "apa itu AOIP?", True),
        ("OK, different topic: what is AOIP?", "what is AOIP?", True),
    ],
)
def test_what_stands_around_a_question_is_left_out(text, asked, fresh):
    heard = hear(text)
    assert (heard.act, heard.text, heard.fresh) == (None, asked, fresh)


@pytest.mark.parametrize(
    ("text", "asked", "language"),
    [("Jelaskan lebih lanjut tentang AOIP", "AOIP", "id"), ("Tell me more about the second one", "the second one", "en")],
)
def test_a_wish_for_more_about_something_asks_about_it(text, asked, language):
    heard = hear(text)
    assert (heard.text, heard.beyond, heard.language) == (asked, True, language)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("<b>Siapa</b> mitra Indonesia?", "Siapa mitra Indonesia?"),
        ('<a href="x y">Siapa</a><br/> mitra?', "Siapa mitra?"),
        ("Is a < b and c > d?", "Is a < b and c > d?"),
        ("a <b and c> d", "a <b and c> d"),
        ("Apakah <Jepang> mitra?", "Apakah <Jepang> mitra?"),
    ],
)
def test_markup_is_no_word_and_what_is_no_markup_stays(typed, read):
    assert legible(typed) == read


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_of_the_lexicon_does_what_it_is_listed_under(language):
    for act, phrases in lexicon(language).acts.items():
        assert all(isinstance(phrase, str) and phrase == phrase.lower().strip() for phrase in phrases), act
    silent = {"padding", "leads", "about", "topic", "indonesian", "english"}
    for act, phrases in lexicon(language).acts.items():
        wrong = [phrase for phrase in phrases if act not in silent and hear(phrase).act is None]
        assert not wrong, act


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("siapa mitra\n\nApa itu AOIP", "siapa mitra. Apa itu AOIP"),
        ("Halo!\r\n \r\nSiapa mitra\nIndonesia?\n\n", "Halo! Siapa mitra Indonesia?"),
        ("\n\n", ""),
    ],
)
def test_paragraphs_are_seen_as_sentences(text, seen):
    assert legible(text) == seen == legible(legible(text))
