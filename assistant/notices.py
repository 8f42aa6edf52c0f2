"""What readers are told of a chat model's part in an answer, and why a sentence of it stayed out."""

from __future__ import annotations

from assistant.answers import Answer, Dropped
from assistant.messages import say
from knowledge.records import Language

# How the reasons for which a sentence stays out end, before the words that they name, and what readers are told of them.
_TOLD = {
    " not in the quotes": "added",
    " of the quotes dropped": "omitted",
    "name said once in the quotes": "changed",
    "done, where the quotes only plan it": "changed",
    "compared otherwise in the quotes": "changed",
    "open list of the quotes closed": "changed",
    "bound of a number changed": "changed",
    "beside other words in the quotes": "changed",
    "changed places": "changed",
    "sides of a verb swapped": "changed",
    "cause and effect turned round": "changed",
    " of another in the quotes": "ascribed",
    " by another in the quotes": "ascribed",
    "about another in the quotes": "ascribed",
    "points back": "pointing",
    "too long for a sentence": "unfit",
    "no whole sentence": "unfit",
    "no words": "unfit",
    "says nothing of anything": "unfit",
    "in another language": "language",
    "beside the question": "beside",
    "no quote": "unproven",
}


def notice(answer: Answer) -> str:
    """Why the claims of `answer`, or some of them, are not the chat model's that was asked; empty where they all are."""
    if answer.writing is None or answer.writing.fault is None:
        return ""
    rest = "partly-without-model" if answer.written_by else "without-model"
    return f"{say(f'fault-{answer.writing.fault}', answer.language)} {say(rest, answer.language)}"


def why(dropped: Dropped, language: Language) -> str:
    """Why a sentence of a chat model stayed out, for readers; what is no reason of ours says least."""
    check, _, about = dropped.reason.partition(":")
    told = next((kind for ending, kind in _TOLD.items() if check.endswith(ending)), "unproven")
    return say(f"dropped-{told}", language, words=about.strip())
