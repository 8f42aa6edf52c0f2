from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.entailment.quantities import quantities


def read(text, language):
    return [(q.value, q.kind) for q in quantities(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "value", "kind"),
    [
        ("2.300 petani", "id", 2300, "cardinal"),
        ("2,300 farmers", "en", 2300, "cardinal"),
        ("5,2 persen", "id", Fraction(52, 10), "percent"),
        ("5.2 percent", "en", Fraction(52, 10), "percent"),
        ("20%", "id", 20, "percent"),
        ("tiga puluh delapan kapal", "id", 38, "cardinal"),
        ("thirty-eight ships", "en", 38, "cardinal"),
        ("seribu dua ratus orang", "id", 1200, "cardinal"),
        ("twelve thousand three hundred and forty-five", "en", 12345, "cardinal"),
        ("Rp 3,5 miliar", "id", 3_500_000_000, "cardinal"),
        ("two and a half", "en", 2, "cardinal"),
        ("langkah ketiga", "id", 3, "ordinal"),
        ("abad ke-19", "id", 19, "ordinal"),
        ("the 19th century", "en", 19, "ordinal"),
        ("Perang Dunia II", "id", 2, "ordinal"),
        ("dua pertiga warga", "id", Fraction(2, 3), "cardinal"),
        ("two thirds of them", "en", Fraction(2, 3), "cardinal"),
        ("separuh panen", "id", Fraction(1, 2), "cardinal"),
    ],
)
def test_a_number_is_read_in_digits_and_words(text, language, value, kind):
    assert read(text, language)[0] == (value, kind)


def test_numbers_that_a_comma_parts_are_two():
    assert [value for value, _ in read("dua ratus, dua juta", "id")] == [200, 2_000_000]


def test_a_run_of_digits_that_nobody_writes_is_no_number():
    assert read("9" * 5000, "id") == []


def test_a_pronoun_or_an_initial_is_no_roman_number():
    assert read("I met V. Smith", "en") == []


@given(st.text(max_size=60), st.sampled_from(["id", "en"]))
def test_whatever_the_text_its_numbers_stand_in_it_in_order(text, language):
    found = quantities(text, language)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.integers(0, 999_999))
def test_a_number_spelled_out_is_the_number(number):
    from num2words import num2words

    for language in ("id", "en"):
        assert read(num2words(number, lang=language).replace(",", ""), language) == [(number, "cardinal")]
