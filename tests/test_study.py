import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Span, StudyError, load_study

TWO = "Kapal itu besar. Ia cepat.\n\nKapal itu tua. Ia lambat."  # paragraphs [0, 26) and [28, 53)


def note(quotes, id="a", statement="{id: Ya., en: Yes.}", more=""):
    return f"- id: {id}\n  statement: {statement}\n  quotes: {quotes}\n{more}"


def test_the_text_alone_is_a_study(write_study):
    study = load_study(write_study(TWO))
    assert (study.id, study.language, study.notes, study.title) == ("kopi-gayo", "id", (), None)
    assert study.paragraphs == (Span(0, 26), Span(28, 53))
    assert [(s.paragraph, s.text) for s in study.sentences] == [
        (1, "Kapal itu besar."),
        (1, "Ia cepat."),
        (2, "Kapal itu tua."),
        (2, "Ia lambat."),
    ]


def test_an_english_text_is_recognised(write_study):
    assert load_study(write_study("The ship is old. It is slow.")).language == "en"


def test_study_yaml_says_what_is_known(write_study):
    study = load_study(write_study(TWO, study="id: kapal\ntitle: 1945\nlanguage: en\nas_of: 2024-02-20\nauthor: null"))
    assert (study.id, study.title, study.language, study.as_of, study.author) == ("kapal", "1945", "en", "2024-02-20", None)


def test_headings_are_in_the_text_but_in_no_paragraph(study):
    assert study.text.startswith("# Koperasi Kopi Gayo\n")
    assert (len(study.paragraphs), len(study.sentences)) == (4, 12)
    assert study.sentences[0].text == "Koperasi Kopi Gayo berdiri pada 1998."


def test_notes_are_read_with_their_quotes_located(study):
    markets, japan, _ = study.notes
    assert (markets.topic, markets.voice, markets.items) == ("partners", "author", ("markets.japan",))
    assert (japan.topic, japan.voice, japan.terms) == ("", "study", ())
    assert japan.statement == {"id": "Jepang membeli separuh panen.", "en": "Japan buys half the harvest."}
    assert [study.quote(span) for span in japan.quotes] == ["Jepang membeli separuh panen", "Jepang, Jerman"]


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="#\ufeff")).filter(str.strip))
def test_every_character_but_white_space_stands_in_one_sentence(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("any")
    (folder / "text.md").write_bytes(text.encode())
    study = load_study(folder)
    assert study.text == text
    assert "".join("".join(s.text for s in study.sentences).split()) == "".join(text.split())
    for sentence in study.sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert study.paragraph_of(sentence.span) == sentence.paragraph


def test_offsets_are_those_of_the_file_even_with_windows_line_ends(write_study):
    study = load_study(write_study("Satu. Dua.\r\n\r\nTiga."))
    assert [(s.text, s.start) for s in study.sentences] == [("Satu.", 0), ("Dua.", 6), ("Tiga.", 14)]


def test_a_byte_order_mark_is_no_part_of_the_text(write_study):
    assert load_study(write_study("\ufeffSatu.")).text == "Satu."


def test_a_quote_that_stands_in_two_paragraphs_is_mended_by_its_paragraph(write_study):
    with pytest.raises(StudyError, match=r"notes\.yaml: note 'a': 'Kapal itu' stands 2 times .* add `paragraph:`"):
        load_study(write_study(TWO, notes=note("[Kapal itu]")))
    study = load_study(write_study(TWO, notes=note("[{quote: Kapal itu, paragraph: 2}]")))
    assert study.notes[0].quotes == (Span(28, 37),)


@pytest.mark.parametrize(
    ("notes", "complaint"),
    [
        (note("[Kapal ini]"), "'a': 'Kapal ini' stands nowhere"),
        (note("[Ia cepat. Kapal itu]"), "'a': 'Ia cepat. Kapal itu' lies in no single paragraph"),
        (note("[{quote: Kapal itu, paragraph: 3}]"), "'a': paragraph must be 1 to 2, found 3"),
        (note("[12]"), "'a': a quote must be text, found 12"),
        (note("[]"), "'a' needs at least one exact string"),
        (note("Ia cepat"), "'a' needs at least one exact string"),
        (note("[Ia cepat]", statement="{en: Yes.}"), "'a' needs `statement: {id: ..., en: ...}`"),
        (note("[Ia cepat]", statement="Ya."), "'a' needs `statement: {id: ..., en: ...}`, found 'Ya.'"),
        (note("[Ia cepat]", more="  label: Cepat"), "'a' needs `label: {id: ..., en: ...}`, found 'Cepat'"),
        (note("[Ia cepat]", more="  question: {id: Siapa?}"), "'a' needs `question: {id: ..., en: ...}`"),
        (note("[Ia cepat]", more="  voice: captain"), "'a': voice must be one of author, study, outlook, found 'captain'"),
        (note("[Ia cepat]", more="  terms: cepat"), "'a': `terms` must be a list, found 'cepat'"),
        (note("[Ia cepat]", more="  items: [b]"), "'a' lists 'b', which is no note"),
        (note("[Ia cepat]", more="  items: [a]"), "'a' lists itself by way of 'a'"),
        (
            note("[Ia cepat]", more="  items: [b]\n") + note("[Ia lambat]", id="b", more="  items: [a]"),
            "lists itself by way of",
        ),
        (note("[Ia cepat]") + note("[Ia lambat]"), "two notes bear the id 'a'"),
        (note("[Ia cepat]", id="12"), "a note needs an `id`"),
        ("a: 1", "must hold a list of notes, found dict"),
        ("- id: a\n  quotes: [Ia cepat\n- id: b", "notes.yaml, line 3: did not find expected"),
    ],
)
def test_a_bad_note_is_named_with_its_file(write_study, notes, complaint):
    with pytest.raises(StudyError) as error:
        load_study(write_study(TWO, notes=notes))
    assert "notes.yaml" in str(error.value)
    assert complaint in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("about", "complaint"),
    [
        ("- title", "must hold `key: value` lines, found list"),
        ("language: fr", "language must be one of id, en, found 'fr'"),
        ("title: kopi\nauthor: a: b", "line 2: mapping values are not allowed"),
    ],
)
def test_a_bad_study_yaml_is_named(write_study, about, complaint):
    with pytest.raises(StudyError) as error:
        load_study(write_study(TWO, study=about))
    assert "study.yaml" in str(error.value)
    assert complaint in str(error.value)


