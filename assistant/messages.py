"""Every sentence in the assistant's own voice, Indonesian and English side by side. Quotes are never here."""

from __future__ import annotations

from knowledge.language import lexicon
from knowledge.records import Language

_SAID: dict[str, dict[Language, str]] = {
    "yes": {"id": "Ya.", "en": "Yes."},
    "no": {"id": "Tidak.", "en": "No."},
    "count": {"id": "{count} disebut dalam naskah.", "en": "{count} are named in the study."},
    "not-a-question": {
        "id": "Itu belum menjadi pertanyaan tentang isi naskah. Sebutkan hal yang ingin diketahui dari naskah.",
        "en": "That is not yet a question about the study. Name the thing that you would like to know from it.",
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
    "greeting": {
        "id": "Halo! Silakan ajukan pertanyaan tentang naskah ini.",
        "en": "Hello! Please ask a question about the study.",
    },
    "thanks": {
        "id": "Sama-sama! Silakan bertanya lagi tentang naskah ini.",
        "en": "You are welcome! Feel free to ask more about the study.",
    },
    "farewell": {
        "id": "Sampai jumpa! Silakan kembali bila ada pertanyaan tentang naskah ini.",
        "en": "Goodbye! Come back whenever you have a question about the study.",
    },
    "assent": {
        "id": "Baik. Apa lagi yang ingin diketahui dari naskah ini?",
        "en": "All right. What else would you like to know from the study?",
    },
    "identity": {
        "id": "Saya asisten tanya jawab: saya menjawab pertanyaan dari naskah ini saja dan menunjukkan kutipan yang "
        "membuktikan setiap kalimat. Apa yang ingin diketahui?",
        "en": "I am a question-answering assistant: I answer from this study only and show the quotation that proves every "
        "sentence. What would you like to know?",
    },
    "help": {
        "id": "Saya menjawab pertanyaan tentang naskah ini dalam bahasa Indonesia atau Inggris, dengan kutipan persis untuk "
        "setiap kalimat. Yang tidak ada di naskah tidak saya jawab. Apa yang ingin diketahui?",
        "en": "I answer questions about the study in English or Indonesian, with an exact quotation for every sentence. "
        "What the study does not say, I do not answer. What would you like to know?",
    },
    "nothing-said": {
        "id": "Belum ada jawaban sebelumnya dalam percakapan ini. Silakan ajukan pertanyaan tentang naskah terlebih dahulu.",
        "en": "There is no earlier answer in this conversation yet. Please ask a question about the study first.",
    },
    "nothing-more": {
        "id": "Naskah tidak mengatakan lebih banyak tentang hal itu.",
        "en": "The study says no more about that.",
    },
    "too-long": {
        "id": "Pertanyaan itu terlalu panjang. Ajukan dengan lebih singkat.",
        "en": "That question is too long. Please ask it in fewer words.",
    },
    "nearest": {"id": "Bagian naskah yang paling dekat:", "en": "The nearest passages of the study:"},
    "when": {"id": "kapan", "en": "when"},
    "where": {"id": "di mana", "en": "where"},
    "who": {"id": "siapa", "en": "who"},
    "why": {"id": "mengapa", "en": "why"},
    "count-of": {"id": "berapa", "en": "how many or how much"},
    "definition": {"id": "definisi", "en": "a definition"},
    "acronym": {"id": "kepanjangan", "en": "what it stands for"},
    "show": {"id": "Lihat di naskah", "en": "Show in the study"},
    "title": {"id": "Tanya naskah", "en": "Ask the study"},
    "intro": {
        "id": "Setiap kalimat jawaban menunjuk kutipan persis dari naskah. Yang tidak ada di naskah tidak dijawab.",
        "en": "Every sentence of an answer points at an exact quotation. What the study does not say is not answered.",
    },
    "conversation": {"id": "Percakapan", "en": "Conversation"},
    "study": {"id": "Naskah", "en": "The study"},
    "question": {"id": "Pertanyaan", "en": "Question"},
    "question-hint": {
        "id": "Tulis pertanyaan dalam bahasa Indonesia atau Inggris",
        "en": "Type a question in English or Indonesian",
    },
    "send": {"id": "Tanya", "en": "Ask"},
    "clear": {"id": "Percakapan baru", "en": "New conversation"},
    "examples": {"id": "Contoh pertanyaan", "en": "Example questions"},
    "language": {"id": "Bahasa antarmuka", "en": "Interface language"},
    "loading": {
        "id": "Model sedang dimuat; naskah sudah bisa dibaca dan pertanyaan sudah bisa dikirim.",
        "en": "The model is loading; the study can be read and questions can be sent already.",
    },
    "partners": {"id": "Mitra", "en": "Partners"},
    "cooperation": {"id": "Kerja sama", "en": "Cooperation"},
    "purpose": {"id": "Tujuan", "en": "Purpose"},
    "asta-gatra": {"id": "Asta Gatra", "en": "Asta Gatra"},
    "challenges": {"id": "Tantangan", "en": "Challenges"},
    "success-factors": {"id": "Kunci keberhasilan", "en": "Keys to success"},
    "steps": {"id": "Langkah strategis", "en": "Strategic steps"},
    "aoip": {"id": "AOIP", "en": "AOIP"},
    "paragraph": {"id": "paragraf {number}", "en": "paragraph {number}"},
}


def say(key: str, language: Language, **values: object) -> str:
    """The sentence under `key` in `language`, its fields filled."""
    return _SAID[key][language].format(**values)


def knows(key: str) -> bool:
    """Whether there is a sentence under `key`."""
    return key in _SAID


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
