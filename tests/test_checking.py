import json
import re
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_export import NOW, parts, recovered, repacked
from world import stating, talk

from assistant.exchange import Exchange
from assistant.export import SUFFIXES, export, markdown
from assistant.export.checking import check
from assistant.export.recovery import NotExported, read_exported, recover
from knowledge import load_study

SHIPPED = load_study()


def outcome(content, study, form="markdown"):
    return check(recovered(content, form), study)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("form", SUFFIXES)
def test_a_file_as_it_was_exported_stands(study, form, language):
    found = outcome(export(talk(study), study, form, language), study, form)
    assert (found.changed, found.quotes, found.sentences, found.same_text) == ((), 7, 4, True)


EVERY_NOTE = [
    Exchange(note.id, stating(SHIPPED, note.id, note.id, language), NOW)
    for note in SHIPPED.notes
    for language in note.statement
]
FILES = {form: export(EVERY_NOTE[:16], SHIPPED, form, "id") for form in SUFFIXES}


@pytest.mark.parametrize("form", SUFFIXES)
def test_every_note_stands(form):
    found = outcome(export(EVERY_NOTE, SHIPPED, form, "en"), SHIPPED, form)
    assert (found.changed, found.sentences) == ((), 2 * len(SHIPPED.notes))


def edited(content, old, new, times=1):
    text = content.decode()
    assert old in text
    return text.replace(old, new, times).encode()


NOTE = "[^2]: “Jepang membeli separuh panen”"


@pytest.mark.parametrize(
    ("old", "new", "complaints"),
    [
        (
            NOTE,
            "[^2]: “Jepang membeli seluruh panen”",
            [
                "footnote 2 was changed: the file says “Jepang membeli seluruh panen”, paragraph 3, characters 350–378; "
                "the study says there “Jepang membeli separuh panen”"
            ],
        ),
        (
            NOTE,
            "[^2]: “Jerman membeli separuh panen”",
            [
                "footnote 2 was changed: the file says “Jerman membeli separuh panen”, paragraph 3, characters 350–378; "
                "the study says there “Jepang membeli separuh panen”"
            ],
        ),
        (
            "“Jepang membeli separuh panen”, paragraf 3",
            "“Jepang membeli separuh panen”, paragraf 2",
            [
                "footnote 2 was moved: the file says “Jepang membeli separuh panen”, paragraph 2, characters 350–378; "
                "it stands in paragraph 3, characters 350–378"
            ],
        ),
        (
            "paragraf 1, karakter 22–59",
            "paragraf 1, karakter 22–9999",
            [
                "nearest passage 1 of question 3 was moved: the file says “Koperasi Kopi Gayo berdiri pada 1998.”, "
                "paragraph 1, characters 22–9999; it stands in paragraph 1, characters 22–59"
            ],
        ),
        (
            "“Koperasi Kopi Gayo berdiri pada 1998.”",
            "“Koperasi Kopi Gayo berdiri pada 1989.”",
            [
                "nearest passage 1 of question 3 was changed: the file says “Koperasi Kopi Gayo berdiri pada 1989.”, "
                "paragraph 1, characters 22–59; the study says there “Koperasi Kopi Gayo berdiri pada 1998.”"
            ],
        ),
        (
            "Japan buys half",
            "Japan buys all",
            ["a sentence of question 2, “Japan buys all the harvest.”, is not what its footnotes say"],
        ),
        ("harvest.[^2] [^3]", "harvest.[^1] [^3]", ["footnote 2 is cited by no sentence", "a sentence of question 2"]),
        (
            "harvest.[^2] [^3]",
            "harvest.[^9] [^3]",
            ["footnote 2 is cited by no", "cites footnote 9, which is not there"],
        ),
        ("harvest.[^2] [^3]", "harvest.", ["footnote 2 is", "footnote 3 is", "has no footnote"]),
        ("[^4]: “Karena", "[^5]: “Karena", ["footnote 5 is cited by no sentence", "cites footnote 4, which is not there"]),
        ("[^4]: “Karena", "“Karena", ["cites footnote 4, which is not there", "“Karena itu", "has no footnote"]),
        (NOTE, f"[^1]: “Jepang”\n\n{NOTE}", ["this is not as tanya wrote it: “[1] “Jepang””"]),
        (
            "Dibaca: 2026-03-04.\n\n[^2]",
            "Dibaca: kemarin.\n\n[^2]",
            ["this is not as tanya wrote it: “[1] “Koperasi"],
        ),
        ("## 6. halo", "Indonesia kalah.\n\n## 6. halo", ["“Indonesia kalah.”, has no footnote"]),
        ("## 5. Apa", "Indonesia kalah.\n\n## 5. Apa", ["this is not as tanya wrote it: “Indonesia kalah.”"]),
        ("## 6. halo", "<p>x</p>\n\n## 6. halo", ["this is not as tanya wrote it: “<html_block> <p>x</p>”"]),
        ("Kopi diekspor ke tiga", "Kopi [diekspor](http://e.example) ke tiga", ["this is not as tanya wrote it: “"]),
        ("**Ya.**", "**Tidak.**", ["something else was changed"]),
        ("Dipahami sebagai: Does", "Dipahami sebagai: Did", ["something else was changed"]),
        ("menyebut jembatan.", "menyebut apa pun.", ["something else was changed"]),
        ("## 1. Ke mana", "## 1. Ke sana", ["something else was changed"]),
        ("Ditanyakan: 2026-03-04", "Ditanyakan: 2025-03-04", ["something else was changed"]),
        ("Penulis: *tidak diketahui*", "Penulis: Budi", ["something else was changed"]),
    ],
)
def test_what_was_changed_is_named(study, old, new, complaints):
    content = export(talk(study), study, "markdown", "id")
    content = edited(content, "**Yes.**", "**Ya.**") if old == "**Ya.**" else content
    changed = outcome(edited(content, old, new), study).changed
    for complaint in complaints:
        assert any(complaint in line for line in changed), changed
    assert not any("\n" in line for line in changed)


