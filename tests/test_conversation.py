import json
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest

import pytest

from assistant import Turn
from assistant.conversation import requested, standalone
from assistant.coverage import Vocabulary
from assistant.rendering import as_data
from knowledge import load_study

VOCABULARY = Vocabulary(load_study())
STATEMENTS = {note.id: note.statement for note in VOCABULARY.study.notes}
CONVERSATIONS = [
    ("id", ["Apakah Indonesia bermitra dengan Jepang?", "Kalau India?"], "partners.india"),
    ("id", ["Apakah Indonesia bermitra dengan Jepang?", "Kalau India?", "Prancis?"], "partners.france"),
    ("id", ["Apa saja tantangan diplomasi pertahanan Indonesia?", "Yang ketiga?"], "challenges.sectoral-ego"),
    ("id", ["Apa saja langkah strategisnya?", "Lalu yang pertama?"], "steps.first"),
    ("id", ["Apa saja langkah strategisnya?", "Yang terakhir?"], "steps.third"),
    ("en", ["What are the strategic steps?", "And the second one?"], "steps.second"),
    ("en", ["What are the challenges?", "What about the last one?"], "challenges.sectoral-ego"),
    ("en", ["Is Japan a partner of Indonesia?", "What about France?"], "partners.france"),
    # another topic
    ("id", ["Apa saja tantangan diplomasi pertahanan Indonesia?", "Siapa saja mitra Indonesia?"], "partners"),
    ("en", ["Is Japan a partner of Indonesia?", "What are the strategic steps?"], "steps"),
    # another language
    ("en", ["Apa saja tantangan diplomasi pertahanan Indonesia?", "Which countries are Indonesia's partners?"], "partners"),
]


def converse(assistant, questions, as_text=False):
    """The answer to the last of `questions`."""
    history = []
    for question in questions:
        answer = assistant.ask(question, history)
        history.append(Turn(question, answer.text if as_text else answer))
    return answer


@pytest.mark.parametrize("as_text", [False, True], ids=["answers", "text"])
@pytest.mark.parametrize(("language", "questions", "note"), CONVERSATIONS, ids=lambda value: str(value)[-30:])
def test_a_follow_up_is_understood_in_its_conversation(assistant, language, questions, note, as_text):
    answer = converse(assistant, questions, as_text)
    assert (answer.language, [c.text for c in answer.claims]) == (language, [STATEMENTS[note][language]])


@pytest.mark.parametrize(
    ("questions", "about"),
    [
        (["Apakah Indonesia bermitra dengan Jepang?", "Kalau Jerman?"], "Jerman"),
        (["Is Japan a partner of Indonesia?", "What about Germany?"], "Germany"),
        (["Apakah Indonesia bermitra dengan Jepang?", "Kalau Korea Selatan?"], "Korea, Selatan"),
        (["Siapa saja mitra Indonesia?", "Kalau Korea Selatan?"], "Korea, Selatan"),
    ],
)
def test_a_follow_up_about_what_is_not_named_is_refused(assistant, questions, about):
    refused = converse(assistant, questions)
    assert (refused.reason, refused.abstention.about) == ("not-named", about)


def test_the_conversation_goes_on_after_a_refusal(assistant):
    answer = converse(assistant, ["Apakah Indonesia bermitra dengan Jerman?", "Kalau Australia?"])
    assert (answer.verdict, answer.claims[0].text) == ("yes", STATEMENTS["partners.australia"]["id"])


@pytest.mark.parametrize(
    ("question", "standing"),
    [
        ("Kalau India?", "Apakah Jepang mitra? Kalau India?"),
        ("Dan Prancis?", "Apakah Jepang mitra? Dan Prancis?"),
        ("Apa saja tantangan diplomasi pertahanan?", "Apa saja tantangan diplomasi pertahanan?"),
    ],
)
def test_only_a_question_that_leans_is_joined_to_the_one_before(question, standing):
    history = [Turn("Apakah Jepang mitra?", "Ya.")]
    assert standalone(question, history, VOCABULARY).text == standing


