import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.export import reference
from assistant.export.document import fingerprint
from knowledge import load_study

READ = date(2026, 3, 4)
STUDY = load_study()
KNOWN = replace(
    STUDY,
    id="kopi gayo/é",
    title="Biaya 50% & {laba}",
    author="Dr. Budi, M.Si.",
    institution="Koperasi #1",
    source="Arsip.",
    language="en",
)


def test_what_is_not_known_is_left_out_and_the_title_said_to_be_unknown():
    assert reference(STUDY, "bibtex", READ) == (
        "@misc{diplomasi-pertahanan,\n"
        "  author = {{Destianto}},\n"
        "  langid = {indonesian},\n"
        "  urldate = {2026-03-04},\n"
        "  note = {Judul tidak diketahui. An Indonesian taskap on defence diplomacy, five paragraphs that report it. "
        f"Sidik jari teks naskah (SHA-256): {fingerprint(STUDY)}.}},\n"
        "}\n"
    )
    (item,) = json.loads(reference(STUDY, "csl-json", READ))
    assert item == {
        "id": "diplomasi-pertahanan",
        "type": "manuscript",
        "author": [{"literal": "Destianto"}],
        "language": "id",
        "accessed": {"date-parts": [[2026, 3, 4]]},
        "note": "Judul tidak diketahui. An Indonesian taskap on defence diplomacy, five paragraphs that report it. "
        f"Sidik jari teks naskah (SHA-256): {fingerprint(STUDY)}.",
    }


def test_what_is_known_is_told_in_the_words_of_latex():
    assert reference(KNOWN, "bibtex", READ) == (
        "@techreport{kopi-gayo-e,\n"
        "  author = {{Dr. Budi, M.Si.}},\n"
        r"  title = {{Biaya 50\% \& \textbraceleft{}laba\textbraceright{}}}," + "\n"
        r"  institution = {{Koperasi \#1}}," + "\n"
        "  langid = {english},\n"
        "  urldate = {2026-03-04},\n"
        f"  note = {{Arsip. Fingerprint of the study's text (SHA-256): {fingerprint(KNOWN)}.}},\n"
        "}\n"
    )


def test_csl_tells_title_author_and_publisher_as_they_are():
    (item,) = json.loads(reference(KNOWN, "csl-json", READ))
    assert (item["type"], item["title"], item["publisher"]) == ("report", "Biaya 50% & {laba}", "Koperasi #1")
    assert item["author"] == [{"literal": "Dr. Budi, M.Si."}]


@pytest.mark.parametrize("blank", [None, "", " \n"])
def test_a_blank_is_not_known(blank):
    study = replace(STUDY, title=blank, author=blank, institution=blank, source=blank)
    entry = reference(study, "bibtex", READ)
    assert not {"author", "title", "institution"} & set(re.findall(r"^  (\w+) =", entry, re.MULTILINE))
    (item,) = json.loads(reference(study, "csl-json", READ))
    assert {"id", "type", "language", "accessed", "note"} == set(item)


@given(st.text(), st.text('\\{}%&$#_~^<>|"@, =\n', max_size=9))
def test_no_title_breaks_the_entry(title, more):
    """BibTeX counts braces, whatever stands before them; LaTeX minds the rest."""
    entry = reference(replace(STUDY, title=title + more, id=more), "bibtex", READ)
    depth = 0
    for brace in re.findall(r"[{}]", entry):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert re.match(r"@misc\{[A-Za-z0-9-]+,\n", entry)
    told = re.search(r"^  title = (.*),$", entry, re.MULTILINE)
    assert told is None or not re.search(r"(?<!\\)[%&$#_~^<>|]", told[1])


@given(st.text(), st.text())
def test_csl_is_json_of_one_line_texts(title, author):
    study = replace(STUDY, title=title, author=author)
    (item,) = json.loads(reference(study, "csl-json", READ).encode("utf-8"))
    assert item.get("title", "x") == " ".join(item.get("title", "x").split())
