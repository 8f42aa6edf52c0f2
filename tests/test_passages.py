from hypothesis import given
from hypothesis import strategies as st

from knowledge import Passage, Span, Study
from knowledge.passages import passages


def study_of(paragraphs):
    """A study whose sentences have these lengths: "Aaa." is 4, a space between, a blank line between paragraphs."""
    text, spans, sentences = "", [], []
    for number, lengths in enumerate(paragraphs, start=1):
        first = len(text)
        for length in lengths:
            sentence = "A" + "a" * (length - 2) + "."
            sentences.append(Passage(sentence, number, len(text), len(text) + length))
            text += sentence + " "
        text = text.rstrip()
        spans.append(Span(first, len(text)))
        text += "\n\n"
    return Study("lengths", text, "id", tuple(spans), tuple(sentences))


def lengths(*paragraphs, limit):
    return [(p.paragraph, len(p.text)) for p in passages(study_of(paragraphs), limit)]


studies = st.lists(st.lists(st.integers(2, 30), min_size=1, max_size=6), min_size=1, max_size=4).map(study_of)


@given(studies, st.integers(1, 80))
def test_passages_are_slices_and_hold_each_sentence_once(study, limit):
    cut = passages(study, limit)
    assert all(study.text[p.start : p.end] == p.text for p in cut)
    assert [s for p in cut for s in study.sentences_of(p.span)] == list(study.sentences)


@given(studies, st.integers(1, 80))
def test_a_passage_keeps_to_its_paragraph_and_to_the_limit_unless_it_is_one_sentence(study, limit):
    for passage in passages(study, limit):
        held = study.sentences_of(passage.span)
        assert {s.paragraph for s in held} == {passage.paragraph}
        assert len(passage.text) <= limit or len(held) == 1


def test_sentences_are_joined_up_to_the_limit():
    # 4 + 1 + 5 = 10 fits in 10; the third sentence would make 16.
    assert lengths([4, 5, 5], limit=10) == [(1, 10), (1, 5)]
    assert lengths([4, 5, 5], limit=9) == [(1, 4), (1, 5), (1, 5)]


def test_short_paragraphs_are_not_joined():
    assert lengths([4], [4], limit=100) == [(1, 4), (2, 4)]


def test_a_sentence_longer_than_the_limit_is_kept_whole():
    assert lengths([4, 50, 4], limit=10) == [(1, 4), (1, 50), (1, 4)]


def test_a_paragraph_of_usual_length_is_one_passage(study):
    assert [p.span for p in passages(study)] == list(study.paragraphs)
