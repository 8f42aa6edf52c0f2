"""Load a study folder, every quote located; see the README for the form of the folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import yaml

from knowledge.language import LANGUAGES, detect
from knowledge.quotes import QuoteNotFound, locate
from knowledge.records import Crossing, Language, Note, Passage, Span, Study, StudyError, Voice
from knowledge.sentences import sentence_spans

SHIPPED = Path(__file__).parent / "studies" / "diplomasi-pertahanan"
_KNOWN_ABOUT = ("title", "author", "institution", "source", "licence", "as_of")
_WORD_LISTS = ("terms", "items", "answers", "denies")


def load_study(folder: str | Path = SHIPPED) -> Study:
    """The study in `folder`; text.md alone is enough, study.yaml and notes.yaml add to it.

    Raises:
        StudyError: in one line, which file is wrong, what was found there and how to mend it.
    """
    folder = Path(folder).expanduser()
    if not folder.is_dir():
        raise StudyError(f"{folder} is no folder; name the folder that holds text.md")
    text = read_text(folder / "text.md")
    about = _about(folder / "study.yaml")
    paragraphs = _paragraphs(text)
    if not paragraphs:
        raise StudyError(f"{folder / 'text.md'} holds no paragraph; write the text there, paragraphs apart by a blank line")
    language: Language = about.get("language") or detect(text[:5000]) or "id"
    known = {k: None if about.get(k) is None else str(about[k]) for k in _KNOWN_ABOUT}
    study = Study(
        id=str(about.get("id") or folder.resolve().name),
        text=text,
        language=language,
        paragraphs=paragraphs,
        sentences=tuple(_sentences(text, paragraphs, language)),
        title=known["title"],
        author=known["author"],
        institution=known["institution"],
        source=known["source"],
        licence=known["licence"],
        as_of=known["as_of"],
        folder=folder.resolve(),
    )
    study = _with_notes(study, folder / "notes.yaml")
    return replace(study, matrix=_crossing(about.get("matrix"), study, folder / "study.yaml"))


def read_yaml(path: Path) -> Any:
    """What the YAML file at `path` holds, dates as strings; `StudyError` names file and line if it is broken."""
    try:
        found = yaml.load(read_text(path), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise StudyError(f"{path}{line}: {problem}; mend the YAML there") from None
    except ValueError as error:
        raise StudyError(f"{path}: {error}; mend the value, or put it in quotation marks") from None
    return found


def read_text(path: Path) -> str:
    """The characters of the UTF-8 file at `path`; `StudyError` says what is wrong with it."""
    try:
        # newline="" keeps every character, so that offsets are those of the file.
        with path.open(encoding="utf-8", newline="") as file:
            return file.read().removeprefix("\ufeff")
    except FileNotFoundError:
        raise StudyError(f"{path} is missing; a study folder needs it") from None
    except UnicodeDecodeError as error:
        raise StudyError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except OSError as error:
        raise StudyError(f"{path} cannot be read ({error.strerror}); check the path and its permissions") from None


def _about(path: Path) -> dict[str, Any]:
    about = read_yaml(path) if path.exists() else {}
    if not isinstance(about, dict):
        raise StudyError(f"{path} must hold `key: value` lines, found {type(about).__name__}")
    if about.get("language") not in (None, *LANGUAGES):
        raise StudyError(f"{path}: language must be one of {', '.join(LANGUAGES)}, found {about['language']!r}")
    return about


def _crossing(entry: Any, study: Study, path: Path) -> Crossing | None:
    if entry is None:
        return None
    where = f"{path}: matrix"
    if not isinstance(entry, Mapping):
        raise StudyError(f"{where} needs `rows`, `columns` and `claim`, found {entry!r:.80}")
    labelled = {note.id for note in study.notes if note.label}
    for side in ("rows", "columns"):
        if not isinstance(ids := entry.get(side), list) or not ids:
            raise StudyError(f"{where} needs a list of notes under `{side}`, found {ids!r:.80}")
        if unknown := [found for found in ids if found not in labelled]:
            raise StudyError(
                f"{where}: {side} names {unknown[0]!r}, which is no note with a label; mend it, or give the note one"
            )
    claim = _in_both_languages(entry, "claim", where)
    if any(field not in said for said in claim.values() for field in ("{row}", "{column}")):
        raise StudyError(f"{where}: `claim` needs {{row}} and {{column}} in both languages, found {claim!r:.80}")
    return Crossing(tuple(entry["rows"]), tuple(entry["columns"]), claim)


def _paragraphs(text: str) -> tuple[Span, ...]:
    """Runs of lines that are neither blank nor headings."""
    line = r"(?!#{1,6}\s)[^\S\n]*\S[^\n]*"
    blocks = re.finditer(rf"^{line}(?:\n{line})*", text, re.MULTILINE)
    return tuple(Span(m.end() - len(m.group().lstrip()), m.start() + len(m.group().rstrip())) for m in blocks)


def _sentences(text: str, paragraphs: tuple[Span, ...], language: Language) -> Iterator[Passage]:
    for number, paragraph in enumerate(paragraphs, start=1):
        for span in sentence_spans(text[paragraph.start : paragraph.end], language):
            start, end = paragraph.start + span.start, paragraph.start + span.end
            yield Passage(text[start:end], number, start, end)


# ---------------------------------------------------------------------------------------------------- notes


def _with_notes(study: Study, path: Path) -> Study:
    if not path.exists():
        return study
    entries = read_yaml(path) or []
    if not isinstance(entries, list):
        raise StudyError(f"{path} must hold a list of notes, found {type(entries).__name__}; begin each with `- id:`")
    notes = tuple(_note(entry, study, path) for entry in entries)
    seen: set[str] = set()
    for note in notes:
        if note.id in seen:
            raise StudyError(f"{path}: two notes bear the id {note.id!r}; rename one")
        seen.add(note.id)
    for note in notes:
        if missing := [item for item in note.items if item not in seen]:
            raise StudyError(f"{path}: note {note.id!r} lists {missing[0]!r}, which is no note; mend `items`")
    if circle := _circle({note.id: note.items for note in notes}):
        raise StudyError(f"{path}: note {circle[0]!r} lists itself by way of {circle[-1]!r}; mend `items`")
    return replace(study, notes=notes)


def _circle(items: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The ids of a circle of notes that list each other, if there is one."""
    from graphlib import CycleError, TopologicalSorter

    try:
        TopologicalSorter(items).prepare()
    except CycleError as error:
        return list(reversed(error.args[1][1:]))
    return []


