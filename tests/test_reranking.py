import asyncio

import pytest

from knowledge import ModelUnavailable, Retriever
from knowledge.reranking import Reranker


@pytest.fixture(scope="module")
def reranker(tiny_reranker):
    return Reranker(str(tiny_reranker))


def test_the_passages_come_in_the_order_of_the_model_with_its_scores(small, reranker):
    found = small.search("Kopi diekspor ke Jepang", k=4)
    reranked = reranker.rerank("Kopi diekspor ke Jepang", found)
    assert {hit.passage for hit in reranked} == {hit.passage for hit in found}
    assert [hit.score for hit in reranked] == sorted((hit.score for hit in reranked), reverse=True)
    assert all(0 <= hit.score <= 1 for hit in reranked)
    assert len({hit.score for hit in reranked}) > 1


def test_nothing_found_stays_nothing(reranker):
    assert reranker.rerank("kopi", []) == []


def test_a_retriever_with_a_reranker_searches_with_it(folder, tmp_path, embeddings, reranker):
    retriever = Retriever.open(folder, cache=tmp_path / "cache", embeddings=embeddings, reranker=reranker)
    bare = Retriever.open(folder, cache=tmp_path / "cache", embeddings=embeddings)
    question = "Kopi diekspor ke Jepang"
    assert retriever.search(question, k=2) == reranker.rerank(question, bare.search(question, k=4))[:2]
    assert (
        asyncio.run(retriever.as_langchain(k=1).ainvoke(question))[0].metadata["score"] == retriever.search(question)[0].score
    )


def test_the_setting_names_the_reranker(folder, tmp_path, embeddings, monkeypatch, tiny_reranker, reranker):
    monkeypatch.setenv("TANYA_RERANKER_MODEL", str(tiny_reranker))
    opened = Retriever.open(folder, cache=tmp_path / "cache", embeddings=embeddings)
    bare = Retriever.open(folder, cache=tmp_path / "cache", embeddings=embeddings, reranker=reranker)
    assert opened.search("hujan") == bare.search("hujan")


def test_a_model_that_is_not_there_or_not_whole_is_named(tmp_path, tiny_reranker):
    with pytest.raises(ModelUnavailable, match="set TANYA_RERANKER_MODEL"):
        Reranker("some/model-that-is-not-here")
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(ModelUnavailable, match=r"cannot be loaded .*set TANYA_RERANKER_MODEL"):
        Reranker(str(tmp_path))