@pytest.mark.parametrize("text", ["", " \n\n ", "# Judul\n\n## Bab\n"])
def test_a_text_without_a_paragraph_is_refused(write_study, text):
    with pytest.raises(StudyError, match=r"text\.md holds no paragraph"):
        load_study(write_study(text))


def test_a_text_that_is_not_utf8_is_refused_with_the_byte(write_study):
    with pytest.raises(StudyError, match=r"text\.md is not UTF-8 \(byte 3\)"):
        load_study(write_study("café".encode("latin-1")))


def test_a_folder_without_text_is_refused(tmp_path):
    with pytest.raises(StudyError, match=r"text\.md is missing"):
        load_study(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(StudyError, match="is no folder; name the folder that holds text"):
        load_study(tmp_path / "nowhere")


def test_a_text_that_is_a_folder_is_refused(tmp_path):
    (tmp_path / "text.md").mkdir()
    with pytest.raises(StudyError, match="cannot be read"):
        load_study(tmp_path)


def test_a_heading_ends_a_paragraph_and_loses_nothing_below_it(write_study):
    study = load_study(write_study("Pembuka.\n# Bab satu\nKalimat penting. Lain.\n\nPenutup."))
    assert [study.quote(p) for p in study.paragraphs] == ["Pembuka.", "Kalimat penting. Lain.", "Penutup."]


def test_a_date_that_does_not_exist_is_named_with_its_file(write_study):
    with pytest.raises(StudyError, match=r"study.yaml: day is out of range"):
        load_study(write_study("Ia pulang.", study="as_of: 2024-02-30"))


def test_the_sentences_of_a_span_are_those_that_share_a_character_with_it(study):
    for span in (*study.paragraphs, Span(study.sentences[1].start + 1, study.sentences[3].start + 1), Span(0, 1)):
        assert study.sentences_of(span) == tuple(s for s in study.sentences if s.span.overlaps(span))


def test_antecedents_are_located_and_cited_after_the_quotes(write_study):
    notes = """
- id: leader
  statement: {id: "Rahmah Ismail memimpin koperasi.", en: "Rahmah Ismail leads the cooperative."}
  quotes: ["Ketuanya Dr. Rahmah Ismail."]
  antecedents: ["Koperasi Kopi Gayo berdiri pada 1998."]
"""
    study = load_study(write_study(notes=notes))
    assert [study.quote(span) for span in study.notes[0].proof] == [
        "Ketuanya Dr. Rahmah Ismail.",
        "Koperasi Kopi Gayo berdiri pada 1998.",
    ]
    with pytest.raises(StudyError, match="`antecedents` must be a list"):
        load_study(write_study(notes=notes.replace('["Koperasi Kopi Gayo berdiri pada 1998."]', "Koperasi")))
