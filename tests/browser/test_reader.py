"""A reader asks, reads and follows the proof."""

import pytest
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}


def test_the_study_is_there_at_once_and_the_loading_notice_goes(reader):
    expect(reader.page.locator(".study .sentence")).to_have_count(14)
    expect(reader.page.locator("#status")).to_be_hidden()


def test_a_reader_asks_in_indonesian_and_follows_up(reader):
    answer = reader.ask("Apa saja tantangan diplomasi pertahanan Indonesia?")
    expect(answer).to_contain_text("ego sektoral antarlembaga dalam negeri")
    expect(answer.locator(".quotes small").first).to_have_text("paragraf 3 · dinyatakan dalam catatan")
    cited = reader.page.locator(".study .cited")
    expect(cited).to_have_count(1)
    expect(cited).to_contain_text("Destianto juga menyoroti tantangan")
    expect(cited.locator("sup")).to_have_text("[1]")
    expect(reader.ask("Yang ketiga?").locator(".said")).to_contain_text("ego sektoral")


def test_a_reader_asks_in_english_and_follows_up(readers):
    reader = readers(locale="en-US")
    expect(reader.ask("Which countries are Indonesia's partners?")).to_contain_text("Australia, Japan, India and France")
    answer = reader.ask("What about Japan?").locator(".said")
    expect(answer).to_contain_text("Indonesia has a partnership with Japan")
    expect(answer).not_to_contain_text("France")


def test_what_the_study_does_not_say_is_refused_beside_the_nearest_sentences_and_what_it_can_answer(reader):
    refusal = reader.ask("Apakah Indonesia bermitra dengan Jerman?")
    expect(refusal).to_have_class("refusal")
    expect(refusal.locator(".said")).to_have_text("Naskah tidak menyebut Jerman.")
    expect(refusal.locator("q").first).to_contain_text("Australia, Jepang, India, dan Prancis")
    expect(reader.page.locator(".study .near").first).to_be_visible()
    expect(reader.page.locator(".study .cited")).to_have_count(0)
    refusal.locator(".next .ask").first.click()
    expect(reader.bubbles).to_have_count(2)
    expect(reader.bubbles.last).to_have_class("answer")


def test_what_can_be_asked_next_stands_under_the_last_answer_and_is_answered(reader):
    chips = reader.ask("Siapa saja mitra Indonesia?").locator(".next .ask")
    assert 2 <= chips.count() <= 3
    chips.first.click()
    expect(reader.bubbles).to_have_count(2)
    expect(reader.bubbles.last).to_have_class("answer")
    expect(reader.bubbles.first.locator(".next")).to_have_count(0)


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desk", "phone"])
def test_a_click_on_a_citation_shows_its_sentence_even_from_another_panel(readers, viewport):
    reader = readers(viewport=viewport)
    roles = reader.ask("Apa peran AOIP bagi Indonesia?")
    partners = reader.ask("Siapa saja mitra Indonesia?")
    reader.tab("Catatan")
    current = reader.page.locator(".study .current")
    for bubble, sentence in ((roles, "Melalui AOIP, Indonesia"), (partners, "Indonesia menjalin kemitraan")):
        bubble.locator(".quotes button.cite").first.click()
        expect(current).to_have_count(1)
        expect(current).to_contain_text(sentence)
        expect(current).to_be_in_viewport()
        expect(current).to_be_focused()


def test_a_link_to_a_paragraph_opens_the_page_at_it(readers, server):
    reader = readers()
    reader.visit(f"{server.address}/#p4")
    current = reader.page.locator(".study .current")
    expect(current).to_have_count(4)
    expect(current.first).to_contain_text("Melalui kajiannya")
    expect(reader.page.locator("#p4 a.number")).to_have_attribute("href", "#p4")


