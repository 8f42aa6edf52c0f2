import io
import json
import zipfile
from datetime import UTC, date, datetime

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from assistant.exchange import Exchange, exchange_from_data
from assistant.export import export, reference
from assistant.export.checking import NotAnExport, check
from assistant.export.markdown import escaped, unescaped
from knowledge import load_study

STUDY = load_study()
ASKED = (
    "Siapa saja mitra Indonesia?",
    "Apakah Indonesia bermitra dengan Jerman?",
    "Apakah Jepang mitra Indonesia?",
    "What challenges are there, and who is the president of France?",
    "Terima kasih",
    "<script>alert(1)</script> ![x](javascript:alert(1)) # *[a](b)* 1. www.x.id http://x.id",
)
SUFFIX = {"markdown": "md", "docx": "docx", "json": "json"}


@pytest.fixture(scope="module")
def exchanges(assistant):
    """One exchange of every kind."""
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    return tuple(Exchange(question, assistant.ask(question), at) for question in ASKED)


@pytest.fixture(scope="module", params=SUFFIX)
def exported(request, exchanges, tmp_path_factory):
    """The conversation as a file of each form."""
    file = tmp_path_factory.mktemp("exported") / f"tanya.{SUFFIX[request.param]}"
    file.write_bytes(export(exchanges, STUDY, request.param, "id"))
    return file


@pytest.fixture(scope="module")
def markdown(exchanges):
    return export(exchanges, STUDY, "markdown", "id").decode()


def altered(file, tmp_path, old, new):
    """The exported file with `old` replaced by `new` wherever it stands."""
    copy = tmp_path / file.name
    if file.suffix != ".docx":
        text = file.read_text("utf-8")
        assert old in text
        copy.write_text(text.replace(old, new), "utf-8")
        return copy
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old.encode(), new.encode()) if name.endswith("xml") else content)
    return copy


def test_an_untouched_file_stands(exported):
    found = check(exported, STUDY)
    assert found.changed == ()
    assert found.sentences >= 8
    assert found.quotes >= 6


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("Jepang, India, dan Prancis", "Jepang, India, dan Jerman", "does not stand in the study"),
        ("ego sektoral antarlembaga", "ego  sektoral antar lembaga", "does not stand in the study"),
        ("fragmentation of interests", "unity of interests", "do not bear out: “Destianto highlights challenges"),
    ],
)
def test_what_was_changed_is_named(exported, tmp_path, old, new, complaint):
    changed = check(altered(exported, tmp_path, old, new), STUDY).changed
    assert any(complaint in line for line in changed), changed


def test_a_quote_that_was_moved_to_another_paragraph_is_named(exported, tmp_path):
    old, new = ('"paragraph": 1', '"paragraph": 2') if exported.suffix == ".json" else ("paragraf 1", "paragraf 2")
    assert any("stands in paragraph 1, not 2" in line for line in check(altered(exported, tmp_path, old, new), STUDY).changed)


def test_a_footnote_that_was_taken_out_is_missed(markdown, tmp_path):
    lines = [line for line in markdown.splitlines() if not line.startswith("[^1]:")]
    (file := tmp_path / "x.md").write_text("\n".join(lines), "utf-8")
    assert any("cites [1], which is not there" in line for line in check(file, STUDY).changed)


def test_a_footnote_that_was_added_is_named(markdown, tmp_path):
    added = "\n[^99]: “Indonesia menjalin kemitraan” — paragraf 1, naskah x, dibaca hari ini\n"
    (file := tmp_path / "x.md").write_text(markdown + added, "utf-8")
    assert check(file, STUDY).changed == ("[99] is cited by no sentence",)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_single_letter_changed_in_a_quote_is_noticed(data, exchanges, tmp_path_factory):
    text = export(exchanges, STUDY, "markdown", "id").decode()
    start = text.index("[^1]: “") + len("[^1]: “")
    at = data.draw(st.integers(start, text.index("”", start) - 1))
    letter = data.draw(st.sampled_from("abcxyzABC019,."))
    if text[at].isspace() or text[at] == letter or text[at] == "\\" or text[at - 1] == "\\":
        return
    file = tmp_path_factory.mktemp("letter") / "x.md"
    file.write_text(text[:at] + letter + text[at + 1 :], "utf-8")
    assert check(file, STUDY).changed


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"# Halo\n", "does not say which text it quotes"),
        (b"{}", "was not exported by tanya"),
        (b'{"exchanges": 3}', "was not exported by tanya"),
        (b"PK\x03\x04 no package", "was not exported by tanya"),
        (b"\xff\xfe\x00", "was not exported by tanya"),
        (b"sha256:" + b"0" * 64, "quotes another text than 'diplomasi-pertahanan'; name its study with --study"),
    ],
)
def test_what_cannot_be_checked_is_told_in_one_line(tmp_path, content, complaint):
    (file := tmp_path / "file.md").write_bytes(content)
    with pytest.raises(NotAnExport) as error:
        check(file, STUDY)
    assert complaint in str(error.value)
    assert "\n" not in str(error.value)


