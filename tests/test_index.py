import gc
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from knowledge import IndexUnavailable, Retriever, load_study
from knowledge.index import _facts as index_facts
from knowledge.index import ensure_index, entries, fingerprint, open_index

MODEL = "hashing-256"
LONG = "\n\n".join(f"Petani nomor {n} memetik kopi di desa {n * 7}." for n in range(200))
# Embeds slowly, so that there is time to kill it, and counts what it embeds in a file.
SLOW_BUILD = """
import sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
from world import HashingEmbeddings
from knowledge import load_study
from knowledge.index import ensure_index

class Slow(HashingEmbeddings):
    def embed_documents(self, texts):
        vectors = super().embed_documents(texts)
        time.sleep({pause})
        with open({count!r}, "a") as file:
            file.write("x" * len(texts))
        return vectors

ensure_index(load_study({folder!r}), Slow(), "hashing-256", Path({cache!r}))
print("built")
"""


def numbers(index, embeddings, query="kopi", k=10):
    return index.dense.search(np.array(embeddings.embed_query(query)), min(k, len(index.entries)))[0].tolist()


def folders(cache):
    return sorted(p.name for p in (cache / "indexes").iterdir() if p.is_dir())


def test_every_passage_and_every_note_in_both_languages_is_indexed(study):
    found = entries(study)
    assert [entry.note and entry.note.id for entry in found] == [
        *[None] * 4,
        *("markets", "markets", "markets.japan", "markets.japan", "warehouse", "warehouse"),
    ]
    assert [entry.dense for entry in found[:4]] == [entry.passage.text for entry in found[:4]]


def test_a_note_leads_to_the_passage_that_holds_its_first_quote(study):
    entry = next(e for e in entries(study) if e.dense == "The coffee is exported to three countries.")
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
    assert numbers(again, embeddings) == numbers(first, embeddings)
    assert again.lexical.scores("kopi").tolist() == first.lexical.scores("kopi").tolist()


@pytest.mark.parametrize("paragraphs", [1, 4, 200, 1200])
def test_processes_that_open_an_index_do_not_change_it(write_study, tmp_path, paragraphs):
    folder = write_study("\n\n".join(f"Kopi dari desa {n}." for n in range(paragraphs)))
    embeddings = DeterministicFakeEmbedding(size=8)
    name = "DeterministicFakeEmbedding"
    manifest = ensure_index(load_study(folder), embeddings, name, tmp_path).folder / "manifest.json"
    first = manifest.stat().st_ino
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        list(pool.map(found_by_a_process, [folder] * 4, [tmp_path] * 4))
    assert manifest.stat().st_ino == first


def test_an_unchanged_index_is_ensured_without_a_model(study, embeddings, tmp_path):
    open_index(study, embeddings, MODEL, tmp_path)
    assert ensure_index(study, None, MODEL, tmp_path).facts["entries"] == 10


def test_changing_one_paragraph_embeds_only_what_changed(write_study, embeddings, tmp_path):
    ensure_index(load_study(write_study(LONG)), embeddings, MODEL, tmp_path)
    ensure_index(load_study(write_study(LONG.replace("nomor 7 ", "nomor tujuh "))), embeddings, MODEL, tmp_path)
    assert embeddings.embedded == 200 + 1


def test_the_index_of_an_earlier_state_is_removed_unless_it_is_in_use(write_study, embeddings, tmp_path):
    first = open_index(load_study(write_study(LONG)), embeddings, MODEL, tmp_path)
    second = open_index(load_study(write_study(LONG + "\n\nAkhir.")), embeddings, MODEL, tmp_path)
    assert folders(tmp_path) == sorted([first.folder.name, second.folder.name])
    assert len(numbers(first, embeddings)) == 10
    del first
    gc.collect()
    third = open_index(load_study(write_study(LONG + "\n\nTamat.")), embeddings, MODEL, tmp_path)
    assert folders(tmp_path) == sorted([second.folder.name, third.folder.name])


def test_an_index_that_nobody_opened_for_long_is_removed(study, embeddings, tmp_path):
    old = ensure_index(study, embeddings, "an earlier model", tmp_path).folder
    gc.collect()
    os.utime(old / "manifest.json", (0, 0))
    kept = ensure_index(study, embeddings, MODEL, tmp_path)
    assert folders(tmp_path) == [kept.folder.name]


