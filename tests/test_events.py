from concurrent.futures import Future

import pytest

from assistant.feedback import FeedbackStore
from assistant.web.events import Events


@pytest.fixture
def events(bare, tmp_path):
    """The handlers over the small study."""
    assistant = Future()
    assistant.set_result(bare)
    return Events(bare.study, (), assistant, FeedbackStore(tmp_path / "feedback.sqlite3"))


def roles(shown):
    return [message["role"] for message in shown.chat]


def asked(events, question, kept=None):
    *_, last = [
        shown for shown in events.ask(question, kept) if isinstance(shown.conversation, dict) and "id" in shown.conversation
    ]
    return last.conversation


def test_the_question_is_shown_before_its_answer_and_stays_in_the_box_until_then(events):
    first, *_, last = events.ask("Berapa lama biji dijemur?", None)
    assert (roles(first), first.stop["interactive"]) == (["user"], True)
    assert first.question == first.conversation == {"__type__": "update"}
    assert (roles(last), last.stop["interactive"]) == (["user", "assistant"], False)
    assert "Biji dijemur selama 14 hari." in last.chat[1]["content"].value


def test_the_conversation_goes_to_the_browser_and_comes_back_with_the_next_question(events):
    kept = asked(events, "Berapa lama biji dijemur?")
    again = asked(events, "Siapa yang membeli separuh panen?", kept)
    assert [e["question"] for e in again["exchanges"]] == ["Berapa lama biji dijemur?", "Siapa yang membeli separuh panen?"]
    assert again["id"] == kept["id"]


def test_what_a_reader_types_is_shown_as_text(events):
    *_, last = events.ask("<script>alert(1)</script> & x", None)
    assert last.chat[0]["content"] == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; x"


def test_an_empty_question_changes_nothing(events):
    assert list(events.ask("  ", None)) == []


def test_retry_and_edit_forget_what_came_after(events):
    kept = asked(events, "Siapa yang membeli separuh panen?", asked(events, "Berapa lama biji dijemur?"))
    *_, retried = events.retry(kept, 0)
    assert roles(retried) == ["user", "assistant"]
    *_, edited = events.edit(kept, 1, "Siapa &lt;ketuanya&gt;?")
    assert [m["content"] for m in edited.chat if m["role"] == "user"] == [
        "Berapa lama biji dijemur?",
        "Siapa &lt;ketuanya&gt;?",
    ]


def test_undo_puts_the_last_question_back_into_the_box(events):
    kept = asked(events, "Siapa yang membeli separuh panen?", asked(events, "Berapa lama biji dijemur?"))
    undone = events.undo(kept)
    assert (roles(undone), undone.question) == (["user", "assistant"], "Siapa yang membeli separuh panen?")
    assert events.undo(None).question == ""


def test_stopping_keeps_the_sentences_that_were_there(events):
    kept = asked(events, "Berapa lama biji dijemur?")
    stopped = events.stop(kept)
    assert (roles(stopped), stopped.stop["interactive"]) == (["user", "assistant"], False)
    assert stopped.question == {"__type__": "update"}


def test_a_thumb_is_kept_with_its_answer_and_can_be_commented_and_withdrawn(events):
    kept = asked(events, "Berapa lama biji dijemur?")
    thumbs, token = events.rate(kept, 0, "down", {})
    events.remark(token, "  Kurang lengkap. ")
    events.remark(token, " ")
    [found] = events.feedback.all()
    assert (found.rating, found.comment, found.study) == ("down", "Kurang lengkap.", "kopi-gayo")
    assert found.answer["claims"][0]["text"] == "Biji dijemur selama 14 hari."
    assert found.fingerprint == events.assistant.result().fingerprint
    thumbs, _ = events.rate(kept, 0, "up", thumbs)
    assert [f.rating for f in events.feedback.all()] == ["up"]
    assert events.rate(kept, 0, None, thumbs) == ({}, "")
    assert events.feedback.all() == []


def test_a_thumb_for_one_answer_leaves_that_for_another(events):
    kept = asked(events, "Siapa yang membeli separuh panen?", asked(events, "Berapa lama biji dijemur?"))
    thumbs, _ = events.rate(kept, 0, "up", {})
    events.rate(kept, 1, "down", thumbs)
    assert [f.rating for f in events.feedback.all()] == ["up", "down"]


@pytest.mark.parametrize(("form", "name"), [("markdown", "tanya.md"), ("docx", "tanya.docx"), ("json", "tanya.json")])
def test_a_conversation_or_one_answer_is_packed_for_the_browser(events, form, name):
    kept = asked(events, "Siapa yang membeli separuh panen?", asked(events, "Berapa lama biji dijemur?"))
    whole, one = events.export(kept, "", form, "id"), events.export(kept, "1", form, "id")
    assert whole["name"] == one["name"] == name
    assert len(one["content"]) < len(whole["content"])


def test_where_nothing_was_answered_nothing_is_packed(events):
    assert events.export(None, "", "json", "en") is None


def test_the_panels_are_dressed_in_the_readers_language(events):
    dressed = events.dress("en")
    assert 'aria-label="The study"' in dressed.study
    assert (dressed.notes, dressed.map, dressed.matrix, dressed.examples) == ("", "", "", "")


def test_a_page_that_is_opened_while_the_model_loads_says_so(bare, tmp_path):
    loading = Events(bare.study, (), Future(), FeedbackStore(tmp_path / "x"))
    writer, notice, clock = loading.waiting("id")
    assert (writer, notice["visible"], clock.active) == ("", True, True)
    loading.assistant.set_result(bare)
    writer, notice, clock = loading.waiting("id")
    assert (writer, notice["visible"], clock.active) == ("", False, False)
