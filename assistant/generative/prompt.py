"""What a chat model is told; the words are data, in prompts.yaml, and only this file reads it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from assistant.answers import Answer, Dropped, Turn
from knowledge.language import clean
from knowledge.records import Language

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

# Brackets open our tags and mark our numbers, so no text of another may have them.
_WITHOUT_BRACKETS = str.maketrans("<>[]{}", "‹›()()")
_LONGEST_TURN = 600  # characters of an earlier answer that the model is shown


@cache
def _prompts() -> dict[str, Any]:
    import yaml

    text = resources.files("assistant").joinpath("generative", "prompts.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return found


def version() -> int:
    """The version of the prompts, for reports."""
    return int(_prompts()["version"])


def to_write(question: str, sentences: Sequence[tuple[str, str]], language: Language) -> list[BaseMessage]:
    """The messages that ask for an answer in `language` from `sentences`, which are numbered from 1.

    Each stands with what it says in other words, or nothing.
    """
    numbered = "\n".join(_line(number, *sentence) for number, sentence in enumerate(sentences, start=1))
    return _filled("write", language, sentences=numbered, question=as_data(question))


def _line(number: int, sentence: str, meant: str) -> str:
    return f"[{number}] {as_data(sentence)}" + (f" = {as_data(meant)}" if meant else "")


def to_repair(asked: Sequence[BaseMessage], dropped: Sequence[Dropped], language: Language) -> list[BaseMessage]:
    """`asked`, and after it what did not pass of the answer and why, to be written once more."""
    from langchain_core.messages import HumanMessage

    lines = "\n".join(f"- {as_data(sentence.text)} ({as_data(sentence.reason)})" for sentence in dropped)
    more = _prompts()["repair"][language].format(dropped=lines)
    # In the same message: some models refuse two of one role in a row, and the answer that failed is better not seen again.
    return [*asked[:-1], HumanMessage(f"{asked[-1].text}\n\n{more}")]


def to_stand_alone(question: str, history: Sequence[Turn], language: Language) -> list[BaseMessage]:
    """The messages that ask for `question` as it would be asked without `history`."""
    lines = []
    for turn in history:
        said = turn.answer if isinstance(turn.answer, str) else _said(turn.answer)
        lines.append(_prompts()["asked"][language].format(question=as_data(turn.question)))
        lines.append(_prompts()["answered"][language].format(answer=as_data(said)[:_LONGEST_TURN]))
    return _filled("standalone", language, turns="\n".join(lines), question=as_data(question))


def as_data(text: str) -> str:
    """`text` in one line, without brackets: it can neither close a tag of ours nor pass for one of our numbers."""
    return clean(text).translate(_WITHOUT_BRACKETS)


def _said(answer: Answer) -> str:
    return " ".join([claim.text for claim in answer.claims] or answer.refusals)


def _filled(name: str, language: Language, **fields: str) -> list[BaseMessage]:
    from langchain_core.prompts import ChatPromptTemplate

    words = _prompts()[name][language]
    return ChatPromptTemplate.from_messages([("system", words["system"]), ("human", words["human"])]).format_messages(**fields)
