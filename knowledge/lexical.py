"""Lexical search: BM25 (bm25s, arXiv:2407.03618) over Snowball stems."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knowledge.language import either, standardise, stem
from knowledge.records import Language


class LexicalIndex:
    """BM25 over the index entries, in one folder that is written once."""

    def __init__(self, folder: Path, language: Language) -> None:
        import bm25s

        self._language = language
        self._ids: list[str] = json.loads((folder / "ids.json").read_text("utf-8"))
        self._bm25: Any = bm25s.BM25.load(folder, mmap=True, show_progress=False)

    @classmethod
    def build(cls, folder: Path, language: Language, ids: Sequence[str], texts: Sequence[str]) -> None:
        """Store `texts` under `ids`."""
        import bm25s

        bm25 = bm25s.BM25()
        bm25.index([tokens(text, language) or [""] for text in texts], show_progress=False)
        bm25.save(folder, show_progress=False)
        (folder / "ids.json").write_text(json.dumps(list(ids)), "utf-8")

    def search(self, query: str, k: int) -> dict[str, float]:
        """The `k` best entries by id with their BM25 score: above 0, higher is better; others do not appear."""
        wanted = [t for t in dict.fromkeys(tokens(query, self._language)) if t in self._bm25.vocab_dict]
        if not wanted:
            return {}
        scores = self._bm25.get_scores(wanted)
        best = scores.argsort(kind="stable")[::-1][:k]
        return {self._ids[i]: float(scores[i]) for i in best if scores[i] > 0}


def tokens(text: str, language: Language) -> list[str]:
    """The stems of `text` that are searched: function words of both languages left out."""
    skipped = either("function")
    return [stem(word, language) for word in standardise(text) if word not in skipped]