def test_the_index_of_a_study_that_is_gone_is_removed(study, embeddings, tmp_path):
    other = replace(study, id="other", notes=(), folder=tmp_path / "gone")
    ensure_index(other, embeddings, MODEL, tmp_path / "cache")
    gc.collect()
    kept = ensure_index(study, embeddings, MODEL, tmp_path / "cache")
    assert folders(tmp_path / "cache") == [kept.folder.name]


# -------------------------------------------------------------------------------------------- killed and disturbed


def started(script):
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def test_a_killed_build_leaves_no_index_and_goes_on_without_embedding_twice(write_study, tmp_path, embeddings):
    folder, cache, count = write_study(LONG), tmp_path / "cache", tmp_path / "count"
    script = {"tests": str(Path(__file__).parent), "count": str(count), "folder": str(folder), "cache": str(cache)}
    killed = started(SLOW_BUILD.format(pause=1, **script))
    deadline = time.monotonic() + 60
    while not (count.exists() and count.stat().st_size >= 64) and time.monotonic() < deadline:
        time.sleep(0.05)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait(timeout=30) == -signal.SIGKILL
    before = count.stat().st_size
    assert 64 <= before < 200
    assert [name for name in folders(cache) if "." not in name] == []

    time.sleep(0.1)
    done = started(SLOW_BUILD.format(pause=0, **script))
    assert done.communicate(timeout=60)[0] == "built\n"
    # What was embedded as the kill came, one batch at most, may not have been kept.
    assert 200 <= count.stat().st_size <= 200 + 64
    assert len(folders(cache)) == 1
    assert len(open_index(load_study(folder), embeddings, MODEL, cache).entries) == 200
    assert embeddings.embedded == 0


def test_a_build_that_is_killed_leaves_the_old_index(write_study, tmp_path, embeddings):
    cache, count = tmp_path / "cache", tmp_path / "count"
    old = load_study(write_study(LONG))
    ensure_index(old, embeddings, MODEL, cache)
    gc.collect()
    folder = write_study(LONG.replace("kopi", "teh"))
    script = {"tests": str(Path(__file__).parent), "count": str(count), "folder": str(folder), "cache": str(cache)}
    killed = started(SLOW_BUILD.format(pause=1, **script))
    while not count.exists():
        time.sleep(0.05)
    killed.kill()
    killed.wait(timeout=30)
    assert len(numbers(open_index(old, embeddings, MODEL, cache), embeddings)) == 10
    assert embeddings.embedded == 200


def found_by_a_process(folder, cache):
    embeddings = DeterministicFakeEmbedding(size=8)
    retriever = Retriever.open(folder, cache=cache, embeddings=embeddings)
    return [[(hit.passage.start, round(hit.score, 6)) for hit in retriever.search(f"petani {n}")] for n in range(40)]


def test_three_processes_that_build_and_read_at_once_find_the_same(write_study, tmp_path):
    folder = write_study(LONG)
    with ProcessPoolExecutor(3, get_context("spawn")) as pool:
        found = list(pool.map(found_by_a_process, [folder] * 3, [tmp_path] * 3))
        again = list(pool.map(found_by_a_process, [folder] * 3, [tmp_path] * 3))
    assert all(one == found[0] for one in [*found, *again])
    assert len(folders(tmp_path)) == 1


def test_threads_that_open_at_once_all_find_the_index(study, embeddings, tmp_path):
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: open_index(study, embeddings, "m", tmp_path), range(8)))
    assert {len(numbers(index, embeddings, k=3)) for index in opened} == {3}


@pytest.mark.parametrize("part", [0, 0.5])
def test_an_index_with_any_file_truncated_is_built_anew(write_study, tmp_path, part):
    # More entries than Chroma keeps in its log, so that the graph is on disk.
    study = load_study(write_study("\n\n".join(f"Kopi dari desa {n}." for n in range(1200))))
    embeddings = DeterministicFakeEmbedding(size=64)
    index = open_index(study, embeddings, MODEL, tmp_path)
    folder = index.folder
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert len(names) > 8
    del index
    gc.collect()
    for name in names:
        # The folders of the graph have names of their own in every build.
        path = next(folder.rglob(Path(name).name))
        os.truncate(path, int(path.stat().st_size * part))
        mended = open_index(study, embeddings, MODEL, tmp_path)
        assert [numbers(mended, embeddings, f"Kopi dari desa {n}.", k=1) for n in (0, 77, 1199)] == [[0], [77], [1199]]
        assert mended.lexical.scores("desa 77").argmax() == 77
        del mended
        gc.collect()


