"""How one answer stands to the gold of its question: nuggets, gold quotes, paragraphs, and whether to answer at all.

Every judge is pure; it gives a score with its reason, or None where its measure does not apply to the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.answers import Answer, Citation
from assistant.evaluation.results import Score
from knowledge.language import detect
from knowledge.questions import StudyQuestion


def sentences(answer: Answer) -> list[str]:
    """The claims without markers; what opens the answer stands before the first."""
    said = [claim.text for claim in answer.claims]
    return [f"{answer.opening} {said[0]}".strip(), *said[1:]] if said else []


def right(question: StudyQuestion, answer: Answer) -> Score:
    """1 if every nugget is said and nothing forbidden, in the question's language, and the gold is cited.

    The gold is cited if one citation overlaps a gold quote or, where the question has none, lies in its paragraph. A
    question without an answer is rightly answered by abstaining, or by "No": the denial of a false premise.
    """
    if not question.answerable:
        return _refused(answer)
    if answer.abstained:
        return Score(0, f"abstained ({answer.reason}), but the study says it")
    faults = [_told("not said", _missing(question, answer)), _told("forbidden", _held(question.forbidden, _whole(answer)))]
    if answer.language != question.language:
        faults.append(f"answered in {answer.language}")
    if question.quotes and not gold_cited(question, answer):
        faults.append("no gold quote is cited")
    if not question.quotes and question.paragraphs and not _in_place(question, answer):
        faults.append(_elsewhere(question, answer))
    found = "; ".join(filter(None, faults))
    return Score(0, found) if found else Score(1, "every nugget is said and the gold is cited")


def nugget_recall(question: StudyQuestion, answer: Answer) -> Score | None:
    """The share of nuggets that the answer holds, in one of their alternatives; 0 if it abstains.

    A string is held wherever it stands, in whatever case; but a number is not held by a longer one.
    """
    if not (question.answerable and question.nuggets):
        return None
    if answer.abstained:
        return Score(0, f"abstained ({answer.reason})")
    missing = _missing(question, answer)
    return Score(1 - len(missing) / len(question.nuggets), _told("not said", missing) or "every nugget is said")


def nugget_precision(question: StudyQuestion, answer: Answer) -> Score | None:
    """The share of claims to the point, in answers to answerable questions that have nuggets or gold quotes.

    A claim is to the point if it holds no forbidden string and either holds an alternative of a nugget or has a
    citation that overlaps a gold quote. What opens the answer belongs to its first claim.
    """
    if answer.abstained or not question.answerable or not (question.nuggets or question.quotes):
        return None
    golden = {citation.number for citation in gold_cited(question, answer)}
    wanted = [alternative for nugget in question.nuggets for alternative in nugget]
    said = list(zip(answer.claims, sentences(answer), strict=True))
    forbidden = [claim for claim, text in said if _held(question.forbidden, text)]
    beside = [claim for claim, text in said if not golden.intersection(claim.citations) and not _held(wanted, text)]
    wrong = [claim for claim in answer.claims if claim in forbidden or claim in beside]
    faults = (
        _told("forbidden", _held(question.forbidden, _whole(answer))),
        _told("beside the point", [c.text for c in beside]),
    )
    reason = "; ".join(filter(None, faults)) or "every claim is to the point"
    return Score(1 - len(wrong) / len(answer.claims), reason)


def gold_citations(question: StudyQuestion, answer: Answer) -> Score | None:
    """The share of citations that overlap a gold quote, in answers to questions that have gold quotes."""
    if answer.abstained or not question.answerable or not question.quotes:
        return None
    golden = gold_cited(question, answer)
    others = [f"[{citation.number}]" for citation in answer.citations if citation not in golden]
    return Score(len(golden) / len(answer.citations), _told("not gold", others) or "every citation is gold")


def paragraph_cited(question: StudyQuestion, answer: Answer) -> Score | None:
    """1 if a citation lies in the right paragraph, in answers to questions with answers and a paragraph but no quotes."""
    if answer.abstained or not _has_place_only(question):
        return None
    cited = _in_place(question, answer)
    return Score(1, f"cites paragraph {cited[0].paragraph}") if cited else Score(0, _elsewhere(question, answer))


def answer_cited(question: StudyQuestion, answer: Answer) -> Score | None:
    """1 if what is cited from the right paragraph holds an answer, in answers that cite the right paragraph."""
    cited = _in_place(question, answer) if _has_place_only(question) else []
    if not cited:
        return None
    quoted = " ".join(citation.quote for citation in cited)
    found = [alternative for nugget in question.nuggets for alternative in _held(nugget, quoted)]
    if found:
        return Score(1, f"the cited sentence holds {found[0]!r}")
    return Score(0, f"the cited sentence holds none of {' / '.join(question.nuggets[0])}")


def abstention_recall(question: StudyQuestion, answer: Answer) -> Score | None:
    """1 if the answer abstains or denies ("No"), for questions without an answer."""
    return None if question.answerable else _refused(answer)


def abstention_precision(question: StudyQuestion, answer: Answer) -> Score | None:
    """1 if the question has no answer, for answers that abstain."""
    if not answer.abstained:
        return None
    return Score(float(not question.answerable), f"the study {'says it' if question.answerable else 'does not say'}")


def false_abstention(question: StudyQuestion, answer: Answer) -> Score | None:
    """1 if the answer abstains, for questions that have one; lower is better."""
    if not question.answerable:
        return None
    return Score(1, f"abstained ({answer.reason})") if answer.abstained else Score(0, "answered")


def reason(question: StudyQuestion, answer: Answer) -> Score | None:
    """1 if the reason is one of the accepted ones, for abstentions from questions that name them."""
    if question.answerable or not answer.abstained or not question.reasons:
        return None
    if answer.reason in question.reasons:
        return Score(1, answer.reason)
    return Score(0, f"{answer.reason}, not {' / '.join(question.reasons)}")


def language(question: StudyQuestion, answer: Answer) -> Score:
    """1 if the answer is in the question's language, and so is each claim that is not the study's own words."""
    if answer.language != question.language:
        return Score(0, f"answered in {answer.language}, asked in {question.language}")
    own = [claim.text for claim in answer.claims if claim.support != "quote"]
    foreign = [text for text in own if detect(text, default=question.language) != question.language]
    return Score(float(not foreign), _told("in the other language", foreign) or f"answered in {answer.language}")


def gold_cited(question: StudyQuestion, answer: Answer) -> list[Citation]:
    """The citations that overlap a gold quote."""
    return [c for c in answer.citations if any(c.start < gold.end and gold.start < c.end for gold in question.quotes)]


def _refused(answer: Answer) -> Score:
    if answer.abstained:
        return Score(1, f"abstained ({answer.reason})")
    return Score(1, "denied: no") if answer.verdict == "no" else Score(0, "answered, but the study does not say it")


def _missing(question: StudyQuestion, answer: Answer) -> list[str]:
    text = _whole(answer)
    return [" / ".join(nugget) for nugget in question.nuggets if not _held(nugget, text)]


def _whole(answer: Answer) -> str:
    return " ".join(sentences(answer))


def _held(wanted: Iterable[str], text: str) -> list[str]:
    folded = " ".join(text.casefold().split())
    return [string for string in wanted if re.search(_pattern(string.casefold()), folded)]


def _pattern(string: str) -> str:
    before = r"(?<!\d)(?<!\d[.,])" if string[:1].isdigit() else ""
    after = r"(?![.,]?\d)" if string[-1:].isdigit() else ""
    return before + re.escape(string) + after


def _has_place_only(question: StudyQuestion) -> bool:
    return question.answerable and bool(question.nuggets and question.paragraphs) and not question.quotes


def _in_place(question: StudyQuestion, answer: Answer) -> list[Citation]:
    return [citation for citation in answer.citations if citation.paragraph in question.paragraphs]


def _elsewhere(question: StudyQuestion, answer: Answer) -> str:
    cited = ", ".join(str(number) for number in sorted({citation.paragraph for citation in answer.citations}))
    return f"cites paragraph {cited}, not {', '.join(map(str, question.paragraphs))}"


def _told(fault: str, what: Iterable[str]) -> str:
    listed = ", ".join(what)
    return f"{fault}: {listed}" if listed else ""
