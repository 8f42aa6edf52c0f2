import pytest


@pytest.mark.parametrize(
    ("question", "notes"),
    [
        # a list, whole
        ("Apa saja tantangan diplomasi pertahanan Indonesia?", ["challenges"]),
        ("Siapa saja mitra Indonesia?", ["partners"]),
        ("Sebutkan bidang kerja samanya", ["cooperation"]),
        ("Which countries are Indonesia's partners?", ["partners"]),
        ("What are the three strategic steps?", ["steps"]),
        ("What are the three challenges?", ["challenges"]),
        # a bare topic
        ("mitra", ["partners"]),
        ("partners???!!!", ["partners"]),
        ("mitra indonesia", ["partners"]),
        ("steps", ["steps"]),
        ("langkah strategis", ["steps"]),
        ("ego sektoral", ["challenges.sectoral-ego"]),
        ("Jepang", ["partners.japan"]),
        # a definition
        ("What is defence diplomacy?", ["nature"]),
        ("Apa itu diplomasi pertahanan?", ["nature"]),
        ("diplomasi pertahanan itu apa?", ["nature"]),
        ("Apa itu AOIP?", ["aoip"]),
        # an item
        ("Langkah kedua apa?", ["steps.second"]),
        ("Apa tantangan pertama?", ["challenges.great-powers"]),
        ("Langkah terakhir apa?", ["steps.third"]),
        ("What is the second step?", ["steps.second"]),
        ("What is the third challenge?", ["challenges.sectoral-ego"]),
        ("Apakah Prancis mitra Indonesia?", ["partners.france"]),
        ("Apakah Jepang dan India mitra Indonesia?", ["partners.japan", "partners.india"]),
        # the others
        ("Selain inklusif dan transparan, AOIP berbasis apa?", ["aoip.law"]),
        ("Selain ekonomi dan sosial, ketangguhan apa yang berkorelasi dengan diplomasi pertahanan?", ["asta-gatra.politics"]),
        ("Selain Jepang, siapa saja mitra Indonesia?", ["partners"]),
    ],
)
def test_the_answer_states_what_was_asked_and_no_more(assistant, question, notes):
    answer = assistant.ask(question)
    stated = {note.id: note.statement[answer.language] for note in assistant.study.notes}
    assert [claim.text for claim in answer.claims] == [stated[note] for note in notes]


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Apakah India mitra Indonesia?", "yes"),
        ("Is Japan a partner of Indonesia?", "yes"),
        ("Apakah AOIP inklusif?", "yes"),
        ("Apakah AOIP eksklusif?", "no"),
        ("Is the AOIP closed?", "no"),
        ("Is defence diplomacy only military activity?", "no"),
        ("Siapa saja mitra Indonesia?", None),
    ],
)
def test_a_yes_no_question_gets_its_verdict_and_the_ground(assistant, question, verdict):
    answer = assistant.ask(question)
    assert answer.verdict == verdict
    assert answer.claims


@pytest.mark.parametrize("question", ["Is Indonesia the author?", "Is the author Japan?", "Apakah Jepang penulis kajian ini?"])
def test_what_the_note_does_not_speak_of_is_not_affirmed(assistant, question):
    assert assistant.ask(question).verdict != "yes"


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Berapa negara mitra Indonesia?", 4),
        ("Ada berapa tantangan diplomasi pertahanan?", 3),
        ("How many strategic steps are there?", 3),
        ("Siapa saja mitra Indonesia?", None),
    ],
)
def test_a_how_many_question_gets_the_number_of_items(assistant, question, count):
    assert assistant.ask(question).count == count


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Berapa lama biji dijemur?", "Biji dijemur selama 14 hari."),
        ("Kapan koperasi berdiri?", "Koperasi Kopi Gayo berdiri pada 1998."),
        ("Siapa yang membeli separuh panen?", "Jepang membeli separuh panen."),
        ("Apakah jalan rusak menaikkan biaya angkut?", "Jalan rusak menaikkan biaya angkut 20 persen."),
    ],
)
def test_a_study_without_notes_answers_with_its_own_sentence_word_for_word(bare, question, sentence):
    answer = bare.ask(question)
    assert [(claim.text, claim.support) for claim in answer.claims] == [(sentence, "quote")]
    assert [citation.quote for citation in answer.citations] == [sentence]


def test_a_note_is_cited_by_all_its_quotes(assistant):
    answer = assistant.ask("Apa saja tantangan diplomasi pertahanan Indonesia?")
    quotes = next(note.quotes for note in assistant.study.notes if note.id == "challenges")
    assert [(c.start, c.end) for c in answer.citations] == [(span.start, span.end) for span in quotes]
    assert answer.claims[0].citations == tuple(range(1, len(quotes) + 1))