def test_only_what_was_changed_is_named(study):
    content = export(talk(study), study, "markdown", "id")
    assert len(outcome(edited(content, "separuh panen”", "seluruh panen”"), study).changed) == 1


def test_white_space_counts_in_json_alone(study):
    content = export(talk(study), study, "json", "id")
    assert outcome(edited(content, "Karena itu,\\nkoperasi", "Karena itu, koperasi"), study, "json").changed
    content = export(talk(study), study, "markdown", "id")
    assert outcome(edited(content, "Karena itu, koperasi", "Karena itu,\nkoperasi", 2), study).changed == ()


# ------------------------------------------------------------------------------------------- every single character

LETTERS = st.sampled_from("aeiouxyzABC0123456789.,;:-–’“”*_[]<&\\ ") | st.characters(codec="utf-8")


@st.composite
def alterations(draw, quote):
    """`quote` with one character left out, put in, or made another."""
    at = draw(st.integers(0, len(quote) - 1))
    kind = draw(st.sampled_from(["drop", "add", "replace"]))
    put = "" if kind == "drop" else draw(LETTERS)
    return quote[:at] + put + quote[at + (kind != "add") :]


def means_the_same(one, other, exact):
    return one == other if exact else one.split() == other.split()


@given(st.data())
@pytest.mark.parametrize("form", ["markdown", "json"])
def test_a_quote_with_one_character_altered_is_named(form, data):
    document = recovered(FILES[form], form).document
    at = data.draw(st.integers(0, len(document.footnotes) - 1))
    note = document.footnotes[at]
    quote = data.draw(alterations(note.quote))
    if means_the_same(quote, note.quote, form == "json"):
        return
    if form == "json":
        written = json.loads(FILES[form])
        written["footnotes"][at]["quote"] = quote
        content = json.dumps(written).encode()
    else:
        text = markdown.escape(" ".join(quote.split()))
        content = edited(FILES[form], f"[^{note.number}]: “{markdown.escape(note.quote)}”", f"[^{note.number}]: “{text}”")
    changed = outcome(content, SHIPPED, form).changed
    named = (f"footnote {note.number} was ", f"this is not as tanya wrote it: “[{note.number}]")
    assert any(line.startswith(named) for line in changed)


@given(st.data())
def test_any_character_altered_in_a_markdown_file_is_noticed(data):
    """Not only in quotes: what still reads the same is all that may pass."""
    original = export(EVERY_NOTE[:4], SHIPPED, "markdown", "id").decode()
    text = data.draw(alterations(original))
    try:
        found = recover(markdown.read(text.encode("utf-8")))
    except ValueError:
        return  # no longer a file of ours
    if found == recover(markdown.read(original.encode())):
        return
    try:
        assert check(found, SHIPPED).changed
    except NotExported:
        return  # of another study


def test_each_footnote_reference_that_is_changed_is_noticed():
    text = FILES["markdown"].decode()
    for mark in re.finditer(r"\[\^(\d+)\](?!:)", text):
        other = f"[^{int(mark[1]) % 7 + 1}]"
        if other != mark.group():
            assert outcome((text[: mark.start()] + other + text[mark.end() :]).encode(), SHIPPED).changed
        assert outcome((text[: mark.start()] + text[mark.end() :]).encode(), SHIPPED).changed


