import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.quotes import QuoteNotFound, locate
from knowledge.records import Span

white_space = st.text(" \n\t\r\u00a0", min_size=1, max_size=3)
numbers = st.lists(st.integers(1000, 9999).map(str), min_size=1, max_size=12, unique=True)  # no one is part of another


@given(numbers, st.data())
def test_what_was_cut_out_is_found_whatever_its_white_space(words, data):
    text = "".join(word + data.draw(white_space) for word in words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    quote = "".join(word + data.draw(white_space) for word in words[first : last + 1])
    start, end = text.index(words[first]), text.index(words[last]) + 4
    assert locate(quote, text) == Span(start, end)


@given(numbers, st.data())
def test_one_changed_digit_is_never_forgiven(words, data):
    text = " ".join(words)
    at = data.draw(st.sampled_from([i for i, c in enumerate(text) if c != " "]))
    changed = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
    quote = data.draw(st.sampled_from([changed, changed[max(0, at - 4) : at + 5]]))
    assume(quote.strip() not in text)
    with pytest.raises(QuoteNotFound, match="nowhere"):
        locate(quote, text)


@pytest.mark.parametrize("quote", ["38 units", "83 unit s", "83 Units", "83 units.", "83, units"])
def test_a_quote_nearly_in_the_text_is_refused(quote):
    with pytest.raises(QuoteNotFound, match="nowhere"):
        locate(quote, "The navy has 83 units in service.")


def test_a_quote_that_stands_twice_is_refused():
    with pytest.raises(QuoteNotFound, match="2 times"):
        locate("kapal", "Satu kapal, dua kapal.")


def test_a_quote_that_stands_twice_is_found_within_a_span_that_holds_it_once():
    assert locate("kapal", "Satu kapal, dua kapal.", within=Span(11, 22)) == Span(16, 21)


def test_a_quote_that_leaves_the_span_is_not_within_it():
    with pytest.raises(QuoteNotFound, match="nowhere"):
        locate("dua kapal", "Satu kapal, dua kapal.", within=Span(0, 16))


@pytest.mark.parametrize("quote", ["", " \n"])
def test_an_empty_quote_is_refused(quote):
    with pytest.raises(QuoteNotFound, match="empty"):
        locate(quote, "Satu kapal.")


def test_signs_of_a_pattern_stand_for_themselves():
    assert locate("(a.k.a. [x]*)", "Nama (a.k.a. [x]*) itu.") == Span(5, 18)
    with pytest.raises(QuoteNotFound):
        locate("N.ma", "Nama itu.")


@pytest.mark.parametrize(("quote", "text"), [("aa aa", "aa aa aa"), ("38 units", "138 units"), ("kapal", "perkapalan")])
def test_overlapping_places_count_and_parts_of_words_do_not(quote, text):
    with pytest.raises(QuoteNotFound):
        locate(quote, text)


def test_a_place_before_the_paragraph_does_not_hide_the_one_in_it():
    assert locate("Kapal tua. Kapal tua.", "Kapal tua.\n\nKapal tua. Kapal tua.", Span(12, 33)) == Span(12, 33)
