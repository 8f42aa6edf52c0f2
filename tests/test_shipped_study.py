import re

import pytest
import yaml

from knowledge import load_study
from knowledge.language import detect
from knowledge.study import SHIPPED

STUDY = load_study(SHIPPED)
NOTES = (SHIPPED / "notes.yaml").read_text("utf-8")


def test_five_paragraphs_hold_fourteen_sentences():
    assert (len(STUDY.paragraphs), len(STUDY.sentences)) == (5, 14)
    assert [sum(s.paragraph == n for s in STUDY.sentences) for n in range(1, 6)] == [3, 3, 2, 4, 2]


def test_sentences_are_slices_of_the_text():
    assert all(STUDY.text[s.start : s.end] == s.text for s in STUDY.sentences)


def test_what_the_text_does_not_say_about_itself_is_unknown():
    assert (STUDY.id, STUDY.language, STUDY.author) == ("diplomasi-pertahanan", "id", "Destianto")
    assert STUDY.title is STUDY.institution is STUDY.licence is STUDY.as_of is None


def test_there_are_thirty_notes_or_more_each_with_an_id_of_its_own():
    assert len({note.id for note in STUDY.notes}) == len(STUDY.notes) >= 30


def test_every_quote_in_the_file_is_an_exact_slice_of_the_text():
    for written, note in zip(yaml.safe_load(NOTES), STUDY.notes, strict=True):
        quotes = [q["quote"] if isinstance(q, dict) else q for q in written["quotes"]]
        assert [STUDY.quote(span) for span in note.quotes] == quotes


def test_every_topic_is_one_that_the_header_lists():
    listed = set(re.search(r"^# topic +(.+)$", NOTES, re.MULTILINE)[1].split(" · "))
    assert {note.topic for note in STUDY.notes} <= listed


def test_every_item_is_a_note_and_no_note_lists_itself():
    ids = {note.id for note in STUDY.notes}
    for note in STUDY.notes:
        assert set(note.items) <= ids - {note.id}


def test_items_stand_in_the_order_of_the_text():
    notes = {note.id: note for note in STUDY.notes}
    for note in STUDY.notes:
        ends = [notes[item].quotes[0].end for item in note.items]
        assert ends == sorted(ends), note.id


@pytest.mark.parametrize("sentence", STUDY.sentences, ids=lambda s: f"{s.paragraph}:{s.start}")
def test_every_sentence_is_quoted_by_a_note(sentence):
    assert any(span.overlaps(sentence.span) for note in STUDY.notes for span in note.quotes)


@pytest.mark.parametrize("note", STUDY.notes, ids=lambda note: note.id)
def test_a_statement_is_in_the_language_it_claims(note):
    assert {code: detect(said) for code, said in note.statement.items()} == {"id": "id", "en": "en"}