TABLE = "<w:p><w:r><w:t>Tabel</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("part", "old", "new", "complaint"),
    [
        ("footnotes", "membeli separuh panen", "membeli seluruh panen", "footnote 2 was changed"),
        ("footnotes", "karakter 350–378", "karakter 350–379", "footnote 2 was moved"),
        ("document", 'footnoteReference w:id="2"', 'footnoteReference w:id="3"', "is cited by no sentence"),
        ("document", "Japan buys half", "Japan buys all", "is not what its footnotes say"),
        ("document", "NOTEREF tanya_1", "NOTEREF tanya_2", "is not what its footnotes say"),
        ("document", "NOTEREF tanya_1", "NOTEREF nowhere", "cites footnote 0, which is not there"),
        ("document", "<w:p>", f"<w:tbl><w:tr><w:tc>{TABLE}</w:tc></w:tr></w:tbl><w:p>", "“Tabel”"),
        ("document", "menyebut jembatan", "menyebut apa pun", "something else was changed"),
    ],
)
def test_what_was_changed_in_a_word_file_is_named(study, part, old, new, complaint):
    content = export(talk(study), study, "docx", "id")
    written = parts(content)[f"word/{part}.xml"].decode()
    at = written.index(old, written.index("</w:p>") + 6)  # not before the title
    changed = outcome(repacked(content, **{part: written[:at] + new + written[at + len(old) :]}), study, "docx").changed
    assert any(complaint in line for line in changed), changed


# ------------------------------------------------------------------------------------------- which study, which file


def test_a_study_of_another_name_with_the_same_text_will_do(study):
    assert outcome(export(talk(study), study, "json", "id"), replace(study, id="salinan"), "json").changed == ()


def test_another_study_is_refused(study):
    with pytest.raises(NotExported, match="quotes the study 'kopi-gayo', not 'diplomasi-pertahanan'; name its"):
        outcome(export(talk(study), study, "markdown", "id"), SHIPPED)


def test_quotes_of_a_text_that_has_grown_are_said_to_have_moved(study, write_study):
    content = export(talk(study), study, "markdown", "id")
    notes = (study.folder / "notes.yaml").read_text()
    grown = load_study(write_study(study.text.replace("# Koperasi", "# Tentang Koperasi"), notes=notes))
    found = outcome(content, grown)
    assert (len(found.changed), found.same_text) == (7, False)
    assert all(" was moved: " in line for line in found.changed)
    assert "it stands in paragraph 3, characters 358–386" in found.changed[1]  # eight further
    appended = load_study(write_study(study.text + "\nPenutup.\n", notes=notes))
    assert (outcome(content, appended).changed, outcome(content, appended).same_text) == ((), False)


@pytest.mark.parametrize("form", SUFFIXES)
def test_a_file_is_read_by_its_suffix(study, tmp_path, form):
    file = tmp_path / f"percakapan{SUFFIXES[form].upper()}"
    file.write_bytes(export(talk(study), study, form, "id"))
    assert check(read_exported(file), study).changed == ()


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.md", b"", "it does not begin with"),
        ("a.md", b"# Resep kopi\n", "it does not begin with 'Tanya jawab dengan naskah' or 'Questions put to a study'"),
        ("a.md", b"# Tanya jawab dengan naskah\n", "it does not say which study it quotes"),
        ("a.md", b"\xff\xfe", "'utf-8' codec can't decode"),
        ("a.json", b"[]", 'it has no "form"'),
        ("a.json", b"{", "Expecting property name"),
        ("a.json", b"[" * 100_000, "nested too deep"),
        ("a.json", b'{"form": "tanya-export-1"}', "'language': Field required"),
        ("a.docx", b"PK", "no whole Word file (BadZipFile"),
        ("a.pdf", b"%PDF", "name one that ends in .md, .docx or .json"),
    ],
)
def test_a_file_of_something_else_is_refused_in_one_line(tmp_path, name, content, complaint):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(NotExported, match=re.escape(complaint)) as refused:
        read_exported(file)
    assert "\n" not in str(refused.value)


def test_a_word_file_that_is_cut_short_or_unpacks_without_end_is_refused(study, tmp_path):
    whole, file = export(talk(study), study, "docx", "id"), tmp_path / "a.docx"
    for end in range(0, len(whole), 2500):
        file.write_bytes(whole[:end])
        with pytest.raises(NotExported, match="no whole Word file"):
            read_exported(file)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * 51_000_000)
    with pytest.raises(NotExported, match="more than 50 MB"):
        read_exported(file)


def test_a_file_too_large_to_be_ours_is_not_read(tmp_path):
    file = tmp_path / "a.md"
    file.write_bytes(b" " * 10_000_001)
    with pytest.raises(NotExported, match="larger than 10 MB"):
        read_exported(file)


def test_json_with_another_field_is_refused(study, tmp_path):
    file = tmp_path / "a.json"
    file.write_text(json.dumps(json.loads(export(talk(study), study, "json", "id")) | {"mood": "good"}))
    with pytest.raises(NotExported, match="'mood': Unexpected keyword argument"):
        read_exported(file)
