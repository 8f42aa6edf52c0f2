"""Every sentence in the assistant's own voice, Indonesian and English side by side. Quotes are never here."""

from __future__ import annotations

from knowledge.language import lexicon
from knowledge.records import Language

_SAID: dict[str, dict[Language, str]] = {
    "yes": {"id": "Ya.", "en": "Yes."},
    "no": {"id": "Tidak.", "en": "No."},
    "count": {"id": "{count} disebut dalam naskah.", "en": "{count} are named in the study."},
    "not-a-question": {
        "id": "Itu bukan pertanyaan tentang naskah. Silakan tanyakan isi naskah, misalnya mitra, tantangan, atau langkah strategis.",
        "en": "That is not a question about the study. Please ask about its contents, such as partners, challenges or strategic steps.",
    },
    "outside-topic": {
        "id": "Naskah tidak membahas hal itu.",
        "en": "The study does not deal with that.",
    },
    "not-named": {
        "id": "Naskah tidak menyebut {about}.",
        "en": "The study does not mention {about}.",
    },
    "not-named:": {
        "id": "Naskah tidak menjawab pertanyaan itu.",
        "en": "The study does not answer that question.",
    },
    "detail-not-given": {
        "id": "Naskah tidak memberikan keterangan itu ({about}).",
        "en": "The study does not give that detail ({about}).",
    },
    "premise-not-in-study": {
        "id": "Naskah tidak menyatakan hal yang diandaikan pertanyaan itu ({about}).",
        "en": "The study does not state what the question takes for granted ({about}).",
    },
    "not-proven": {
        "id": "Tidak ada jawaban yang dapat dibuktikan dengan kutipan naskah.",
        "en": "No answer can be proven by a quotation from the study.",
    },
    "nearest": {"id": "Bagian naskah yang paling dekat:", "en": "The nearest passages of the study:"},
    "when": {"id": "kapan", "en": "when"},
    "where": {"id": "di mana", "en": "where"},
    "who": {"id": "siapa", "en": "who"},
    "why": {"id": "mengapa", "en": "why"},
    "count-of": {"id": "berapa", "en": "how many or how much"},
    "paragraph": {"id": "paragraf {number}", "en": "paragraph {number}"},
}


def say(key: str, language: Language, **values: object) -> str:
    """The sentence under `key` in `language`, its fields filled."""
    return _SAID[key][language].format(**values)


def refusal(language: Language, reason: str, about: str) -> str:
    """Why there is no answer; `about` is what the refusal is about, or empty."""
    key = f"{reason}:" if not about and f"{reason}:" in _SAID else reason
    return say(key, language, about=about).replace(" ()", "")


def opening(language: Language, verdict: str | None, count: int | None) -> str:
    """What stands before the claims: a verdict, a number, or nothing."""
    if verdict:
        return say(verdict, language)
    if count:
        words = {n: word for word, n in lexicon(language).numbers.items()}
        return say("count", language, count=words.get(count, str(count)).capitalize())
    return ""
