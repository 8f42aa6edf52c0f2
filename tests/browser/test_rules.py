"""What must hold everywhere on the page: for all eyes and hands, without a network, whatever the texts say."""

import pytest
from playwright.sync_api import expect

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
TABS = {"id-ID": ("Naskah", "Catatan", "Peta", "Matriks", "Unduh"), "en-US": ("Study", "Notes", "Map", "Matrix", "Download")}
HISTORY = {"id-ID": "Buka atau tutup riwayat", "en-US": "Open or close the history"}
EVIL = (
    "<img src=x onerror=alert(1)> **bold** ![x](http://evil.example/x.png) [y](javascript:alert(3)) <script>alert(2)</script>"
)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", TABS)
def test_axe_finds_nothing_serious_in_any_panel(readers, locale, scheme, viewport):
    reader = readers(locale=locale, color_scheme=scheme, viewport=viewport)
    assert reader.violations() == []
    reader.ask("Siapa saja mitra Indonesia, dan apakah Jerman mitranya?")
    for tab in TABS[locale]:
        reader.tab(tab)
        assert reader.violations() == [], tab
    reader.button(HISTORY[locale]).click()
    expect(reader.page.locator("#find textarea, #find input")).to_be_in_viewport()
    assert reader.violations() == []


def test_everything_can_be_done_by_keyboard(reader):
    page = reader.page
    page.keyboard.press("Tab")
    page.locator("#skip").focus()
    page.keyboard.press("Enter")
    expect(reader.box).to_be_focused()
    page.keyboard.type("Siapa saja mitra Indonesia?")
    page.keyboard.press("Enter")
    expect(reader.bubbles).to_have_count(1)
    expect(page.locator("#stop")).to_be_disabled()
    reader.bubbles.first.locator("button.cite").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".study .current")).to_be_focused()
    page.get_by_role("tab", name="Catatan").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#notes")).to_be_visible()
    summary = page.locator("#notes summary").nth(1)
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#notes details").nth(1)).to_have_attribute("open", "")


def test_what_has_the_focus_is_seen(reader):
    reader.ask("Siapa saja mitra Indonesia?")
    for css in ("#send", "#theme", "#chat button.cite", "#chat button.ask", "#question textarea"):
        element = reader.page.locator(css).first
        reader.page.keyboard.press("Tab")  # so that the browser shows focus as for a keyboard
        element.focus()
        outline = element.evaluate(
            "(e) => { const s = getComputedStyle(e); return [s.outlineStyle, parseFloat(s.outlineWidth)]; }"
        )
        assert outline[0] != "none", css
        assert outline[1] >= 2, css


def test_answers_are_told_to_those_who_listen(reader):
    live = reader.page.locator("[role=log][aria-live=polite]")
    reader.ask("Siapa saja mitra Indonesia?")
    expect(live).to_contain_text("Australia")
    expect(live).to_have_attribute("aria-label", "Percakapan")
    expect(reader.page.locator("#chat [data-testid][aria-label]")).to_have_count(0)


def test_with_every_outside_host_blocked_nothing_is_missing_or_even_asked_for(readers, server):
    reader = readers()
    reader.page.route("**/*", lambda route: route.continue_() if "127.0.0.1" in route.request.url else route.abort())
    reader.visit(server.address)
    reader.hosts.clear()
    reader.failed.clear()
    reader.ask("Siapa saja mitra Indonesia?")
    for tab in TABS["id-ID"]:
        reader.tab(tab)
    assert reader.hosts - {"127.0.0.1", "", None} == set()
    assert [url for url, _ in reader.failed if "heartbeat" not in url and "queue/data" not in url] == []


def test_a_sentence_that_proves_and_is_near_to_what_is_refused_is_marked_as_proof(reader):
    reader.ask("Siapa saja mitra Indonesia, dan apakah Jerman mitranya?")
    both = reader.page.locator(".study .cited.near")
    colour = "(e) => getComputedStyle(e).backgroundColor"
    assert both.first.evaluate(colour) == "rgb(251, 232, 166)"


def test_hostile_text_is_shown_as_text(reader, server):
    reader.ask(EVIL)
    expect(reader.page.locator("#chat .user").last).to_contain_text(EVIL)
    reader.ask("Apakah <b>Jerman</b> mitra?")
    reader.visit(server.address)
    expect(reader.page.locator("#chat .user").last).to_contain_text("<b>Jerman</b>")
    reader.button("Buka atau tutup riwayat").click()
    expect(reader.page.locator("#kept")).to_contain_text("<img src=x onerror=alert(1)>")
    reader.tab("Unduh").get_by_label("Yang diunduh").click()
    expect(reader.page.get_by_role("option").filter(has_text="<img src=x")).to_be_visible()
    alive = "img[src='x'], img[src*='evil'], a[href^='javascript'], #chat b, #kept img"
    expect(reader.page.locator(alive)).to_have_count(0)
    assert reader.dialogs == []


def test_a_script_that_was_put_into_the_page_does_not_run(reader):
    reader.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          document.body.insertAdjacentHTML("beforeend", "<img src='/none' onerror='window.ran = true'>");
        }"""
    )
    reader.page.wait_for_timeout(500)
    assert reader.page.evaluate("window.ran") is None
    assert any("Content Security Policy" in error for error in reader.errors)
    reader.errors.clear()