def _note(entry: Any, study: Study, path: Path) -> Note:
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        raise StudyError(f"{path}: a note needs an `id`, found {entry!r:.80}")
    where = f"{path}: note {entry['id']!r}"
    if entry.get("voice", "study") not in get_args(Voice):
        raise StudyError(f"{where}: voice must be one of {', '.join(get_args(Voice))}, found {entry['voice']!r}")
    if not isinstance(entry.get("quotes"), list) or not entry["quotes"]:
        raise StudyError(f"{where} needs at least one exact string of text.md under `quotes`")
    if not isinstance(entry.get("antecedents", []), list):
        raise StudyError(f"{where}: `antecedents` must be a list, found {entry['antecedents']!r:.80}")
    lists = {}
    for name in _WORD_LISTS:
        if not isinstance(entry.get(name, []), list):
            raise StudyError(f"{where}: `{name}` must be a list, found {entry[name]!r:.80}")
        lists[name] = tuple(str(word) for word in entry.get(name, []))
    return Note(
        id=entry["id"],
        topic=str(entry.get("topic", "")),
        voice=entry.get("voice", "study"),
        statement=_in_both_languages(entry, "statement", where),
        quotes=tuple(_quote(quote, study, where) for quote in entry["quotes"]),
        antecedents=tuple(_quote(quote, study, where) for quote in entry.get("antecedents", [])),
        label=_in_both_languages(entry, "label", where) if "label" in entry else {},
        question=_in_both_languages(entry, "question", where) if "question" in entry else {},
        **lists,
    )


def _in_both_languages(entry: Mapping[str, Any], name: str, where: str) -> dict[Language, str]:
    found = entry.get(name)
    if not isinstance(found, Mapping) or not all(isinstance(found.get(code), str) for code in LANGUAGES):
        raise StudyError(f"{where} needs `{name}: {{id: ..., en: ...}}`, found {found!r:.80}")
    return {code: found[code] for code in LANGUAGES}


def _quote(entry: Any, study: Study, where: str) -> Span:
    """A quote is a string, or `{quote, paragraph}` where the string stands in several paragraphs."""
    quote, number = (entry.get("quote"), entry.get("paragraph")) if isinstance(entry, Mapping) else (entry, None)
    if not isinstance(quote, str):
        raise StudyError(f"{where}: a quote must be text, found {entry!r:.80}; put it in quotation marks")
    if number is not None and (not isinstance(number, int) or not 1 <= number <= len(study.paragraphs)):
        raise StudyError(f"{where}: paragraph must be 1 to {len(study.paragraphs)}, found {number!r}")
    try:
        span = locate(quote, study.text, study.paragraphs[number - 1] if number else None)
        study.paragraph_of(span)
    except ValueError as error:
        mend = "copy it from text.md, or add `paragraph:` if it stands there more than once"
        problem = str(error) if isinstance(error, QuoteNotFound) else f"{quote!r} lies in no single paragraph"
        raise StudyError(f"{where}: {problem}; {mend}") from None
    return span
