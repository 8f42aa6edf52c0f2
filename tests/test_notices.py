from dataclasses import replace
from typing import get_args

import pytest

from assistant import Abstention, Answer, Citation, Claim
from assistant.answers import Dropped, Fault, Writing
from assistant.entailment.checks import CHECKS
from assistant.notices import notice, why
from assistant.verification import supports

NOTE = Answer("Apa?", "en", (Claim("The road is broken.", (1,), "note"),), (Citation(1, "Jalan rusak", 1, 0, 11),))
BOTH = replace(NOTE, claims=(*NOTE.claims, Claim("The road is bad.", (1,), "entailed")))
REFUSED = Answer("Apa?", "id", abstention=Abstention("not-proven"))


@pytest.mark.parametrize("fault", get_args(Fault))
def test_every_fault_is_told_in_a_sentence_of_its_own(fault):
    told = {notice(replace(NOTE, language=language, writing=Writing("qwen3", fault))) for language in ("id", "en")}
    others = {notice(replace(NOTE, writing=Writing("qwen3", other))) for other in get_args(Fault) if other != fault}
    assert len(told) == 2
    assert all(sentence.count(".") == 2 for sentence in told)
    assert not told & others


def test_without_a_fault_there_is_no_notice():
    assert notice(NOTE) == notice(replace(NOTE, writing=Writing("qwen3"))) == ""


def test_a_notice_does_not_deny_what_the_model_did_write():
    failed = Writing("qwen3", "no-server")
    assert notice(replace(NOTE, writing=failed)).endswith("This answer was put together without it.")
    assert notice(replace(BOTH, writing=failed)).endswith("A part of this answer was put together without it.")


@pytest.mark.parametrize(
    ("answer", "model"),
    [
        (NOTE, None),
        (REFUSED, None),
        (replace(REFUSED, writing=Writing("qwen3")), None),
        (replace(NOTE, writing=Writing("qwen3")), "qwen3"),
        (replace(NOTE, writing=Writing("qwen3", "unproven")), None),
        (replace(BOTH, writing=Writing("qwen3", "unproven")), "qwen3"),
    ],
)
def test_an_answer_is_written_by_the_model_whose_sentences_it_has(answer, model):
    assert answer.written_by == model


@pytest.mark.parametrize("check", [name for name, _ in CHECKS])
def test_every_check_of_the_gate_is_told_with_the_words_that_failed_it(check):
    told = why(Dropped("x", f"{check}: Japan, Rp. 85.000"), "en")
    assert told.endswith(": Japan, Rp. 85.000")
    assert told != why(Dropped("x", "?: Japan, Rp. 85.000"), "en")


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("name not in the quotes: Japan", "tidak ada dalam kutipan: Japan"),
        ("said of the quotes dropped: menyoroti", "menghilangkan yang dikatakan kutipan: menyoroti"),
        ("changed places: Jepang", "hubungannya lain dalam kutipan: Jepang"),
        ("true of another in the quotes: AOIP", "dalam kutipan tentang atau menurut pihak lain: AOIP"),
        ("points back: ia", "menunjuk ke luar kalimat itu sendiri: ia"),
        ("too long for a sentence", "bukan kalimat utuh"),
        ("no whole sentence", "bukan kalimat utuh"),
        ("in another language", "dalam bahasa lain"),
        ("beside the question", "tidak menjawab pertanyaan"),
        ("no quote", "tidak dibuktikan oleh kutipan"),
        ("{nothing} that we said: <b>", "tidak dibuktikan oleh kutipan"),
    ],
)
def test_why_a_sentence_stayed_out_is_told_in_the_readers_words(reason, told):
    assert why(Dropped("x", reason), "id") == told


def test_a_real_refusal_of_the_gate_is_told():
    verdict = supports("Jepang membeli kopi.", ["Jerman membeli kopi."])
    assert why(Dropped("Jepang membeli kopi.", verdict.reason), "en") == "not in the quotes: Jepang"