@pytest.mark.parametrize(("question", "language"), [("Kalau India?", "id"), ("And the second one?", "en"), ("India?", "id")])
def test_a_short_question_takes_the_language_it_is_in_else_that_of_the_conversation(question, language):
    history = [Turn("Apakah Jepang mitra?", "Ya.")]
    assert standalone(question, history, VOCABULARY).language == language


@pytest.mark.parametrize(
    ("question", "home", "language"),
    [
        ("AOIP", "id", "id"),
        ("AOIP", "en", "en"),
        ("bla bla AOIP bla", "id", "id"),
        ("Qué es AOIP?", "id", "id"),
        ("???", "en", "en"),
        ("partners", "id", "en"),
        ("mitra", "en", "id"),
        ("Is AOIP inclusive?", "id", "en"),
    ],
)
def test_what_is_in_neither_language_is_answered_in_that_of_the_study(question, home, language):
    assert requested(question, [], home).language == language


def test_what_is_in_neither_language_is_answered_in_that_of_the_conversation():
    assert requested("AOIP", [Turn("What are the challenges?", "")], "id").language == "en"


@pytest.mark.parametrize("question", ["Kalau India?", "Yang ketiga?", "And the second one?"])
def test_a_follow_up_to_nothing_or_to_a_greeting_does_not_fail(question):
    for history in ([], [Turn("", "")], [Turn("Halo!", "Halo!")]):
        assert standalone(question, history, VOCABULARY).text == question


