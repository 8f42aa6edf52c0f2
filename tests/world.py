"""A small world for the tests: a study of twelve sentences, and an embedding that hashes words."""

from __future__ import annotations

import re
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from assistant import Abstention, Answer, Assistant, Citation, Claim, Turn
from assistant.exchange import Exchange
from knowledge import Span, Study
from knowledge.language import either, forms, words
from knowledge.records import Language

TEXT = """\
# Koperasi Kopi Gayo

Koperasi Kopi Gayo berdiri pada 1998. Ketuanya Dr. Rahmah Ismail. Anggotanya 2.300 petani dari 12 desa.

Para petani memetik buah kopi pada Maret dan Oktober. Biji dijemur selama 14 hari. Setelah itu, biji disortir dengan tangan.

Koperasi mengekspor kopi ke Jepang, Jerman, dan Kanada. Harga rata-rata Rp. 85.000 per kilogram. Jepang membeli separuh panen.

Koperasi menghadapi hujan yang tidak menentu dan jalan rusak. Jalan rusak menaikkan biaya angkut 20 persen. Karena itu,
koperasi membangun gudang di tepi jalan raya.
"""
NOTES = """\
- id: markets
  topic: partners
  voice: author
  statement: {id: "Kopi diekspor ke tiga negara.", en: "The coffee is exported to three countries."}
  quotes: ["Koperasi mengekspor kopi ke Jepang, Jerman, dan Kanada."]
  terms: [pasar, pembeli, buyers]
  items: [markets.japan]
- id: markets.japan
  statement: {id: "Jepang membeli separuh panen.", en: "Japan buys half the harvest."}
  quotes: ["Jepang membeli separuh panen", {quote: "Jepang, Jerman", paragraph: 3}]
- id: warehouse
  statement: {id: "Koperasi membangun gudang.", en: "The cooperative builds a warehouse."}
  quotes: ["koperasi membangun gudang"]
"""


def cited(study: Study, quote: str, number: int = 1) -> Citation:
    """The citation of the first place of `quote`."""
    start = study.text.index(quote)
    span = Span(start, start + len(quote))
    return Citation(number, quote, study.paragraph_of(span), span.start, span.end)


def stating(study: Study, question: str, note: str, language: Language = "id", **more: Any) -> Answer:
    """The answer to `question` that states the note `note` of `study`."""
    found = next(n for n in study.notes if n.id == note)
    citations = tuple(cited(study, study.quote(span), at) for at, span in enumerate(found.proof, start=1))
    claim = Claim(found.statement[language], tuple(c.number for c in citations), "note")
    return Answer(question, language, (claim,), citations, **more)


def talk(study: Study) -> list[Exchange]:
    """A conversation about the small study that has everything a conversation can have."""
    where = "Ke mana kopi diekspor?"
    sentence = study.sentences[-1]
    answers = {
        where: stating(study, where, "markets", count=3),
        "japan?": stating(study, "Does Japan buy coffee?", "markets.japan", "en", verdict="yes"),
        "Dan siapa pembelinya, sejak kapan?": stating(
            study,
            "Siapa pembelinya, sejak kapan?",
            "markets",
            unanswered=(Abstention("detail-not-given", "kapan"),),
            nearest=study.sentences[:1],
        ),
        "Mengapa ada gudang?": Answer(
            "Mengapa ada gudang?",
            "id",
            (Claim(sentence.text, (1,), "quote"),),
            (Citation(1, sentence.text, sentence.paragraph, sentence.start, sentence.end),),
            confidence=0.9,
        ),
        "Apakah ada *jembatan*?": Answer(
            "Apakah ada *jembatan*?", "id", abstention=Abstention("not-named", "jembatan"), nearest=study.sentences[-2:]
        ),
        "halo": Answer("halo", "id", abstention=Abstention("not-a-question", occasion="greeting")),
        "": Answer("", "id", abstention=Abstention("not-a-question")),
    }
    began = datetime(2026, 3, 4, 23, 58, 7, 999, tzinfo=UTC)
    return [Exchange(asked, answer, began + timedelta(minutes=at)) for at, (asked, answer) in enumerate(answers.items())]


def said_without_proof(answer: Answer, study: Study) -> Iterator[str]:
    """Words of the claims of `answer` that stand neither in a quote of theirs nor in a note about it, in any form.

    Told without the gate, and stricter: a word that only means the same counts; words that say nothing do not.
    """
    light = either("function") | either("auxiliary") | either("copula")
    for claim in answer.claims:
        spans = [Span(c.start, c.end) for c in answer.citations if c.number in claim.citations]
        about = [note for note in study.notes if any(s.overlaps(quote) for s in spans for quote in note.quotes)]
        texts = [study.quote(span) for span in spans] + [text for note in about for text in note.statement.values()]
        known = {form for text in texts for word in words(text) for form in forms(word)}
        yield from (word for word in words(claim.text) if word not in light and not forms(word) & known)


def answer_slowly(seconds: float = 2) -> None:
    """Let every assistant of this process take its time before each sentence."""
    quick = Assistant.stream

    def slowly(self: Assistant, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        for answer in quick(self, question, history):
            time.sleep(seconds)
            yield answer

    Assistant.stream = slowly  # type: ignore[method-assign]


class HashingEmbeddings(Embeddings):
    """Counts words in 256 buckets, unit length: two texts of n and m different words share c/sqrt(n*m)."""

    def __init__(self) -> None:
        self.name = "hashing-256"
        self.embedded = 0  # documents so far
        self.limit: int | None = None  # refuse to embed more documents than this

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded += len(texts)
        if self.limit is not None and self.embedded > self.limit:
            raise RuntimeError(f"{self.embedded} documents are more than {self.limit}")
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        counts = Counter(zlib.crc32(word.encode()) % 256 for word in re.findall(r"\w+", text.lower()) or [""])
        length = sum(n * n for n in counts.values()) ** 0.5
        return [counts[bucket] / length for bucket in range(256)]


class ScriptedModel(BaseChatModel):
    """A chat model that says what stands in its script, word by word, one reply a call and the last one for good.

    A reply is a text, or a list of pieces; an exception among the pieces, or for a reply, is raised when its turn comes.
    Instead of a list the script may be a function from the messages to a reply.
    """

    script: Any
    ends: bool = True  # tells at the end why it ended, and what it cost: 10 tokens in, one a piece out
    pause: float = 0.0  # seconds before each piece
    heard: list[list[BaseMessage]] = []  # noqa: RUF012 - pydantic copies it for each model
    pieces: int = 0  # given so far

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def get_name(self, *_: Any, **__: Any) -> str:
        return "scripted"

    def _generate(self, *_: Any, **__: Any) -> ChatResult:
        raise NotImplementedError("a writer streams")

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        self.heard.append(messages)
        reply = self.script(messages) if callable(self.script) else self.script[min(len(self.heard), len(self.script)) - 1]
        given = re.findall(r"\s*\S+|\s+$", reply) if isinstance(reply, str) else reply if isinstance(reply, list) else [reply]
        for piece in given:
            time.sleep(self.pause)
            if isinstance(piece, Exception):
                raise piece
            self.pieces += 1
            yield ChatGenerationChunk(message=AIMessageChunk(piece))
        if self.ends:
            usage = {"input_tokens": 10, "output_tokens": len(given), "total_tokens": 10 + len(given)}
            last = AIMessageChunk("", response_metadata={"finish_reason": "stop"}, usage_metadata=usage)
            yield ChatGenerationChunk(message=last)
