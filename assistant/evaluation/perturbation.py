"""Questions as hurried readers type them: slips of the finger and colloquial spelling, seeded.

The forms here are written down apart from the lexicon that the search uses to undo them, so that a measurement of
the loss does not only measure whether a table agrees with itself.
"""

from __future__ import annotations

import re
from random import Random
from typing import Literal, get_args

from knowledge.records import Language

Perturbation = Literal["typos", "colloquial"]
PERTURBATIONS: tuple[Perturbation, ...] = get_args(Perturbation)

_SHARE_MISSPELT = 0.25  # of the words with five letters or more; at least one a question
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {key: row[max(0, i - 1) : i] + row[i + 1 : i + 2] for row in _ROWS for i, key in enumerate(row)}

# Of each word the spellings that readers use in chats; one is drawn.
_COLLOQUIAL: dict[Language, dict[str, tuple[str, ...]]] = {
    "id": {
        "yang": ("yg",),
        "dengan": ("dgn", "sama"),
        "untuk": ("utk", "buat"),
        "tidak": ("gak", "ga", "nggak", "tdk"),
        "bagaimana": ("gimana", "gmn", "bgmn"),
        "bagaimanakah": ("gimana", "gmn"),
        "mengapa": ("kenapa", "knp"),
        "apakah": ("apa", "apaan"),
        "siapakah": ("siapa", "sapa"),
        "kapankah": ("kapan", "kpn"),
        "kapan": ("kpn",),
        "dimana": ("dmn", "di mana"),
        "dimanakah": ("dmn",),
        "berapa": ("brp",),
        "berapakah": ("brp", "berapa"),
        "adalah": ("itu", "adlh"),
        "dapat": ("bisa", "bs"),
        "sudah": ("udah", "udh", "sdh"),
        "belum": ("blm",),
        "saja": ("aja",),
        "juga": ("jg",),
        "menurut": ("mnurut", "menurut"),
        "mengenai": ("soal",),
        "karena": ("krn", "karna"),
        "tahun": ("thn",),
        "orang": ("org",),
        "jumlah": ("jml",),
        "antara": ("antr",),
        "terhadap": ("thd",),
        "kepada": ("kpd", "ke"),
        "dalam": ("dlm",),
        "pada": ("pd",),
        "dari": ("dr", "dari"),
        "atau": ("ato", "atw"),
        "seperti": ("kayak", "spt"),
        "hanya": ("cuma",),
        "sangat": ("banget",),
        "memiliki": ("punya",),
        "mempunyai": ("punya",),
        "membuat": ("bikin",),
        "dibuat": ("dibikin",),
        "mengatakan": ("bilang",),
        "berikut": ("brikut",),
        "pemerintah": ("pmerintah", "pemrintah"),
        "negara": ("negri", "ngr"),
        "pertama": ("prtama",),
        "besar": ("gede",),
        "terbesar": ("tergede", "paling gede"),
    },
    "en": {
        "you": ("u",),
        "your": ("ur",),
        "are": ("r", "are"),
        "please": ("pls", "plz"),
        "because": ("cuz", "bc"),
        "with": ("w/", "with"),
        "without": ("w/o",),
        "people": ("ppl",),
        "which": ("wich", "which"),
        "what": ("wat", "what"),
        "does": ("dose", "does"),
        "following": ("folowing",),
        "according": ("acording",),
        "government": ("goverment",),
        "through": ("thru",),
        "before": ("b4",),
        "something": ("smth",),
    },
}
_PARTICLES: dict[Language, tuple[str, ...]] = {"id": ("sih", "ya", "dong", "gan", ""), "en": ("plz", "tho", "")}
# mengambil -> ngambil, menulis -> nulis, menyebabkan -> nyebabkan, membeli -> beli; then -kan -> -in.
_ACTIVE = ((r"^meng(?=[aiueogk])", "ng"), (r"^meny(?=[aiueo])", "ny"), (r"^men(?=[aiueo])", "n"), (r"^mem(?=b)", ""))


def perturbed(question: str, language: Language, how: Perturbation, seed: int) -> str:
    """`question` as a hurried reader would type it; the same seed and question give the same string."""
    random = Random(f"{seed}:{how}:{question}")
    return _misspelt(question, random) if how == "typos" else _colloquial(question, language, random)


def _misspelt(question: str, random: Random) -> str:
    words = re.split(r"(\W+)", question)
    long = [i for i, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    for i in random.sample(long, min(len(long), max(1, round(_SHARE_MISSPELT * len(long))))):
        words[i] = _slip(words[i], random)
    return "".join(words)


def _slip(word: str, random: Random) -> str:
    """`word` with two letters swapped, one left out, one doubled or one replaced by the key beside it; never the first."""
    at = random.randrange(1, len(word) - 1)
    head, letter, tail = word[:at], word[at], word[at + 1 :]
    beside = random.choice(_BESIDE.get(letter.lower(), letter))
    return random.choice((head + tail[0] + letter + tail[1:], head + tail, head + letter * 2 + tail, head + beside + tail))


def _colloquial(question: str, language: Language, random: Random) -> str:
    said = []
    for word in question.lower().rstrip(" ?.!").split():
        spellings = _COLLOQUIAL[language].get(word)
        said.append(random.choice(spellings) if spellings else _loosened(word) if language == "id" else word)
    return " ".join([*said, random.choice(_PARTICLES[language])]).strip()


def _loosened(verb: str) -> str:
    """An Indonesian verb without its formal affixes; any other word as it is."""
    for formal, loose in _ACTIVE:
        if re.search(formal, verb) and len(verb) > 6:
            return re.sub(r"kan$", "in", re.sub(formal, loose, verb))
    return re.sub(r"kan$", "in", verb) if re.match(r"di\w{4,}kan$", verb) else verb
