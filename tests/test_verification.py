import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import Draft, DraftClaim
from assistant.question import parse
from assistant.verification import supports, verify
from knowledge import Span, load_study
from knowledge.quotes import locate

STUDY = load_study()
QUESTION = parse("Siapa mitra Indonesia?")
PARTNERS = "Indonesia menjalin kemitraan dengan berbagai negara seperti Australia, Jepang, India, dan Prancis"
NATURE = "diplomasi pertahanan tidak sekadar aktivitas militer, melainkan wujud kebijakan strategis"
SHIPS = "Pada 2024 ada 38 kapal dan tiga dermaga."


def gate(*claims, **more):
    *_, answer = verify(Draft(claims, **more), QUESTION, STUDY, nearest=STUDY.sentences[:1])
    return answer


def propose(text, *quotes, note=None):
    return DraftClaim(text, tuple(locate(quote, STUDY.text) for quote in quotes), note)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Indonesia bermitra dengan Jepang.", PARTNERS),
        ("Indonesia bermitra dengan Prancis dan India.", PARTNERS),
        ("Diplomasi pertahanan tidak sekadar aktivitas militer.", NATURE),
        ("Ada 38 kapal.", SHIPS),
        ("Ada tiga dermaga pada 2024.", SHIPS),
        ("The ship isn't old.", "The ship is not old."),
        ("Japan is a partner.", "Jepang adalah mitra."),
        ("Indonesia has partnerships with Japan and France, among others.", PARTNERS),
    ],
)
def test_a_claim_in_the_words_of_its_quote_is_supported(claim, quote):
    assert supports(claim, quotes=[quote]).supported


@pytest.mark.parametrize(
    ("claim", "quote", "reason"),
    [
        ("Indonesia bermitra dengan Jerman.", PARTNERS, "name not in the quotes: Jerman"),
        ("Indonesia has a partnership with Germany.", PARTNERS, "name not in the quotes: Germany"),
        ("Indonesia bermitra dengan Jepang sejak 2019.", PARTNERS, "number not in the quotes: 2019"),
        ("Ada 83 kapal.", SHIPS, "number not in the quotes: 83"),
        ("Ada lima dermaga.", SHIPS, "number not in the quotes: lima"),
        ("Diplomasi pertahanan sekadar aktivitas militer.", NATURE, "only not in the quotes: sekadar"),
        ("Diplomasi pertahanan adalah aktivitas militer.", NATURE, "beyond of the quotes dropped: tidak sekadar"),
        ("Indonesia tidak bermitra dengan Jepang.", PARTNERS, "negation not in the quotes: tidak"),
        ("The ship isn't old.", "The ship is old.", "negation not in the quotes: isn't"),
        ("The partner countries are Australia and Japan.", PARTNERS, "open list of the quotes closed: seperti"),
        ("Indonesia bermitra dengan Jepang dalam riset.", PARTNERS, "word not in the quotes: riset"),
    ],
)
def test_what_the_quotes_do_not_bear_is_refused_with_the_word_named(claim, quote, reason):
    verdict = supports(claim, quotes=[quote])
    assert (verdict.supported, verdict.reason) == (False, reason)


def test_quotes_support_a_claim_together():
    claim = "Ada 38 kapal dan Jepang."
    assert supports(claim, [SHIPS, PARTNERS]).supported
    assert not supports(claim, [SHIPS]).supported


def test_one_text_is_no_sequence_of_quotes():
    with pytest.raises(TypeError, match="sequence of texts"):
        supports("Ada 38 kapal.", quotes=SHIPS)


def test_without_a_quote_nothing_is_supported():
    assert supports("Indonesia bermitra dengan Jepang.", quotes=[]).reason == "no quote"


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        (propose(PARTNERS, PARTNERS), "quote"),
        (propose("Indonesia bermitra dengan Jepang.", PARTNERS), "entailed"),
    ],
)
def test_a_proven_claim_says_how_it_is_proven(claim, support):
    assert [(c.text, c.citations, c.support) for c in gate(claim).claims] == [(claim.text, (1,), support)]


@pytest.mark.parametrize("note", STUDY.notes, ids=lambda note: note.id)
def test_every_note_of_the_shipped_study_passes_the_gate_in_both_languages(note):
    for statement in note.statement.values():
        answer = gate(DraftClaim(statement, note.proof, note.id))
        assert [(c.text, len(c.citations)) for c in answer.claims] == [(statement, len(note.proof))]


@pytest.mark.parametrize(
    "claim",
    [
        propose("Indonesia bermitra dengan Jerman.", PARTNERS),
        propose("Ego sektoral adalah tantangan.", PARTNERS),
        propose("Indonesia has a partnership with Germany.", PARTNERS, note="partners.japan"),
        propose("Indonesia has a partnership with Japan.", "ego sektoral antarlembaga dalam negeri", note="partners.japan"),
        propose("Indonesia has a partnership with Korea.", PARTNERS, note="no-such-note"),
        propose("Indonesia bermitra dengan Jepang."),
        DraftClaim("Indonesia bermitra dengan Jepang.", (Span(0, 10**6),)),
    ],
    ids=["name", "other-quote", "other-words", "other-quote-of-a-note", "unknown-note", "no-quote", "beyond-the-text"],
)
def test_a_claim_that_its_quotes_do_not_bear_never_reaches_the_answer(claim):
    alone, beside = gate(claim), gate(claim, propose(PARTNERS, PARTNERS), verdict="yes", count=4)
    assert (alone.reason, alone.claims, alone.nearest) == ("not-proven", (), STUDY.sentences[:1])
    assert [c.text for c in beside.claims] == [PARTNERS]
    assert (beside.verdict, beside.count) == (None, None)  # they spoke for the whole draft


