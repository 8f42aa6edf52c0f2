import multiprocessing
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.answers import Abstention, Answer
from assistant.feedback import MAX_COMMENT, FeedbackStore, FeedbackUnavailable

REFUSED = Answer("Siapa ketuanya?", "id", abstention=Abstention("not-named", "ketua"))


@pytest.fixture
def store(tmp_path):
    return FeedbackStore(tmp_path / "deep" / "feedback.sqlite3")


def add(store, rating="up", question="Siapa ketuanya?", study="kopi-gayo"):
    return store.add(rating, question, REFUSED, study, "0123456789abcdef0123")


def test_a_thumb_is_kept_with_everything_that_it_is_about(store):
    add(store)
    [kept] = store.all()
    assert (kept.rating, kept.comment, kept.question, kept.study) == ("up", "", "Siapa ketuanya?", "kopi-gayo")
    assert kept.fingerprint == "0123456789abcdef0123"
    assert kept.answer["text"] == "Naskah tidak menyebut ketua."
    assert kept.at.endswith("+00:00")


def test_nothing_is_written_before_the_first_thumb(store, tmp_path):
    assert store.all() == []
    assert list(tmp_path.iterdir()) == []


def test_a_comment_and_a_change_of_mind_need_the_token(store):
    one, other = add(store), add(store, "down", "Kapan?")
    store.comment(one, "Terlalu singkat; ' OR 1=1 --")
    store.comment("guessed", "not mine")
    store.withdraw("guessed")
    store.withdraw(other)
    [kept] = store.all()
    assert kept.comment == "Terlalu singkat; ' OR 1=1 --"


def test_a_comment_has_an_end(store):
    store.comment(add(store), "a" * (MAX_COMMENT + 1))
    assert len(store.all()[0].comment) == MAX_COMMENT


def test_thumbs_are_listed_by_study_and_rating_oldest_first(store):
    for rating, study in (("up", "a"), ("down", "a"), ("up", "b")):
        add(store, rating, f"{rating} {study}?", study)
    assert [kept.question for kept in store.all()] == ["up a?", "down a?", "up b?"]
    assert [kept.question for kept in store.all(study="a", rating="up")] == ["up a?"]


def test_many_may_write_at_once_and_nothing_is_lost(store):
    with ThreadPoolExecutor(8) as pool:
        tokens = list(pool.map(lambda n: FeedbackStore(store._path).add("up", str(n), REFUSED, "a", "f"), range(80)))
    assert len(set(tokens)) == 80
    assert {kept.question for kept in store.all()} == {str(n) for n in range(80)}


def test_a_rating_that_is_none_is_refused_and_leaves_nothing_behind(store):
    add(store)
    with pytest.raises(FeedbackUnavailable):
        add(store, "sideways")
    assert len(store.all()) == 1


def test_a_file_that_is_no_store_is_named_with_the_mend(tmp_path):
    (tmp_path / "feedback.sqlite3").write_text("no database at all, but long enough to be looked at by the library" * 20)
    with pytest.raises(FeedbackUnavailable, match=r"feedback\.sqlite3 cannot be used .* set TANYA_DATA_DIR"):
        add(FeedbackStore(tmp_path / "feedback.sqlite3"))


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FeedbackUnavailable, match="set TANYA_DATA_DIR"):
        add(FeedbackStore(tmp_path / "file" / "feedback.sqlite3"))


def test_a_store_of_a_later_version_is_left_alone(store):
    add(store)
    with sqlite3.connect(store._path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(FeedbackUnavailable, match=r"another version \(99\)"):
        add(store)


def _add_ten(path):
    for _ in range(10):
        add(FeedbackStore(path))


def test_many_processes_may_begin_a_store_at_once(tmp_path):
    path = tmp_path / "feedback.sqlite3"
    writers = [multiprocessing.get_context("fork").Process(target=_add_ten, args=(path,)) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert ([writer.exitcode for writer in writers], len(FeedbackStore(path).all())) == ([0] * 8, 80)


def test_half_a_surrogate_pair_becomes_a_question_mark(store):
    token = add(store, question="\ud800 apa")
    store.comment(token, "\udc00")
    store.withdraw("\ud800")
    [kept] = store.all()
    assert (kept.question, kept.comment) == ("? apa", "?")


def test_who_reads_the_file_learns_no_token(store):
    token = add(store)
    assert not any(token.encode() in file.read_bytes() for file in store._path.parent.iterdir())