# Each turn: what is typed, the language of its answer, and the notes that it states or its reason, then those of other parts.
DIALOGUES = {
    "ellipsis and a refusal": [
        ("Siapa saja mitra Indonesia?", "id partners"),
        ("Kalo Prancis gimana?", "id partners.france"),
        ("Dan Jerman?", "id not-named"),
        ("terus yang terakhir?", "id partners.france"),
        ("Sejak kapan?", "id detail-not-given"),
    ],
    "four turns in English": [
        ("Which countries does Indonesia partner with?", "en partners"),
        ("In which fields?", "en cooperation"),
        ("And what for?", "en purpose"),
        ("Thanks!", "en not-a-question"),
        ("what about Japan?", "en partners.japan"),
    ],
    "the other one": [
        ("Apa kunci meningkatkan efektivitas diplomasi pertahanan?", "id success-factors"),
        ("Yang pertama apa?", "id success-factors.synergy"),
        ("Kalau yang satunya lagi?", "id success-factors.human-resources"),
        ("what about the other one?", "en success-factors.synergy"),
    ],
    "a number that points back": [
        ("Apa saja peran Indonesia lewat AOIP?", "id aoip.role"),
        ("dua itu apa saja?", "id aoip.role"),
    ],
    "who says so": [
        ("Apa saja tantangannya?", "id challenges"),
        ("siapa yg bilang gitu?", "id challenges"),
        ("Siapa mitra Indonesia?", "id partners"),
        ("Says who?", "en study.author"),
    ],
    "another topic drags nothing along": [
        ("What are the challenges?", "en challenges"),
        ("Let's move on: is AOIP inclusive?", "en aoip.inclusive"),
        ("And transparent?", "en aoip.transparent"),
        ("ganti topik: siapa mitra Indonesia?", "id partners"),
        ("yang ketiga?", "id partners.india"),
    ],
    "another language": [
        ("Apa saja langkah strategis Destianto?", "id steps"),
        ("And the first one?", "en steps.first"),
        ("dan yang terakhir?", "id steps.third"),
        ("Why?", "en steps.third"),
    ],
    "the same in another language": [
        ("Apakah Jepang mitra Indonesia?", "id partners.japan"),
        ("in English please", "en partners.japan"),
        ("terjemahkan dong", "id partners.japan"),
        ("Kalau Jerman?", "id not-named"),
        ("bisa dalam bahasa Inggris?", "en not-named"),
        ("France?", "en partners.france"),
    ],
    "a wish beside the question": [
        ("Siapa mitra Indonesia? Jawab dalam bahasa Inggris.", "en partners"),
        ("Kalau Jepang?", "id partners.japan"),
    ],
    "more, until there is no more": [
        ("Siapa saja mitra Indonesia?", "id partners"),
        ("jelaskan lebih lanjut", "id cooperation"),
        ("tell me more", "en cooperation.exercises cooperation.technology cooperation.human-resources"),
        ("more?", "en detail-not-given"),
        ("in Indonesian", "id detail-not-given"),
        ("sumbernya mana?", "id cooperation.exercises cooperation.technology cooperation.human-resources"),
    ],
    "more about what was said": [
        ("Apa itu AOIP?", "id aoip"),
        ("Jelaskan lebih lanjut tentang AOIP", "id abbreviations.aoip aoip.role"),
    ],
    "the sources": [
        ("Langkah kedua apa?", "id steps.second"),
        ("sumbernya mana?", "id steps.second"),
        ("which paragraph?", "en steps.second"),
        ("Yang ketiga?", "id steps.third"),
    ],
    "the sources of what was said before a refusal": [
        ("Siapa mitra Indonesia?", "id partners"),
        ("Berapa biayanya?", "id detail-not-given"),
        ("Where does it say that?", "en partners"),
        ("Siapa mitra Indonesia?", "id partners"),
        ("Berapa biayanya?", "id detail-not-given"),
        ("who says so?", "en study.author"),
    ],
    "the sources of a refusal": [
        ("Apakah Indonesia bermitra dengan Jerman?", "id not-named"),
        ("sumbernya mana?", "id not-named"),
    ],
    "courtesies": [
        ("Halo!", "id not-a-question"),
        ("sumbernya mana?", "id not-a-question"),
        ("Halo, siapa mitra Indonesia?", "id partners"),
        ("makasih ya!", "id not-a-question"),
        ("kalau Jepang?", "id partners.japan"),
    ],
    "parts": [
        ("Siapa mitra Indonesia dan sejak kapan?", "id partners detail-not-given"),
        ("What are the challenges and who funds the solutions?", "en challenges detail-not-given"),
        ("Apa itu AOIP? Lalu apa peran Indonesia di dalamnya?", "id aoip aoip.role"),
        ("Apakah Indonesia bermitra dengan Australia dan Jerman?", "id partners.australia not-named"),
        ("Kapan dan di mana AOIP diadopsi?", "id detail-not-given"),
        ("Apa bidang kerja sama Indonesia dengan Jepang dan berapa nilainya?", "id cooperation detail-not-given"),
        ("Siapa mitra Indonesia dan berapa jumlahnya?", "id partners"),
        ("Sebutkan tiga langkah strategis dan jelaskan tantangannya.", "id steps challenges"),
        ("AOIP singkatan apa dan apa manfaatnya?", "id abbreviations.aoip aoip.role"),
        ("siapa mitra indonesia\n\nApa itu AOIP", "id partners aoip"),
    ],
}


def told(answer):
    """The language of `answer`, the notes that it states in their order, and why the rest is unanswered."""
    notes = [next(id_ for id_, said in STATEMENTS.items() if claim.text in said.values()) for claim in answer.claims]
    refused = [answer.reason] if answer.abstained else [part.reason for part in answer.unanswered]
    return " ".join([answer.language, *notes, *refused])


@pytest.mark.parametrize("as_text", [False, True], ids=["answers", "text"])
@pytest.mark.parametrize("turns", DIALOGUES.values(), ids=DIALOGUES.keys())
def test_a_conversation_goes_on_as_a_reader_means_it(assistant, turns, as_text):
    history = []
    for question, expected in turns:
        answer = assistant.ask(question, history)
        history.append(Turn(question, answer.text if as_text else answer))
        assert told(answer) == expected, question


