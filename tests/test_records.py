from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Passage, Span, Study

# Two paragraphs, [0, 8) and [10, 13), of the sentences "Aa.", "Bbb." and "Cc.".
TINY = Study(
    id="tiny",
    text="Aa. Bbb.\n\nCc.",
    language="id",
    paragraphs=(Span(0, 8), Span(10, 13)),
    sentences=(Passage("Aa.", 1, 0, 3), Passage("Bbb.", 1, 4, 8), Passage("Cc.", 2, 10, 13)),
)
positions = st.tuples(st.integers(0, 20), st.integers(0, 20))
spans = positions.filter(lambda p: p[0] < p[1]).map(lambda p: Span(*p))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 2)])
def test_a_span_of_no_characters_cannot_exist(start, end):
    with pytest.raises(ValueError, match=r"0 <= start < end"):
        Span(start, end)


@given(spans, spans)
def test_spans_relate_like_the_sets_of_their_characters(one, other):
    characters, others = set(range(one.start, one.end)), set(range(other.start, other.end))
    assert one.contains(other) == (others <= characters)
    assert one.overlaps(other) == bool(others & characters)


def test_a_quote_is_the_slice_of_the_text():
    assert TINY.quote(Span(4, 7)) == "Bbb"


def test_paragraphs_count_from_one():
    assert [TINY.paragraph_of(Span(0, 8)), TINY.paragraph_of(Span(11, 12))] == [1, 2]


@pytest.mark.parametrize("span", [Span(8, 10), Span(4, 12), Span(20, 30)])
def test_a_span_in_no_single_paragraph_has_no_number(span):
    with pytest.raises(ValueError, match="no single paragraph of 'tiny'"):
        TINY.paragraph_of(span)


def test_the_sentences_of_a_span_are_those_it_touches():
    assert [s.text for s in TINY.sentences_of(Span(2, 5))] == ["Aa.", "Bbb."]
    assert TINY.sentences_of(Span(3, 4)) == ()


def test_a_record_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        TINY.sentences[0].start = 1