def test_everything_speaks_the_language_of_the_browser_and_the_switch_is_remembered(readers, server):
    reader = readers(locale="en-GB")
    send = reader.page.locator("#send")
    expect(send).to_have_text("Ask")
    expect(reader.page.locator("html")).to_have_attribute("lang", "en")
    expect(reader.page.locator(".examples h2")).to_have_text("Example questions")
    reader.page.locator("#language").get_by_text("Indonesia").click()
    expect(send).to_have_text("Tanya")
    reader.visit(server.address)
    expect(send).to_have_text("Tanya")
    expect(reader.page.get_by_role("tab", name="Naskah")).to_be_visible()
    expect(reader.page.locator(".examples h2")).to_have_text("Contoh pertanyaan")


def test_a_german_browser_gets_english_and_a_malay_one_indonesian(readers):
    expect(readers(locale="de-DE").page.locator("#send")).to_have_text("Ask")
    expect(readers(locale="ms-MY").page.locator("#send")).to_have_text("Tanya")


def test_the_theme_follows_the_system_and_the_button_changes_it_for_good(readers, server):
    reader = readers(color_scheme="dark")
    body = reader.page.locator("body")
    dark = "() => document.body.classList.contains('dark')"
    reader.page.wait_for_function(dark)
    reader.button("Terang/gelap").click()
    reader.page.wait_for_function("() => !document.body.classList.contains('dark')")
    reader.visit(server.address)
    expect(body).not_to_have_class("dark")


def test_an_example_is_asked_by_a_click_and_the_examples_make_room(reader):
    example = reader.page.locator(".examples .ask").first
    question = example.inner_text()
    example.click()
    expect(reader.bubbles).to_have_count(1)
    expect(reader.page.locator("#chat .user").last).to_contain_text(question)
    expect(reader.page.locator(".examples")).to_be_hidden()


def test_retry_edit_undo_and_copy(readers):
    reader = readers(permissions=["clipboard-read", "clipboard-write"])
    reader.ask("Siapa saja mitra Indonesia?")
    reader.ask("Apa peran AOIP bagi Indonesia?")
    reader.button("Coba lagi").click()
    expect(reader.page.locator("#stop")).to_be_disabled()
    expect(reader.bubbles).to_have_count(2)

    reader.page.get_by_role("button", name="Edit", exact=True).last.click()
    reader.page.locator("#chat textarea").fill("Apakah Jepang mitra Indonesia & sahabat <baik>?")
    reader.page.locator("#chat").get_by_role("button", name="Kirim").click()
    expect(reader.page.locator("#chat .user").last).to_contain_text("Jepang mitra Indonesia & sahabat <baik>?")
    expect(reader.bubbles).to_have_count(2)

    reader.button("Urungkan").click()
    expect(reader.bubbles).to_have_count(1)
    expect(reader.box).to_have_value("Apakah Jepang mitra Indonesia & sahabat <baik>?")

    reader.bubbles.first.locator(".copy").click()
    expect(reader.bubbles.first.locator(".copy")).to_have_text("Tersalin")
    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Indonesia menjalin kemitraan dengan berbagai negara, seperti Australia")
    assert "[1] paragraf 1: “Indonesia menjalin kemitraan" in copied


def test_a_question_can_be_asked_from_the_notes_the_map_and_the_matrix(reader):
    notes = reader.tab("Catatan")
    notes.locator("button.ask:visible").first.click()
    expect(reader.bubbles).to_have_count(1)
    reader.tab("Peta").locator(".ask").nth(3).press("Enter")
    expect(reader.bubbles).to_have_count(2)
    expect(reader.bubbles.last).to_have_class("answer")
    reader.tab("Matriks").locator("button.cite").first.click()
    expect(reader.page.locator(".study .current")).to_contain_text("Indonesia menjalin kemitraan")


def test_on_a_phone_the_panels_stand_under_the_conversation_and_nothing_is_cut_off(readers):
    reader = readers(viewport=PHONE)
    reader.ask("Siapa saja mitra Indonesia?")
    bottom, top = reader.page.evaluate("[talk.offsetTop + talk.offsetHeight, proof.offsetTop]")
    assert top >= bottom
    for tab in ("Naskah", "Catatan", "Peta", "Matriks", "Unduh"):
        reader.tab(tab)
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