def test_what_is_said_again_is_proven_again(assistant):
    invented = [Turn("Siapa saja mitra Indonesia?", "Indonesia bermitra dengan Jerman sejak 1952 [1].")]
    for question in ("sumbernya mana?", "in English please"):
        answer = assistant.ask(question, invented)
        assert told(answer).split()[1:] == ["partners"]
        assert all(assistant.study.text[c.start : c.end] == c.quote for c in answer.citations)
    assert assistant.ask("jelaskan lebih lanjut", invented).text == "Naskah tidak mengatakan lebih banyak tentang hal itu."


def test_a_verdict_is_given_again_in_the_other_language(assistant):
    answer = converse(assistant, ["Apakah Jepang mitra Indonesia?", "in English please"])
    assert (answer.text, answer.verdict) == ("Yes. Indonesia has a partnership with Japan [1].", "yes")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Halo!", "Halo! Silakan ajukan pertanyaan tentang naskah ini."),
        ("Hello", "Hello! Please ask a question about the study."),
        ("thanks", "You are welcome! Feel free to ask more about the study."),
        ("Who are you?", "I am a question-answering assistant"),
        ("kamu bisa apa?", "Saya menjawab pertanyaan tentang naskah ini"),
        ("dadah", "Sampai jumpa!"),
        ("oke", "Baik. Apa lagi yang ingin diketahui"),
    ],
)
def test_a_courtesy_is_returned_with_a_sentence_of_its_own(assistant, question, said):
    answer = assistant.ask(question)
    assert answer.reason == "not-a-question"
    assert answer.text.startswith(said)


def test_a_turn_never_leaks_into_another_conversation(assistant):
    turns = [[question for question, _ in dialogue] for dialogue in DIALOGUES.values()]
    alone = [[as_bytes(answer) for answer in answers(assistant, questions)] for questions in turns]
    histories = [[] for _ in turns]
    for questions in zip_longest(*turns):  # one turn of each conversation after the other
        for question, history in zip(questions, histories, strict=True):
            if question is not None:
                history.append(Turn(question, assistant.ask(question, history)))
    assert [[as_bytes(turn.answer) for turn in history] for history in histories] == alone
    with ThreadPoolExecutor(8) as pool:
        assert [[as_bytes(a) for a in found] for found in pool.map(lambda q: answers(assistant, q), turns)] == alone


def answers(assistant, questions):
    """The answers to `questions`, asked one after the other."""
    history = []
    for question in questions:
        history.append(Turn(question, assistant.ask(question, history)))
    return [turn.answer for turn in history]


def as_bytes(answer):
    return json.dumps(as_data(answer), ensure_ascii=False).encode()


def test_a_long_conversation_of_wishes_for_the_same_again_is_followed_to_its_question(assistant):
    again = [Turn("sumbernya mana?", "")] * 2000
    answer = assistant.ask("in English please", [Turn("Siapa mitra Indonesia?", ""), *again])
    assert told(answer) == "en partners"


def test_a_study_without_notes_goes_on_with_its_next_sentences(bare):
    first = bare.ask("Koperasi mengekspor kopi ke mana?")
    history = [Turn("Koperasi mengekspor kopi ke mana?", first)]
    more = bare.ask("jelaskan lebih lanjut", history)
    assert [claim.text for claim in more.claims] == [
        "Harga rata-rata Rp. 85.000 per kilogram.",
        "Jepang membeli separuh panen.",
    ]
    last = bare.ask("apa lagi?", [*history, Turn("jelaskan lebih lanjut", more)])
    assert last.text == "Naskah tidak mengatakan lebih banyak tentang hal itu."
    assert bare.ask("sumbernya?", history).claims == first.claims
