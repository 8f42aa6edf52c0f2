"""A document as Markdown with footnotes. Whatever was typed or quoted is text there, and no markup."""

from __future__ import annotations

import re

from assistant.export.document import Document, Footnote, Section, Sentence, folded

# CommonMark lets every ASCII punctuation character be escaped. These are markup anywhere, or make a link of an address:
_ANYWHERE = re.compile(r"([\\`*_{}\[\]<>!|~&$^@]|(?<=www)\.|:(?=//))", re.IGNORECASE)
# ... and these only where a line begins: headings, lists, rules.
_FIRST = re.compile(r"^([#+\-=]|\d+(?=[.)]))")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def as_markdown(document: Document) -> str:
    """The document, one line a sentence, each quote once among the footnotes."""
    notes: dict[Footnote, int] = {}
    facts = [f"- {escaped(name)}: {escaped(value)}" for name, value in document.facts]
    sections = [_section(section, notes) for section in document.sections]
    footnotes = [f"[^{number}]: “{escaped(note.quote)}” — {escaped(note.source)}" for note, number in notes.items()]
    return "\n\n".join([f"# {escaped(document.title)}", "\n".join(facts), *sections, *footnotes]) + "\n"


def escaped(text: str) -> str:
    """`text` on one line, as characters that mean themselves."""
    line = _ANYWHERE.sub(r"\\\1", folded(text))
    return _FIRST.sub(lambda first: f"{first[1]}\\" if first[1].isdigit() else f"\\{first[1]}", line)


def unescaped(text: str) -> str:
    """What `escaped` was given."""
    return _ESCAPED.sub(r"\1", text)


def _section(section: Section, notes: dict[Footnote, int]) -> str:
    lines = [_line(sentence, notes) for sentence in section.sentences]
    return "\n\n".join([f"## {escaped(section.question)}", *lines])


def _line(sentence: Sentence, notes: dict[Footnote, int]) -> str:
    marks = "".join(f"[^{notes.setdefault(note, len(notes) + 1)}]" for note in sentence.footnotes)
    return f"- “{escaped(sentence.text)}”{marks}" if sentence.verbatim else f"{escaped(sentence.text)}{marks}"
