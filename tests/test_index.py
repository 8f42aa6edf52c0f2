import shutil
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from knowledge import IndexUnavailable, load_study
from knowledge.index import entries, fingerprint, open_index

MODEL = "hashing-256"


def test_every_passage_and_every_note_in_both_languages_is_indexed(study):
    assert [entry.id for entry in entries(study)] == [
        *("passage:0", "passage:1", "passage:2", "passage:3"),
        *("note:markets:id", "note:markets:en"),
        *("note:markets.japan:id", "note:markets.japan:en"),
        *("note:warehouse:id", "note:warehouse:en"),
    ]


def test_a_note_leads_to_the_passage_that_holds_its_first_quote(study):
    entry = next(e for e in entries(study) if e.id == "note:markets:en")
    assert entry.dense == "The coffee is exported to three countries."
    assert "pasar pembeli buyers" in entry.lexical
    assert study.quote(entry.note.quotes[0]) in entry.passage.text


def test_a_fingerprint_is_twenty_hex_digits_and_repeatable(study, folder):
    mark = fingerprint(study, MODEL)
    assert (len(mark), int(mark, 16) >= 0) == (20, True)
    assert fingerprint(load_study(folder), MODEL) == mark


def test_text_notes_language_and_model_each_change_the_fingerprint(study, write_study):
    note = study.notes[0]
    marks = [
        fingerprint(study, MODEL),
        fingerprint(study, "other-model"),
        fingerprint(replace(study, language="en"), MODEL),
        fingerprint(replace(study, notes=study.notes[1:]), MODEL),
        fingerprint(replace(study, notes=(replace(note, terms=("teh",)), *study.notes[1:])), MODEL),
        fingerprint(replace(study, notes=(replace(note, statement={**note.statement, "en": "No."}), *study.notes[1:])), MODEL),
        fingerprint(load_study(write_study(study.text.replace("14 hari", "15 hari"))), MODEL),
    ]
    assert len(set(marks)) == 7


def test_an_index_is_built_once_and_then_only_read(study, embeddings, tmp_path):
    first = open_index(study, embeddings, MODEL, tmp_path)
    assert embeddings.embedded == len(entries(study)) == 10
    again = open_index(study, embeddings, MODEL, tmp_path)
    assert embeddings.embedded == 10
    assert again.dense.search("kopi", 10) == first.dense.search("kopi", 10)
    assert again.lexical.search("kopi", 10) == first.lexical.search("kopi", 10) != {}


def found_by_a_process(folder, cache):
    embeddings = DeterministicFakeEmbedding(size=8)
    return open_index(load_study(folder), embeddings, "fake-8", cache).dense.search("kopi", 100)


def test_processes_that_open_at_once_all_find_one_whole_index(folder, study, tmp_path):
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        found = list(pool.map(found_by_a_process, [folder] * 2, [tmp_path] * 2))
    assert found[0].keys() == {entry.id for entry in entries(study)}
    assert found[0] == found[1]
    assert [p.name for p in (tmp_path / "indexes").iterdir() if p.is_dir()] == [fingerprint(study, "fake-8")]


def test_another_model_has_an_index_of_its_own(study, embeddings, tmp_path):
    one = open_index(study, embeddings, MODEL, tmp_path)
    other = open_index(study, embeddings, "other-model", tmp_path)
    assert one.fingerprint != other.fingerprint
    assert embeddings.embedded == 20
    assert {p.name for p in (tmp_path / "indexes").iterdir() if p.is_dir()} == {one.fingerprint, other.fingerprint}


def test_an_index_that_fails_midway_leaves_nothing_and_can_be_built_later(write_study, embeddings, tmp_path):
    # Forty passages are embedded 32 at a time, so the first batch is stored when the second fails.
    study = load_study(write_study("\n\n".join(f"Kopi nomor {n}." for n in range(40))))
    embeddings.limit = 39
    with pytest.raises(RuntimeError, match="40 documents are more than 39"):
        open_index(study, embeddings, MODEL, tmp_path / "cache")
    assert [p.name for p in (tmp_path / "cache" / "indexes").iterdir() if p.is_dir()] == []

    embeddings.limit = None
    assert len(open_index(study, embeddings, MODEL, tmp_path / "cache").dense.search("kopi", 40)) == 40


def test_a_cache_that_cannot_be_written_is_named_with_the_setting_that_moves_it(study, embeddings, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(IndexUnavailable, match=r"file cannot be written .* set TANYA_CACHE_DIR"):
        open_index(study, embeddings, MODEL, tmp_path / "file")


def test_threads_that_open_at_once_all_find_the_index(study, embeddings, tmp_path):
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: open_index(study, embeddings, "m", tmp_path), range(8)))
    assert {len(index.dense.search("kopi", 3)) for index in opened} == {3}


def test_a_damaged_index_is_named_with_its_mend(study, embeddings, tmp_path):
    home = open_index(study, embeddings, "m", tmp_path).home
    shutil.rmtree(home / "lexical")
    with pytest.raises(IndexUnavailable, match="remove that folder"):
        open_index(study, embeddings, "m", tmp_path)


def test_a_fault_of_the_embedding_is_not_blamed_on_the_cache(study, embeddings, tmp_path):
    embeddings.limit = 0
    with pytest.raises(RuntimeError, match="are more than 0"):
        open_index(study, embeddings, "m", tmp_path)