# --------------------------------------------------------------------------------------------------------- refused


def test_an_index_that_fails_midway_leaves_nothing_and_can_be_built_later(write_study, embeddings, tmp_path):
    study = load_study(write_study(LONG))
    embeddings.limit = 150
    with pytest.raises(RuntimeError, match="192 documents are more than 150"):
        open_index(study, embeddings, MODEL, tmp_path)
    assert folders(tmp_path) == []
    embeddings.limit = None
    assert len(open_index(study, embeddings, MODEL, tmp_path).entries) == 200


def test_another_model_has_an_index_of_its_own(study, embeddings, tmp_path):
    one = open_index(study, embeddings, MODEL, tmp_path)
    other = open_index(study, embeddings, "other-model", tmp_path)
    assert one.folder != other.folder
    assert embeddings.embedded == 20
    assert folders(tmp_path) == sorted([one.folder.name, other.folder.name])


def test_a_model_of_other_dimensions_under_the_same_name_is_refused_until_rebuilt(study, embeddings, tmp_path):
    ensure_index(study, embeddings, MODEL, tmp_path)
    gc.collect()
    other = DeterministicFakeEmbedding(size=8)
    with pytest.raises(IndexUnavailable, match=r"has dimensions 256, not 8; run `tanya index --rebuild --study .*kopi-gayo`"):
        open_index(study, other, MODEL, tmp_path)
    gc.collect()
    ensure_index(study, other, MODEL, tmp_path, rebuild=True)
    assert len(numbers(open_index(study, other, MODEL, tmp_path), other)) == 10


def test_new_vectors_of_other_dimensions_are_refused_until_rebuilt(write_study, embeddings, tmp_path):
    ensure_index(load_study(write_study(LONG)), embeddings, MODEL, tmp_path)
    study = load_study(write_study(LONG + "\n\nAkhir."))
    with pytest.raises(IndexUnavailable, match=r"vectors of 256 and of 8 dimensions.*`tanya index --rebuild`"):
        ensure_index(study, DeterministicFakeEmbedding(size=8), MODEL, tmp_path)
    assert ensure_index(study, DeterministicFakeEmbedding(size=8), MODEL, tmp_path, rebuild=True).facts["dimensions"] == 8


@pytest.mark.parametrize(("fact", "value"), [("model", "other"), ("format", 1), ("libraries", {"chromadb": "0.1"})])
def test_an_index_of_another_model_or_version_is_refused(study, embeddings, tmp_path, monkeypatch, fact, value):
    facts = index_facts(study, MODEL)
    monkeypatch.setattr("knowledge.index._facts", lambda study, model: {**facts, fact: value})
    monkeypatch.setattr("knowledge.index.fingerprint", lambda study, model: "a" * 20)
    ensure_index(study, embeddings, MODEL, tmp_path)
    gc.collect()
    monkeypatch.setattr("knowledge.index._facts", lambda study, model: facts)
    with pytest.raises(IndexUnavailable, match=rf"has {fact} .* run `tanya index --rebuild --study .*kopi-gayo`"):
        open_index(study, embeddings, MODEL, tmp_path)
    ensure_index(study, embeddings, MODEL, tmp_path, rebuild=True)
    assert open_index(study, embeddings, MODEL, tmp_path).held.facts[fact] != value


def test_a_cache_that_cannot_be_written_is_named_with_the_setting_that_moves_it(study, embeddings, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(IndexUnavailable, match=r"file cannot be written .* set TANYA_CACHE_DIR"):
        open_index(study, embeddings, MODEL, tmp_path / "file")


def test_a_fault_of_the_embedding_is_not_blamed_on_the_cache(study, embeddings, tmp_path):
    embeddings.limit = 0
    with pytest.raises(RuntimeError, match="are more than 0"):
        open_index(study, embeddings, "m", tmp_path)


@pytest.mark.parametrize("text", ["Kopi.", "# Judul\n\nKopi"])
def test_a_study_of_one_sentence_can_be_searched(write_study, embeddings, tmp_path, text):
    retriever = Retriever.open(write_study(text), cache=tmp_path / "cache", embeddings=embeddings)
    for question in ("Apa itu kopi?", "hujan"):
        assert [hit.passage.text for hit in retriever.search(question)] == [text.split("\n")[-1]]