@pytest.mark.parametrize("note", STUDY.notes, ids=lambda note: note.id)
@pytest.mark.parametrize("language", ["id", "en"])
def test_no_note_says_more_than_its_quotes(note, language):
    verdict = supports(note.statement[language], [STUDY.quote(span) for span in note.proof])
    assert verdict.supported, verdict.reason


@pytest.mark.parametrize(
    ("question", "note", "verdict"),
    [
        ("Apakah Indonesia bermitra dengan Jepang?", "partners.japan", "yes"),
        ("Is Japan one of Indonesia's partners?", "partners.japan", "yes"),
        ("Apakah Indonesia adalah mitra Indonesia?", "partners.japan", None),
        ("Apakah Indonesia selalu bermitra dengan Jepang?", "partners.japan", None),
        ("Must Indonesia have a partnership with Japan?", "partners.japan", None),
        ("Apakah Indonesia bermitra dengan Jepang sejak 2019?", "partners.japan", None),
    ],
)
def test_a_yes_stands_only_over_quotes_that_affirm_the_question(question, note, verdict):
    found = next(n for n in STUDY.notes if n.id == note)
    draft = Draft((DraftClaim(found.statement["id"], found.proof, found.id),), verdict="yes")
    *_, answer = verify(draft, parse(question), STUDY, ())
    assert answer.verdict == verdict


def test_an_empty_draft_is_an_abstention():
    assert gate().reason == "not-proven"


def test_citations_are_numbered_by_first_use_and_shared():
    first, second = "melalui forum multilateral", "kerja sama bilateral strategis"
    answer = gate(propose(second, second), propose(first, first), propose("kerja sama bilateral strategis.", second))
    assert [(c.number, c.quote) for c in answer.citations] == [(1, second), (2, first)]
    assert [c.citations for c in answer.claims] == [(1,), (2,), (1,)]


WORDS = sorted({word for sentence in STUDY.sentences for word in sentence.text.split()})
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from([*WORDS, "Jerman", "2019", "bukan"]), max_size=12).map(" ".join),
    st.sampled_from([s.text for s in STUDY.sentences]),
)
# Each span within one paragraph, which is where writers take theirs from.
SPANS = st.sampled_from(STUDY.paragraphs).flatmap(
    lambda p: st.lists(st.integers(p.start, p.end), min_size=2, max_size=2, unique=True).map(lambda ends: Span(*sorted(ends)))
)
CLAIMS = st.builds(
    DraftClaim,
    TEXTS,
    st.lists(st.one_of(SPANS, st.sampled_from([s.span for s in STUDY.sentences])), max_size=3).map(tuple),
    st.none() | st.sampled_from([note.id for note in STUDY.notes]) | st.text(max_size=5),
)


@given(st.lists(CLAIMS, max_size=4))
def test_whatever_a_draft_proposes_every_citation_is_a_slice_of_the_study(claims):
    answer = gate(*claims)
    assert answer.abstained == (not answer.claims)
    for citation in answer.citations:
        assert citation.quote == STUDY.text[citation.start : citation.end]
        assert STUDY.paragraph_of(Span(citation.start, citation.end)) == citation.paragraph
    for claim in answer.claims:
        quotes = [answer.citations[number - 1].quote for number in claim.citations]
        assert claim.text in quotes or supports(claim.text, quotes).supported or claim.support == "note"


def test_the_answer_grows_by_each_claim_that_passes_and_a_verdict_stands_only_before_the_whole():
    proposed = (
        propose("Indonesia menjalin kemitraan dengan Jepang.", PARTNERS),
        propose("Indonesia menjalin kemitraan dengan Jerman.", PARTNERS),
        propose(
            "Diplomasi pertahanan tidak sekadar aktivitas militer.", "diplomasi pertahanan tidak sekadar aktivitas militer"
        ),
    )
    growing = list(verify(Draft(proposed, count=4), QUESTION, STUDY, ()))
    assert [len(answer.claims) for answer in growing] == [1, 2, 2]
    assert all(answer.count is None for answer in growing), "a claim was refused, so nothing was counted"
    whole = list(verify(Draft(proposed[::2], count=4), QUESTION, STUDY, ()))
    assert [(len(answer.claims), answer.count) for answer in whole] == [(1, None), (2, 4)]


def test_a_question_states_nothing():
    asked = "Apakah Jerman adalah mitra Indonesia?"
    refused = supports("Jerman adalah mitra Indonesia.", [asked])
    assert (refused.supported, refused.reason) == (False, "a question, which states nothing")
    assert supports("Jerman adalah mitra Indonesia.", [asked, "Jerman adalah mitra lama Indonesia."]).supported
    assert supports(asked, [asked]).supported
