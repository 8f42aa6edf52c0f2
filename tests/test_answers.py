from dataclasses import FrozenInstanceError

import pytest

from assistant import Abstention, Answer, Citation, Claim

CITED = (Citation(1, "tiga desa", 1, 0, 9), Citation(2, "dua jalan", 2, 20, 29))
VILLAGES = Claim("Ada tiga desa.", (1,), "quote")
ROADS = Claim("Ada dua jalan.", (1, 2), "note")


def answer(*claims, **more):
    return Answer("Ada apa?", more.pop("language", "id"), claims, CITED, **more)


def test_a_claim_without_citation_cannot_exist():
    with pytest.raises(ValueError, match=r"a claim needs a citation: 'Ada tiga desa\.'"):
        Claim("Ada tiga desa.", (), "quote")


@pytest.mark.parametrize(
    ("claims", "abstention"),
    [((), None), ((VILLAGES,), Abstention("outside-topic"))],
    ids=["neither", "both"],
)
def test_an_answer_has_claims_or_an_abstention_and_not_both(claims, abstention):
    with pytest.raises(ValueError, match="claims or an abstention, and not both"):
        answer(*claims, abstention=abstention)


@pytest.mark.parametrize("numbers", [(3,), (1, 3), (0,)])
def test_a_claim_cannot_name_a_citation_that_is_not_carried(numbers):
    with pytest.raises(ValueError, match="a citation that the answer does not carry"):
        answer(Claim("Ada tiga desa.", numbers, "quote"))


def test_an_answer_is_never_changed():
    with pytest.raises(FrozenInstanceError):
        answer(VILLAGES).language = "en"


def test_markers_stand_before_the_full_stop_of_each_claim():
    assert answer(VILLAGES, ROADS).text == "Ada tiga desa [1]. Ada dua jalan [1] [2]."


def test_a_claim_without_full_stop_ends_in_its_markers():
    assert answer(Claim("Apa kabar?", (2,), "quote")).text == "Apa kabar? [2]"


@pytest.mark.parametrize(
    ("more", "opening"),
    [
        ({}, ""),
        ({"verdict": "yes"}, "Ya."),
        ({"verdict": "no"}, "Tidak."),
        ({"count": 3}, "Tiga disebut dalam naskah."),
        ({"count": 99}, "99 disebut dalam naskah."),
        ({"verdict": "yes", "language": "en"}, "Yes."),
        ({"verdict": "no", "language": "en"}, "No."),
        ({"count": 3, "language": "en"}, "Three are named in the study."),
    ],
)
def test_an_answer_opens_with_its_verdict_or_count_in_its_language(more, opening):
    assert answer(VILLAGES, **more).opening == opening
    assert answer(VILLAGES, **more).text == f"{opening} Ada tiga desa [1].".strip()


def test_an_answer_with_claims_has_no_reason():
    assert (answer(VILLAGES).abstained, answer(VILLAGES).reason) == (False, None)


def test_an_abstention_says_why():
    refused = Answer("Apakah Jerman mitra?", "id", abstention=Abstention("not-named", "Jerman"))
    assert (refused.abstained, refused.reason) == (True, "not-named")
    assert refused.text == "Naskah tidak menyebut Jerman."


def test_what_is_not_known_is_said_after_the_claims_each_reason_once():
    when = Abstention("detail-not-given", "kapan")
    assert (
        answer(VILLAGES, unanswered=(when, when)).text == "Ada tiga desa [1]. Naskah tidak memberikan keterangan itu (kapan)."
    )


def test_an_occasion_is_said_instead_of_the_reason():
    greeted = Answer("Halo", "id", abstention=Abstention("not-a-question", occasion="greeting"))
    assert (greeted.reason, greeted.text) == ("not-a-question", "Halo! Silakan ajukan pertanyaan tentang naskah ini.")
