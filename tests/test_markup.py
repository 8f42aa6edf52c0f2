import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Abstention, Answer, Citation, Claim
from assistant.answers import Dropped, Writing
from assistant.web.markup import answer_bubble, examples_panel, homes, study_panel, writer_line
from knowledge import Passage, Span, Study

EVIL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\" onclick='alert(1)' x=\"",
    "</span></mark><b>&amp;</b>",
    "![x](http://evil.example/x.png)",
    "[x](javascript:alert(1))",
]
OURS = {"article", "p", "span", "div", "strong", "ol", "ul", "li", "q", "small", "button", "a", "section", "h2", "h3"}
FOLDED = {"details", "summary", "s"}


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
    panel = Reading(study_panel(ROADS, "id"))
    ids = [a["id"] for _, a in panel.elements if "id" in a]
    assert ids == ["p1", "s1", "p2", "s2", "p3", "s3"]
    assert all(sentence.text in panel.text for sentence in ROADS.sentences)


def test_every_paragraph_links_to_itself_and_the_link_has_a_name():
    links = [a for tag, a in Reading(study_panel(ROADS, "en")).elements if tag == "a"]
    assert [(a["href"], a["aria-label"]) for a in links] == [(f"#p{n}", f"Link to paragraph {n}") for n in (1, 2, 3)]


def test_what_is_not_known_of_the_study_is_said_to_be_unknown():
    told = Reading(study_panel(replace(ROADS, author="Dr. <b>Rahmah</b>"), "en")).text
    assert told.startswith("Title: unknown · Author: Dr. <b>Rahmah</b> · Institution: unknown")


def test_a_span_is_at_home_in_every_sentence_that_it_touches():
    assert homes(Span(5, 20), ROADS) == [1, 2]
    assert homes(ROADS.sentences[2].span, ROADS) == [3]


@pytest.mark.parametrize(
    ("answer", "kind", "targets", "said"),
    [
        (ANSWER, "answer", ["s2", "s3", "s2", "s3"], "Ya. Gudang baru. [1] [2]"),
        (PARTIAL, "answer", ["s2", "s3", "s2", "s3", "s1"], "Gudang baru. [1] [2]"),
        (REFUSAL, "refusal", ["s1"], "Not answered by the studyThe study does not mention bridge."),
    ],
    ids=["answer", "partial answer", "refusal"],
)
def test_a_bubble_says_what_it_is_and_its_buttons_lead_to_the_sentences(answer, kind, targets, said):
    bubble = Reading(answer_bubble(answer, ROADS))
    assert bubble.elements[0] == ("div", {"class": kind, "lang": answer.language})
    assert [a["data-sentence"] for _, a in bubble.elements if "data-sentence" in a] == targets
    assert bubble.text.startswith(said)


def pages(text):
    """Every page on which `text` stands as a sentence, a claim, a quote and the subject of a refusal."""
    study = study_of(text, "Gudang itu baru.")
    span = study.sentences[0].span
    cited = Citation(1, text, 1, span.start, span.end)
    said = Answer(text, "id", (Claim(text, (1,), "quote"),), (cited,))
    refused = Answer(text, "id", abstention=Abstention("not-named", text), nearest=study.sentences)
    written = replace(said, writing=Writing(text, dropped=(Dropped(text, f"changed places: {text}"),)))
    panel, chips = study_panel(study, "id"), examples_panel({text: (text,)}, "id")
    bubbles = [answer_bubble(said, study, [text]), answer_bubble(refused, study), answer_bubble(written, study)]
    return [panel, chips, *bubbles, writer_line(text, "id")]


@pytest.mark.parametrize("text", EVIL)
def test_nothing_that_is_typed_or_quoted_becomes_markup(text):
    for page in pages(text):
        reading = Reading(page)
        assert text in reading.text
        assert {tag for tag, _ in reading.elements} <= OURS | FOLDED


@given(st.text(st.characters(exclude_categories=["C"]), min_size=1).filter(str.strip))
def test_any_text_is_shown_as_it_is(text):
    for page in pages(text):
        reading = Reading(page)
        assert text in reading.text
        assert {tag for tag, _ in reading.elements} <= OURS | FOLDED
        assert not any(name.startswith("on") for _, attributes in reading.elements for name in attributes)


def test_what_is_not_known_stands_below_what_is():
    said = Reading(answer_bubble(PARTIAL, ROADS)).text
    assert said.index("menentu") < said.index("Naskah tidak memberikan keterangan itu (kapan).")


def test_a_quote_tells_its_paragraph_and_how_it_supports_the_claim():
    quotes = re.findall(r"<small>(.*?)</small>", answer_bubble(ANSWER, ROADS))
    assert quotes == ["paragraf 2 · dinyatakan dalam catatan", "paragraf 3 · dinyatakan dalam catatan"]


def test_what_can_be_asked_next_is_a_button_that_asks_it():
    asked = [
        a["data-question"]
        for _, a in Reading(answer_bubble(ANSWER, ROADS, ["Mengapa?", "Siapa?"])).elements
        if "data-question" in a
    ]
    assert asked == ["Mengapa?", "Siapa?"]


def test_the_whole_answer_can_be_copied_as_text():
    [copied] = [a["data-text"] for _, a in Reading(answer_bubble(ANSWER, ROADS)).elements if "data-text" in a]
    assert copied.startswith("Ya. Gudang baru [1] [2].\n\n[1] paragraf 2: “Gudang itu”")


def test_a_courtesy_is_no_refusal_of_the_study():
    hello = Answer("Halo", "id", abstention=Abstention("not-a-question", occasion="greeting"))
    assert "Tidak terjawab" not in answer_bubble(hello, ROADS)


def test_an_answer_tells_which_model_wrote_it():
    bubble = Reading(answer_bubble(replace(ANSWER, writing=Writing("ollama:qwen3")), ROADS))
    assert "ditulis oleh ollama:qwen3, setiap kalimat diperiksa" in bubble.text
    assert "status" not in [a.get("role") for _, a in bubble.elements]


def test_an_answer_that_a_model_failed_to_write_says_so_quietly():
    bubble = Reading(answer_bubble(replace(ANSWER, writing=Writing("ollama:qwen3", "no-server")), ROADS))
    assert "Model bahasa tidak dapat dihubungi. Jawaban ini disusun tanpa model itu." in bubble.text
    assert "ollama:qwen3" not in bubble.text
    assert ("p", {"class": "notice", "role": "status"}) in bubble.elements


def test_what_stayed_out_is_folded_away_struck_through_and_not_copied():
    dropped = (Dropped("Jalan itu milik Jepang.", "name not in the quotes: Jepang"), Dropped("Ia rusak.", "points back: ia"))
    page = answer_bubble(replace(ANSWER, writing=Writing("qwen3", dropped=dropped)), ROADS)
    bubble = Reading(page)
    assert ("details", {"class": "dropped"}) in bubble.elements
    assert "2 kalimat model tidak lolos pemeriksaan dan tidak ditampilkan" in bubble.text
    assert re.findall("<li><s>(.*?)</s> <small>(.*?)</small>", page) == [
        ("Jalan itu milik Jepang.", "tidak ada dalam kutipan: Jepang"),
        ("Ia rusak.", "menunjuk ke luar kalimat itu sendiri: ia"),
    ]
    [copied] = [a["data-text"] for _, a in bubble.elements if "data-text" in a]
    assert "Jepang" not in copied


def test_a_page_without_a_model_says_nothing_of_one():
    assert writer_line(None, "id") == ""
    assert "qwen3; setiap kalimat diperiksa terhadap naskah" in writer_line("qwen3", "id")