def test_a_docx_of_somebody_else_is_told_so(tmp_path):
    docx.Document().save(file := tmp_path / "other.docx")
    with pytest.raises(NotAnExport, match="was not exported by tanya"):
        check(file, STUDY)


# ---------------------------------------------------------------------------------------------------- Markdown


def test_markdown_has_questions_sentences_and_a_footnote_for_each_quote(markdown):
    assert markdown.startswith("# Tanya jawab atas naskah diplomasi-pertahanan\n\n- Penulis naskah: Destianto\n")
    assert "\n## Siapa saja mitra Indonesia?\n" in markdown
    first = "Indonesia menjalin kemitraan dengan berbagai negara, seperti Australia, Jepang, India, dan Prancis.[^1]\n"
    assert first in markdown
    quote = "[^1]: “Indonesia menjalin kemitraan dengan berbagai negara seperti Australia, Jepang, India, dan Prancis”"
    assert f"{quote} — paragraf 1, naskah diplomasi-pertahanan, dibaca {datetime.now(UTC).date()}" in markdown
    assert "\nNaskah tidak menyebut Jerman.\n" in markdown


def test_nothing_that_was_typed_comes_alive_in_markdown(markdown):
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    assert not any(f"<{tag}" in page for tag in ("script", "img", "a ", "em", "strong", "del", "table", "code"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ![x](javascript:alert(1)) # *[a](b)* 1. www.x.id http://x.id" in page


@given(st.text())
def test_escaped_text_is_one_line_and_comes_back(text):
    line = escaped(text)
    assert "\n" not in line
    assert unescaped(line) == " ".join(text.split())


printable = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1)


@given(printable)
def test_escaped_text_is_a_paragraph_of_itself(text):
    page = MarkdownIt("commonmark").render(escaped(text))
    told = page.removeprefix("<p>").removesuffix("</p>\n")
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        told = told.replace(entity, letter)
    assert told == text


# ---------------------------------------------------------------------------------------------------- Word


def test_docx_has_footnotes_of_words_own(exchanges):
    content = export(exchanges, STUDY, "docx", "en")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
        notes = etree.fromstring(package.read("word/footnotes.xml"))
        main = package.read("word/document.xml").decode()
        assert "footnotes+xml" in package.read("[Content_Types].xml").decode()
        assert "relationships/footnotes" in package.read("word/_rels/document.xml.rels").decode()
    ids = [note.get(f"{{{notes.nsmap['w']}}}id") for note in notes]
    assert ids[:2] == ["-1", "0"]
    assert [f'w:footnoteReference w:id="{number}"' in main for number in ids[2:]] == [True] * (len(ids) - 2)
    word = docx.Document(io.BytesIO(content))
    assert word.paragraphs[0].text == "Questions and answers on the study diplomasi-pertahanan"
    assert ASKED[-1] in [paragraph.text for paragraph in word.paragraphs]


def test_what_xml_cannot_hold_is_left_out_of_a_docx(assistant):
    odd = Exchange("Apa\x00\x0b itu\ud800?", assistant.ask("Apa?"), datetime.now(UTC))
    word = docx.Document(io.BytesIO(export([odd], STUDY, "docx", "id")))
    assert "Apa itu?" in [paragraph.text for paragraph in word.paragraphs]


# ---------------------------------------------------------------------------------------------------- JSON, reference


def test_json_holds_everything_exactly(exchanges):
    data = json.loads(export(exchanges, STUDY, "json", "id"))
    assert tuple(exchange_from_data(entry, STUDY) for entry in data["exchanges"]) == exchanges
    assert data["study"]["author"] == "Destianto"
    assert data["study"]["title"] is None


def test_a_bibtex_entry_says_what_is_unknown_and_invents_nothing():
    from pybtex.database import parse_string

    entry = parse_string(reference(STUDY, "bibtex", date(2026, 1, 2)), "bibtex").entries["diplomasi-pertahanan"]
    assert [str(person) for person in entry.persons["author"]] == ["Destianto"]
    assert set(entry.fields) == {"language", "urldate", "note"}
    assert entry.fields["urldate"] == "2026-01-02"
    assert "Unknown: title, institution, date." in entry.fields["note"]


def test_csl_json_says_what_is_unknown_and_invents_nothing():
    [item] = json.loads(reference(STUDY, "csl-json", date(2026, 1, 2)))
    assert item["author"] == [{"literal": "Destianto"}]
    assert item["accessed"] == {"date-parts": [[2026, 1, 2]]}
    assert not {"title", "publisher", "issued"} & item.keys()
