"""The study and the answers as HTML. Every text is escaped here: nothing that is typed or quoted becomes markup."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.answers import Answer, Citation, Claim, Writing
from assistant.messages import say
from assistant.notices import notice, why
from assistant.rendering import as_text
from knowledge.records import Language, Passage, Span, Study


def study_panel(study: Study, language: Language) -> str:
    """The whole text, its sentences s1, s2, ... and its paragraphs p1, p2, ..., each with a link to itself."""
    paragraphs = []
    for number in range(1, len(study.paragraphs) + 1):
        sentences = (_sentence(at, s) for at, s in enumerate(study.sentences, start=1) if s.paragraph == number)
        link = escape(say("permalink", language, number=number), quote=True)
        anchor = f'<a class="number" href="#p{number}" aria-label="{link}" title="{link}">{number}</a>'
        paragraphs.append(f'<div class="paragraph" id="p{number}">{anchor}<p>{" ".join(sentences)}</p></div>')
    label = escape(say("study", language), quote=True)
    # It scrolls, so it must be reachable by keyboard.
    return (
        f'<div class="about">{_about(study, language)}</div>'
        f'<article class="study" lang="{study.language}" tabindex="0" '
        f'aria-label="{label}">{"".join(paragraphs)}</article>'
    )


def _about(study: Study, language: Language) -> str:
    """What is known of the study, and what is not."""
    unknown = say("unknown", language)
    known = (("study-title", study.title), ("study-author", study.author), ("study-institution", study.institution))
    return " · ".join(f"{say(key, language)}: {escape(value) if value else unknown}" for key, value in known)


def _sentence(at: int, sentence: Passage) -> str:
    return f'<span id="s{at}" class="sentence" tabindex="-1">{escape(sentence.text)}</span>'


def answer_bubble(answer: Answer, study: Study, suggestions: Sequence[str] = ()) -> str:
    """The answer with its quotes below, what is refused with the nearest passages, and what to ask next."""
    body = (_claims(answer, study) if answer.claims else "") + _refusal(answer, study) + _writing(answer)
    kind = "refusal" if answer.abstained else "answer"
    return f'<div class="{kind}" lang="{answer.language}">{body}{_next(answer, suggestions)}{_copy(answer)}</div>'


def _claims(answer: Answer, study: Study) -> str:
    opening = f"<strong>{escape(answer.opening)}</strong> " if answer.opening else ""
    claims = " ".join(_claim(claim, answer, study) for claim in answer.claims)
    quotes = "".join(_quote(citation, answer, study) for citation in answer.citations)
    return f'<p class="said">{opening}{claims}</p><ol class="quotes">{quotes}</ol>'


def _claim(claim: Claim, answer: Answer, study: Study) -> str:
    spans = {c.number: Span(c.start, c.end) for c in answer.citations}
    markers = " ".join(_button(f"[{n}]", spans[n], study, answer.language) for n in claim.citations)
    return f"{escape(claim.text)} {markers}"


def _quote(citation: Citation, answer: Answer, study: Study) -> str:
    """A quote with its paragraph and how it supports what cites it."""
    kinds = dict.fromkeys(claim.support for claim in answer.claims if citation.number in claim.citations)
    support = ", ".join(say(f"support-{kind}", answer.language) for kind in kinds)
    place = say("paragraph", answer.language, number=citation.paragraph)
    button = _button(f"[{citation.number}]", Span(citation.start, citation.end), study, answer.language)
    return f'<li>{button} <q lang="{study.language}">{escape(citation.quote)}</q> <small>{place} · {support}</small></li>'


def _refusal(answer: Answer, study: Study) -> str:
    """Why there is no answer, or none to a part of the question, and the nearest passages; nothing where all is known."""
    if not answer.refusals:
        return ""
    kind = f'<p class="kind">{say("not-in-study", answer.language)}</p>' if answer.nearest else ""
    said = f'{kind}<p class="said">{escape(" ".join(answer.refusals))}</p>'
    if not answer.nearest:
        return said
    near = "".join(
        f'<li>{_button(f"¶{p.paragraph}", p.span, study, answer.language)} <q lang="{study.language}">{escape(p.text)}</q></li>'
        for p in answer.nearest
    )
    return f'{said}<p class="lead">{say("nearest", answer.language)}</p><ul class="quotes">{near}</ul>'


def _writing(answer: Answer) -> str:
    """Which chat model wrote the answer, or why it did not; and, folded away, what it wrote that is no part of it."""
    if answer.writing is None:
        return ""
    by = say("by-model", answer.language, model=answer.written_by) if answer.written_by else ""
    byline = f'<p class="by">{escape(by)}</p>' if by else ""
    told = notice(answer)
    return byline + (f'<p class="notice" role="status">{escape(told)}</p>' if told else "") + _dropped(answer.writing, answer)


def _dropped(writing: Writing, answer: Answer) -> str:
    """The sentences that stayed out, struck through, each with its reason."""
    if not writing.dropped:
        return ""
    listed = "".join(
        f"<li><s>{escape(d.text)}</s> <small>{escape(why(d, answer.language))}</small></li>" for d in writing.dropped
    )
    lead = say("dropped", answer.language, number=len(writing.dropped))
    return f'<details class="dropped"><summary>{lead}</summary><ul>{listed}</ul></details>'


def writer_line(model: str | None, language: Language) -> str:
    """Which chat model writes the answers; nothing where none does."""
    return f'<p class="by" lang="{language}">{escape(say("writer", language, model=model))}</p>' if model else ""


def _next(answer: Answer, suggestions: Sequence[str]) -> str:
    if not suggestions:
        return ""
    asked = "".join(f"<li>{ask_button(question, question)}</li>" for question in suggestions)
    lead = say("answerable" if answer.abstained else "follow-up", answer.language)
    return f'<p class="lead">{lead}</p><ul class="next">{asked}</ul>'


def _copy(answer: Answer) -> str:
    text = escape(as_text(answer), quote=True)
    copied = escape(say("copied", answer.language), quote=True)
    return f'<button type="button" class="copy" data-text="{text}" data-done="{copied}">{say("copy", answer.language)}</button>'


def ask_button(label: str, question: str, about: str = "") -> str:
    """A button that asks `question`; where several bear one label, `about` tells them apart by name."""
    name = f' aria-label="{escape(label, quote=True)}: {escape(about, quote=True)}"' if about else ""
    return f'<button type="button" class="ask" data-question="{escape(question, quote=True)}"{name}>{escape(label)}</button>'


def examples_panel(examples: dict[str, tuple[str, ...]], language: Language) -> str:
    """Questions to begin with, by topic."""
    topics = "".join(
        f'<section><h3>{escape(topic)}</h3><ul class="next">'
        f"{''.join(f'<li>{ask_button(question, question)}</li>' for question in asked)}</ul></section>"
        for topic, asked in examples.items()
    )
    return f'<div class="examples" lang="{language}"><h2>{say("examples", language)}</h2>{topics}</div>' if topics else ""


def _button(label: str, span: Span, study: Study, language: Language) -> str:
    sentences = " ".join(f"s{at}" for at in homes(span, study))
    title = escape(say("show", language), quote=True)
    return f'<button type="button" class="cite" data-sentence="{sentences}" title="{title}">{escape(label)}</button>'


def homes(span: Span, study: Study) -> list[int]:
    """The numbers, from 1, of the sentences that share a character with `span`."""
    first = study.sentences.index(study.sentences_of(span)[0]) + 1
    return list(range(first, first + len(study.sentences_of(span))))
