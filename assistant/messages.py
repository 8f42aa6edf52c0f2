"""What the assistant says in its own voice; the sentences are data, in messages.yaml, and only this file reads it."""

from __future__ import annotations

from functools import cache
from importlib import resources

from knowledge.language import lexicon
from knowledge.records import Language


@cache
def messages() -> dict[str, dict[Language, str]]:
    """Every sentence by its key, in both languages."""
    import yaml

    text = resources.files("assistant").joinpath("messages.yaml").read_text("utf-8")
    said: dict[str, dict[Language, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return said


def say(key: str, language: Language, **values: object) -> str:
    """The sentence under `key` in `language`, its fields filled."""
    return messages()[key][language].format(**values)


def knows(key: str) -> bool:
    """Whether there is a sentence under `key`."""
    return key in messages()


def topic_name(topic: str, language: Language) -> str:
    """The heading of a topic of a study: ours in `language`, or the name that its notes give it."""
    return say(topic, language) if knows(topic) else topic


def refusal(language: Language, reason: str, about: str) -> str:
    """Why there is no answer; `about` is what the refusal is about, or empty."""
    key = f"{reason}:" if not about and f"{reason}:" in messages() else reason
    return say(key, language, about=about).replace(" ()", "")


def opening(language: Language, verdict: str | None, count: int | None) -> str:
    """What stands before the claims: a verdict, a number, or nothing."""
    if verdict:
        return say(verdict, language)
    if count:
        words = {n: word for word, n in lexicon(language).numbers.items()}
        return say("count", language, count=words.get(count, str(count)).capitalize())
    return ""
