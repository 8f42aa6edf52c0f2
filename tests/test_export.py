import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from world import cited, stating, talk

from assistant import Abstention, Answer, Citation, Claim
from assistant.answers import Writing
from assistant.exchange import Exchange
from assistant.export import SUFFIXES, export, markdown, word
from assistant.export.checking import check
from assistant.export.data import read
from assistant.export.document import checksum, compose, fingerprint, plain
from assistant.export.layout import Block, Layout, Text, lay_out
from assistant.export.recovery import Recovered, recover
from knowledge import load_study

NOW = datetime(2026, 3, 4, tzinfo=UTC)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHIPPED = load_study()


def recovered(content, form):
    if form == "json":
        return Recovered(*read(content), exact=True)
    return recover((markdown if form == "markdown" else word).read(content))


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def repacked(content, **changed):
    """A Word file with other parts: `repacked(content, document=...)` changes word/document.xml."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, part in parts(content).items():
            file.writestr(name, changed.get(name.removeprefix("word/").removesuffix(".xml"), part))
    return packed.getvalue()


def test_markdown_shows_head_questions_sentences_refusals_and_footnotes(study):
    text = export(talk(study), study, "markdown", "en").decode()
    seal = checksum(compose(talk(study), study, "en"))
    assert text.startswith(
        "# Questions put to a study\n\n- Study: kopi-gayo\n- Title: *unknown*\n- Author: *unknown*\n- Read: 2026-03-05\n"
        f"- Fingerprint of the study's text (SHA-256): {fingerprint(study)}\n"
        f"- Fingerprint of what this file says (SHA-256): {seal}\n\n"
        "## 1. Ke mana kopi diekspor?\n\n- Asked: 2026-03-04 23:58:07 UTC\n\n"
        "**Tiga disebut dalam naskah.** Kopi diekspor ke tiga negara.[^1]\n\n"
        "## 2. japan?\n\n- Asked: 2026-03-04 23:59:07 UTC\n- Understood as: Does Japan buy coffee?\n\n"
        "**Yes.** Japan buys half the harvest.[^2] [^3]\n\n"
        "## 3. Dan siapa pembelinya, sejak kapan?\n\n- Asked: 2026-03-05 00:00:07 UTC\n"
        "- Understood as: Siapa pembelinya, sejak kapan?\n\nKopi diekspor ke tiga negara.[^1]\n\n"
        "*Naskah tidak memberikan keterangan itu (kapan).*\n\nThe nearest passages of the study:\n\n"
        "- “Koperasi Kopi Gayo berdiri pada 1998.”, paragraph 1, characters 22–59\n"
    )
    assert text.endswith(
        "[^3]: “Jepang, Jerman”, paragraph 3, characters 281–295. kopi-gayo (title unknown). Read: 2026-03-04.\n\n"
        "[^4]: “Karena itu, koperasi membangun gudang di tepi jalan raya.”, paragraph 4, characters 489–546. "
        "kopi-gayo (title unknown). Read: 2026-03-05.\n"
    )
    assert "## 5. Apakah ada \\*jembatan\\*?\n\n" in text
    assert "\n\n## 7.\n\n" in text  # nothing was typed


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("form", SUFFIXES)
def test_what_was_exported_is_read_back_whole(study, form, language):
    document = compose(talk(study), study, language)
    found = recovered(export(talk(study), study, form, language), form)
    assert (found.strays, found.whole) == ((), True)
    assert lay_out(found.document) == lay_out(document)
    if form == "json":  # that keeps white space, too
        assert found.document == document


def test_real_answers_are_read_back_whole(assistant):
    exchanges = []
    for asked in (
        "Siapa saja mitra Indonesia?",
        "Kalau Jerman?",
        "Apakah Jepang mitra?",
        "Siapa mitra dan sejak kapan?",
        "halo",
    ):
        exchanges.append(Exchange(asked, assistant.ask(asked, [e.turn for e in exchanges]), NOW))
    for form in SUFFIXES:
        found = recovered(export(exchanges, assistant.study, form, "id"), form)
        assert (found.document, found.whole) == (compose(exchanges, assistant.study, "id"), True)


def test_a_place_is_one_footnote_however_often_it_is_cited(study):
    document = compose(talk(study), study, "id")
    assert [footnote.number for footnote in document.footnotes] == [1, 2, 3, 4]
    assert [s.footnotes for entry in document.entries for s in entry.sentences] == [(1,), (2, 3), (1,), (4,)]
    assert document.footnotes[0].read.isoformat() == "2026-03-04"  # when it was first read


def test_footnotes_name_the_study_by_its_title_where_that_is_known(study):
    known = replace(study, title="Kopi & Kerja", author="R. Ismail")
    text = export(talk(known), known, "markdown", "id").decode()
    assert "- Judul: Kopi \\& Kerja\n- Penulis: R. Ismail\n" in text
    assert ". Kopi \\& Kerja. Dibaca: 2026-03-04.\n" in text


def test_a_title_that_reads_like_the_end_of_a_footnote_misleads_nobody(study):
    known = replace(study, title="x”, paragraf 9, karakter 1–2. y. Dibaca: 2020-01-01", author="tidak diketahui")
    for form in SUFFIXES:
        found = recovered(export(talk(known), known, form, "id"), form)
        assert (found.whole, found.strays, found.document.study) == (True, (), compose(talk(known), known, "id").study)


def test_json_keeps_quotes_to_the_byte(study):
    data = json.loads(export(talk(study), study, "json", "id"))
    assert data["footnotes"][3]["quote"] == "Karena itu,\nkoperasi membangun gudang di tepi jalan raya."
    assert all(study.text[note["start"] : note["end"]] == note["quote"] for note in data["footnotes"])
    assert data["study"] == {"id": "kopi-gayo", "title": None, "author": None, "fingerprint": fingerprint(study)}
    assert {"number", "quote", "paragraph", "start", "end", "study", "read"} == set(data["footnotes"][0])


def test_one_answer_is_a_document(study):
    text = export(talk(study)[:1], study, "markdown", "id").decode()
    assert (text.count("\n## "), text.count("\n[^")) == (1, 1)


def test_nothing_is_no_document(study):
    with pytest.raises(ValueError, match="at least one question"):
        export([], study, "markdown", "id")


def test_the_same_conversation_is_the_same_file(study):
    assert export(talk(study), study, "markdown", "id") == export(talk(study), study, "markdown", "id")


# ------------------------------------------------------------------------------------------------------- Word


def test_a_word_file_has_real_footnotes(study):
    content = export(talk(study), study, "docx", "id")
    held = parts(content)
    for name, part in held.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(part)  # well-formed
    assert b'PartName="/word/footnotes.xml"' in held["[Content_Types].xml"]
    assert b"wordprocessingml.footnotes+xml" in held["[Content_Types].xml"]
    assert b'Target="footnotes.xml"' in held["word/_rels/document.xml.rels"]
    notes = ElementTree.fromstring(held["word/footnotes.xml"])
    assert [note.get(f"{WORD}id") for note in notes] == ["-1", "0", "1", "2", "3", "4"]
    body = ElementTree.fromstring(held["word/document.xml"])
    referred = [reference.get(f"{WORD}id") for reference in body.iter(f"{WORD}footnoteReference")]
    assert referred == ["1", "2", "3", "4"]  # each once, because Word counts references
    assert [field.get(f"{WORD}instr") for field in body.iter(f"{WORD}fldSimple")] == [" NOTEREF tanya_1 \\f \\h "]


def test_the_styles_that_a_word_file_uses_are_there(study):
    held = parts(export(talk(study), study, "docx", "id"))
    styles = {style.get(f"{WORD}styleId") for style in ElementTree.fromstring(held["word/styles.xml"]).iter(f"{WORD}style")}
    for name in ("word/document.xml", "word/footnotes.xml"):
        root = ElementTree.fromstring(held[name])
        used = {e.get(f"{WORD}val") for kind in ("pStyle", "rStyle") for e in root.iter(f"{WORD}{kind}")}
        assert used
        assert used <= styles


def test_a_word_file_opens_and_says_what_it_is(study):
    file = docx.Document(io.BytesIO(export(talk(study), study, "docx", "en")))
    assert next(p.text for p in file.paragraphs if p.style.name == "Heading 1") == "1. Ke mana kopi diekspor?"
    assert (file.core_properties.title, file.core_properties.author) == ("Questions put to a study", "tanya")
    assert file.core_properties.created == datetime(2026, 3, 5, 0, 4, 7, tzinfo=UTC)
    assert {spoken.get(f"{WORD}val") for spoken in file.styles.element.iter(f"{WORD}lang")} == {"en-GB"}


def test_a_word_file_without_footnotes_opens(study):
    content = export(talk(study)[-2:], study, "docx", "id")
    assert "word/footnotes.xml" not in parts(content)
    assert recovered(content, "docx").whole


def test_a_word_file_that_another_program_saved_again_is_read(study):
    """Runs are split, ids of footnotes begin elsewhere, the simple field has become one of many runs."""
    content = export(talk(study), study, "docx", "id")
    held = {name: part.decode() for name, part in parts(content).items() if name in ("word/document.xml", "word/footnotes.xml")}
    body = held["word/document.xml"].replace("Kopi diekspor", "Kopi </w:t></w:r><w:r><w:t>diekspor")
    for at in (4, 3, 2, 1):
        held["word/footnotes.xml"] = held["word/footnotes.xml"].replace(f'w:id="{at}"', f'w:id="{at + 6}"')
        body = body.replace(f'footnoteReference w:id="{at}"', f'footnoteReference w:id="{at + 6}"')
    start, end = body.index("<w:fldSimple"), body.index("</w:fldSimple>") + len("</w:fldSimple>")
    pieces = (
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText> NOTEREF tanya_1 \\f \\h </w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    body = body[:start] + "".join(f"<w:r>{piece}</w:r>" for piece in pieces) + body[end:]
    found = recovered(repacked(content, document=body, footnotes=held["word/footnotes.xml"]), "docx")
    assert (found.strays, found.whole) == ((), True)


# ---------------------------------------------------------------------------------------------------- hostile

HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png) <http://evil.example>",
    "http://evil.example www.evil.example me@evil.example [a]: http://evil.example",
    "# no heading\n\n- no item\n\n    no code\n```\nfence\n```\n| a | b |\n|---|---|",
    "1. one\n2) two\n=== \n--- *a* _b_ **c** ~~d~~ `e` ==f== ^g^ $h$ &copy; &#60; \\",
    "[^1] [^2]: “quote”, paragraf 1, karakter 0–3. ^[inline] :smile: {{x}} {% x %}",
    "\x00\x07\x1b[31mred\x1b[0m \ufffe \u202ereversed \u2028 \x0b tab\there",
    "]]> <!-- --> <?php ?> <w:t>x</w:t> &amp; \ud800",
]


def said_by(text):
    """An exchange in which everything that can be hostile is `text`."""
    sentence = SHIPPED.sentences[0]
    citation = Citation(1, sentence.text, sentence.paragraph, sentence.start, sentence.end)
    refused = Abstention("not-named", text)
    return Exchange(text, Answer(text, "id", (Claim(text, (1,), "note"),), (citation,), unanswered=(refused,)), NOW)


PROGRAM = MarkdownIt("gfm-like", {"linkify": False}).use(footnote_plugin)


def kinds(tokens):
    return {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", SUFFIXES)
def test_hostile_text_is_text_and_comes_back(form, text):
    study = replace(SHIPPED, title=text, author=text)
    exchanges = [said_by(text), said_by("Harmless.")]
    found = recovered(export(exchanges, study, form, "id"), form)
    assert (found.strays, found.whole) == ((), True)
    assert found.document.entries[0].question == plain(text)
    assert found.document.entries[0].sentences[0].text == plain(text)


@given(st.text(min_size=1) | st.text("\\`*_{}[]()<>#+-.!|~&$^:=“”–'\" \n1ab", min_size=1))
def test_no_text_becomes_markup(text):
    text = plain(text)
    if not text:
        return
    blocks = tuple(Block(kind, (Text(text),)) for kind in ("heading", "paragraph", "item"))
    layout = Layout((*blocks, Block("paragraph", (Text(text, "emphasis"),))), ((1, text),))
    content = markdown.write(layout)
    assert markdown.read(content) == layout
    ours = {"heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "em_open", "em_close"}
    lists = {"bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"}
    assert kinds(PROGRAM.parse(content.decode())) <= ours | lists


@pytest.mark.parametrize("text", HOSTILE)
def test_no_tag_link_or_picture_of_a_reader_is_rendered(text):
    html = PROGRAM.render(export([said_by(text)], SHIPPED, "markdown", "id").decode())
    outside = html.replace('<a href="#fn', "").replace('<a href="#fnref', "")
    assert not any(tag in outside for tag in ("<a ", "<img", "<script", "<table", "<code", "<pre", "<del", "<!--"))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_address_that_is_not_a_link_can_be_made_one(text):
    """Programs that make links of bare addresses look at the characters of the file, where these are broken by backslashes."""
    content = export([said_by(text)], SHIPPED, "markdown", "id").decode()
    assert not any(bare in content for bare in ("http:", "www.", "me@", "javascript:"))


@settings(max_examples=30)
@given(st.text())
def test_any_text_goes_into_a_word_file_and_comes_back(text):
    if not plain(text):
        return
    layout = Layout((Block("paragraph", (Text(plain(text)),)),), ())
    assert word.read(word.write(layout, compose([said_by("x")], SHIPPED, "id"))) == layout


@pytest.mark.parametrize("language", ["id", "en"])
def test_headings_speak_the_language_that_was_asked_for_and_answers_their_own(study, language):
    exchange = Exchange("japan?", stating(study, "japan?", "markets.japan", "en"), NOW)
    text = export([exchange], study, "markdown", language).decode()
    assert ("Ditanyakan" in text) == (language == "id")
    assert "Japan buys half the harvest." in text


@pytest.mark.parametrize("form", SUFFIXES)
def test_an_answer_that_a_model_wrote_says_so_and_stands(study, form):
    citation = cited(study, "Jepang membeli separuh panen")
    claims = (Claim("Separuh panen dibeli Jepang.", (1,), "entailed"),)
    answer = Answer("Siapa pembelinya?", "id", claims, (citation,), writing=Writing("ollama:qwen3"))
    content = export([Exchange("Siapa?", answer, NOW)], study, form, "id")
    found = recovered(content, form)
    assert [entry.writer for entry in found.document.entries] == ["ollama:qwen3"]
    assert check(found, study).changed == ()
    if form != "docx":
        altered = recovered(content.replace(b"qwen3", b"qwen4"), form)
        assert "something else was changed" in check(altered, study).changed[0]


def test_a_model_that_failed_is_no_writer(study):
    answer = stating(study, "Apa?", "markets", writing=Writing("ollama:qwen3", "cut-off"))
    assert compose([Exchange("Apa?", answer, NOW)], study, "id").entries[0].writer is None


def test_what_was_exported_before_models_wrote_is_still_whole(study):
    before = "c513100019da7e3fec224e33a68916e2d27c8456d1f0a0e1c54e1a3fc14ae572"
    assert checksum(compose(talk(study), study, "en")) == before
