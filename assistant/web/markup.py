"""The study and the answers as HTML. Every text is escaped here: nothing that is typed or quoted becomes markup."""

from __future__ import annotations

from html import escape

from assistant.answers import Answer, Claim
from assistant.messages import say
from knowledge.records import Language, Passage, Study


def study_panel(study: Study, answer: Answer | None = None) -> str:
    """The whole text; sentences that `answer` cites are marked with the numbers, the nearest ones of a refusal plainly."""
    paragraphs = []
    for number in range(1, len(study.paragraphs) + 1):
        sentences = (_sentence(at, s, answer) for at, s in enumerate(study.sentences, start=1) if s.paragraph == number)
        paragraphs.append(f'<p id="p{number}"><span class="number" aria-hidden="true">{number}</span>{" ".join(sentences)}</p>')
    return f'<article class="study" lang="{study.language}">{"".join(paragraphs)}</article>'


def _sentence(at: int, sentence: Passage, answer: Answer | None) -> str:
    cited = [c.number for c in answer.citations if sentence.start < c.end and c.start < sentence.end] if answer else []
    near = answer is not None and sentence in answer.nearest
    if not cited and not near:
        return f'<span id="s{at}">{escape(sentence.text)}</span>'
    numbers = "".join(f"<sup>[{number}]</sup>" for number in cited)
    kind = "cited" if cited else "near"
    return f'<mark id="s{at}" class="{kind}" tabindex="-1">{escape(sentence.text)}{numbers}</mark>'


def answer_bubble(answer: Answer, study: Study) -> str:
    """The answer with a button for each citation and its quotes below; what is refused with the nearest passages."""
    body = (_claims(answer, study) if answer.claims else "") + _refusal(answer, study)
    kind = "refusal" if answer.abstained else "answer"
    return f'<div class="{kind}" lang="{answer.language}">{body}</div>'


def _claims(answer: Answer, study: Study) -> str:
    opening = f"<strong>{escape(answer.opening)}</strong> " if answer.opening else ""
    claims = " ".join(_claim(claim, answer, study) for claim in answer.claims)
    quotes = "".join(
        f"<li>{_button(f'[{c.number}]', _home(c.start, study), answer.language)} "
        f"<q>{escape(c.quote)}</q> <small>{say('paragraph', answer.language, number=c.paragraph)}</small></li>"
        for c in answer.citations
    )
    return f'<p>{opening}{claims}</p><ol class="quotes">{quotes}</ol>'


def _claim(claim: Claim, answer: Answer, study: Study) -> str:
    starts = {c.number: c.start for c in answer.citations}
    markers = " ".join(_button(f"[{n}]", _home(starts[n], study), answer.language) for n in claim.citations)
    return f"{escape(claim.text)} {markers}"


def _refusal(answer: Answer, study: Study) -> str:
    """Why there is no answer, or none to a part of the question, and the nearest passages; nothing where all is known."""
    said = f"<p>{escape(' '.join(answer.refusals))}</p>" if answer.refusals else ""
    if not answer.nearest:
        return said
    near = "".join(
        f"<li><q>{escape(p.text)}</q> {_button(f'¶{p.paragraph}', _home(p.start, study), answer.language)}</li>"
        for p in answer.nearest
    )
    return f'{said}<p class="lead">{say("nearest", answer.language)}</p><ul class="quotes">{near}</ul>'


def _button(label: str, sentence: int, language: Language) -> str:
    title = escape(say("show", language), quote=True)
    return f'<button type="button" class="cite" data-sentence="s{sentence}" title="{title}">{escape(label)}</button>'


def _home(start: int, study: Study) -> int:
    """The number, from 1, of the sentence that holds the character at `start`."""
    return next(at for at, s in enumerate(study.sentences, start=1) if s.start <= start < s.end)
