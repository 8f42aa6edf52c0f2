import asyncio

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda, RunnablePassthrough

QUESTION = "Kopi diekspor ke Jepang"


@pytest.fixture
def langchain(small):
    return small.as_langchain(k=2)


def test_it_is_a_langchain_retriever_of_documents(langchain):
    assert isinstance(langchain, BaseRetriever)
    assert [type(document) for document in langchain.invoke(QUESTION)] == [Document, Document]


def test_documents_are_the_passages_of_the_search_with_their_provenance(small, langchain):
    for document, hit in zip(langchain.invoke(QUESTION), small.search(QUESTION, k=2), strict=True):
        assert document.page_content == hit.passage.text
        assert document.metadata == {
            "study": "kopi-gayo",
            "paragraph": hit.passage.paragraph,
            "start": hit.passage.start,
            "end": hit.passage.end,
            "score": hit.score,
            "note": hit.note.id if hit.note else None,
        }


def test_a_note_stands_in_the_metadata_as_its_id(langchain):
    assert langchain.invoke("The cooperative builds a warehouse.")[0].metadata["note"] == "warehouse"


def test_asynchronous_and_batched_calls_return_the_same(langchain):
    expected = langchain.invoke(QUESTION)
    assert asyncio.run(langchain.ainvoke(QUESTION)) == expected
    assert asyncio.run(langchain.abatch([QUESTION, QUESTION])) == [expected, expected]
    assert langchain.batch([QUESTION, "hujan"]) == [expected, langchain.invoke("hujan")]


def test_it_is_a_link_in_a_chain(langchain):
    def cite(given):
        return f"{given['question']} [{given['found'][0].metadata['paragraph']}]"

    chain = {"question": RunnablePassthrough(), "found": langchain} | RunnableLambda(cite)
    assert chain.invoke(QUESTION) == f"{QUESTION} [3]"
    assert asyncio.run(chain.ainvoke(QUESTION)) == f"{QUESTION} [3]"


def test_five_passages_are_the_default(small):
    assert small.as_langchain().k == 5
