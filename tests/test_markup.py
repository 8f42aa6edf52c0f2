import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Abstention, Answer, Citation, Claim
from assistant.web.markup import answer_bubble, study_panel
from knowledge import Passage, Span, Study

EVIL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\" onclick='alert(1)' x=\"",
    "</span></mark><b>&amp;</b>",
    "![x](http://evil.example/x.png)",
    "[x](javascript:alert(1))",
]
OURS = {"article", "p", "span", "mark", "sup", "div", "strong", "ol", "ul", "li", "q", "small", "button"}


class Reading(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def study_of(*sentences):
    """One paragraph a sentence."""
    text, found = "", []
    for number, sentence in enumerate(sentences, start=1):
        found.append(Passage(sentence, number, len(text), len(text) + len(sentence)))
        text += sentence + "\n\n"
    return Study("s", text, "id", tuple(p.span for p in found), tuple(found))


ROADS = study_of("Jalan itu rusak.", "Gudang itu baru.", "Hujan tidak menentu.")


def cite(number, quote):
    start = ROADS.text.index(quote)
    span = Span(start, start + len(quote))
    return Citation(number, quote, ROADS.paragraph_of(span), span.start, span.end)


ANSWER = Answer(
    "Apa?", "id", (Claim("Gudang baru.", (1, 2), "note"),), (cite(1, "Gudang itu"), cite(2, "menentu")), verdict="yes"
)
REFUSAL = Answer("Apa?", "en", abstention=Abstention("not-named", "bridge"), nearest=ROADS.sentences[:1])
PARTIAL = replace(ANSWER, verdict=None, unanswered=(Abstention("detail-not-given", "kapan"),), nearest=ROADS.sentences[:1])


def test_every_sentence_of_the_study_is_shown_once_in_its_paragraph():
    panel = Reading(study_panel(ROADS))
    assert [a["id"] for tag, a in panel.elements if tag == "p"] == ["p1", "p2", "p3"]
    assert [a["id"] for _, a in panel.elements if re.fullmatch(r"s\d+", a.get("id", ""))] == ["s1", "s2", "s3"]
    assert all(sentence.text in panel.text for sentence in ROADS.sentences)
    assert not any(tag == "mark" for tag, _ in panel.elements)


def test_cited_sentences_are_marked_with_their_numbers():
    page = study_panel(ROADS, ANSWER)
    marks = [(a["id"], a["class"]) for tag, a in Reading(page).elements if tag == "mark"]
    assert marks == [("s2", "cited"), ("s3", "cited")]
    assert "Gudang itu baru.<sup>[1]</sup></mark>" in page
    assert "Hujan tidak menentu.<sup>[2]</sup></mark>" in page


def test_the_sentences_nearest_to_a_refusal_are_marked_plainly():
    page = study_panel(ROADS, REFUSAL)
    assert [(a["id"], a["class"]) for tag, a in Reading(page).elements if tag == "mark"] == [("s1", "near")]
    assert "<sup>" not in page


@pytest.mark.parametrize(
    ("answer", "kind", "targets", "said"),
    [
        (ANSWER, "answer", ["s2", "s3", "s2", "s3"], "Ya. Gudang baru. [1] [2]"),
        (PARTIAL, "answer", ["s2", "s3", "s2", "s3", "s1"], "Gudang baru. [1] [2]"),
        (REFUSAL, "refusal", ["s1"], "The study does not mention bridge."),
    ],
    ids=["answer", "partial answer", "refusal"],
)
def test_a_bubble_says_what_it_is_and_its_buttons_lead_to_the_sentences(answer, kind, targets, said):
    bubble = Reading(answer_bubble(answer, ROADS))
    assert bubble.elements[0] == ("div", {"class": kind, "lang": answer.language})
    assert [a["data-sentence"] for tag, a in bubble.elements if tag == "button"] == targets
    assert bubble.text.startswith(said)


def pages(text):
    """Every page on which `text` stands as a sentence, a claim, a quote and the subject of a refusal."""
    study = study_of(text, "Gudang itu baru.")
    span = study.sentences[0].span
    cited = Citation(1, text, 1, span.start, span.end)
    said = Answer(text, "id", (Claim(text, (1,), "quote"),), (cited,))
    refused = Answer(text, "id", abstention=Abstention("not-named", text), nearest=study.sentences)
    return [page for answer in (said, refused) for page in (study_panel(study, answer), answer_bubble(answer, study))]


@pytest.mark.parametrize("text", EVIL)
def test_nothing_that_is_typed_or_quoted_becomes_markup(text):
    for page in pages(text):
        reading = Reading(page)
        assert text in reading.text
        assert {tag for tag, _ in reading.elements} <= OURS


@given(st.text(st.characters(exclude_categories=["C"]), min_size=1).filter(str.strip))
def test_any_text_is_shown_as_it_is(text):
    for page in pages(text):
        reading = Reading(page)
        assert text in reading.text
        assert {tag for tag, _ in reading.elements} <= OURS
        assert not any(name.startswith("on") for _, attributes in reading.elements for name in attributes)


def test_what_is_not_known_stands_below_what_is():
    said = Reading(answer_bubble(PARTIAL, ROADS)).text
    assert said.index("menentu") < said.index("Naskah tidak memberikan keterangan itu (kapan).")
