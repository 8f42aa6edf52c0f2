"""A chat model's sentences as claims."""

import pytest

from assistant.answers import DraftClaim, Dropped
from assistant.generative.claims import claim_of
from assistant.generative.parsing import Written
from knowledge import load_study
from knowledge.study import SHIPPED

STUDY = load_study(SHIPPED)
PARTNERS, CHALLENGES, AOIP = (
    next(s for s in STUDY.sentences if word in s.text) for word in ("Prancis", "ego sektoral", "honest broker")
)
OFFERED = (PARTNERS, CHALLENGES, AOIP)
JAPAN = "Indonesia menjalin kemitraan dengan Jepang."


def claim(text, *numbers, language="id"):
    return claim_of(Written(text, numbers), OFFERED, STUDY, language)


def test_a_claim_cites_the_sentence_that_it_names():
    assert claim(JAPAN, 1) == DraftClaim(JAPAN, (PARTNERS.span,))


@pytest.mark.parametrize("numbers", [(), (2,), (99,), (0,), (3, 2)])
def test_missing_and_wrong_numbers_are_mended_by_what_proves_the_claim(numbers):
    assert claim(JAPAN, *numbers) == DraftClaim(JAPAN, (PARTNERS.span,))


def test_a_claim_cites_no_more_than_it_needs():
    assert claim(JAPAN, 1, 2, 3) == DraftClaim(JAPAN, (PARTNERS.span,))


def test_what_is_put_together_from_two_sentences_is_dropped_though_both_are_named():
    both = "Indonesia menjalin kemitraan dengan Jepang dan dapat memperkuat peran sebagai honest broker melalui AOIP."
    assert isinstance(claim(both, 1, 3), Dropped)


def test_a_name_for_a_pronoun_of_the_quote_is_cited_too():
    sentence = next(s for s in STUDY.sentences if s.text.startswith("Menurutnya"))
    text = (
        "Menurut Destianto, sinergi antarinstansi menjadi kunci dalam meningkatkan efektivitas diplomasi pertahanan nasional."
    )
    found = claim_of(Written(text, (1,)), [sentence], STUDY, "id")
    said, before = map(STUDY.quote, found.quotes)
    assert said == sentence.text
    assert before.startswith("Destianto")


def test_what_no_sentence_proves_is_dropped_with_the_reason_of_the_one_that_it_names():
    assert claim("Indonesia menjalin kemitraan dengan Jerman.", 1) == Dropped(
        "Indonesia menjalin kemitraan dengan Jerman.", "name not in the quotes: Jerman"
    )


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("Australia, Jepang, India, dan Prancis.", "id", "no whole sentence"),
        ("Australia, Japan, India and France.", "en", "no whole sentence"),
        ("Kemitraan Indonesia.", "id", "no whole sentence"),
        ("The taskap in Indonesia is a taskap in Indonesia.", "en", "says nothing of anything"),
        ("Tidak bisa dan tidak akan.", "id", "says nothing of anything"),
        ("Indonesia has partnerships with Japan.", "id", "in another language"),
        (JAPAN, "en", "in another language"),
        ("Ia menyoroti ego sektoral antarlembaga.", "id", "points back: ia"),
        ("It can strengthen the role as honest broker.", "en", "points back: it can"),
        ("Hal ini dapat memperkuat peran sebagai honest broker.", "id", "points back: hal ini"),
        ("Negara tersebut menjalin kemitraan dengan Indonesia.", "id", "points back: tersebut"),
        ("Indonesia menjalin kemitraan " + "dengan Jepang " * 40, "id", "too long for a sentence"),
    ],
)
def test_what_cannot_stand_alone_is_dropped(text, language, reason):
    assert claim(text, 1, language=language) == Dropped(text, reason)


@pytest.mark.parametrize(
    "text",
    [
        "Indonesia has partnerships with Australia, Japan, India and France.",
        "Through AOIP, Indonesia can strengthen its role as an honest broker.",
        "Destianto highlights the sectoral ego of domestic agencies, among other challenges.",
    ],
)
def test_whole_english_sentences_stand(text):
    assert isinstance(claim(text, language="en"), DraftClaim)


def test_this_study_is_whole():
    text = "This taskap also stresses the importance of AOIP."
    found = claim_of(Written(text, ()), STUDY.sentences, STUDY, "en")
    assert not isinstance(found, Dropped) or "points back" not in found.reason
