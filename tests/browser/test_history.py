"""The history: in the reader's browser, and nowhere else."""

from playwright.sync_api import expect


def kept(reader):
    return reader.page.locator("#kept label")


def open_history(reader):
    reader.button("Buka atau tutup riwayat").click()
    expect(reader.page.locator("#find textarea, #find input")).to_be_in_viewport()


def test_a_reload_keeps_the_conversation_and_it_goes_on(reader, server):
    reader.ask("Apa saja tantangan diplomasi pertahanan Indonesia?")
    reader.visit(server.address)
    expect(reader.bubbles).to_have_count(1)
    expect(reader.page.locator(".study .cited")).to_have_count(1)
    expect(reader.ask("Yang ketiga?").locator(".said")).to_contain_text("ego sektoral")


def test_several_conversations_are_found_opened_and_deleted(reader):
    reader.ask("Siapa saja mitra Indonesia?")
    reader.button("Percakapan baru").click()
    expect(reader.bubbles).to_have_count(0)
    expect(reader.page.locator(".study .cited")).to_have_count(0)
    reader.ask("Apa peran AOIP bagi Indonesia?")
    open_history(reader)
    expect(kept(reader)).to_have_text(["Apa peran AOIP bagi Indonesia?", "Siapa saja mitra Indonesia?"])

    search = reader.page.locator("#find textarea, #find input")
    search.fill("prancis")  # a word of an answer
    expect(kept(reader)).to_have_text(["Siapa saja mitra Indonesia?"])
    kept(reader).first.click()
    expect(reader.bubbles.first).to_contain_text("Australia, Jepang, India, dan Prancis")

    search.fill("")
    reader.button("Hapus percakapan ini").click()
    expect(kept(reader)).to_have_text(["Apa peran AOIP bagi Indonesia?"])
    expect(reader.bubbles).to_have_count(0)
    reader.button("Hapus semua").click()
    expect(kept(reader)).to_have_count(0)
    assert reader.dialogs == ["Hapus semua percakapan dari peramban ini?"]
    assert reader.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('tanya-kept'))") == []


def test_two_readers_never_see_each_other(readers, server):
    one, other = readers(), readers()
    one.ask("Siapa saja mitra Indonesia?")
    other.ask("Apa peran AOIP bagi Indonesia?")
    for reader, theirs in ((one, "honest broker"), (other, "Prancis")):
        reader.visit(server.address)
        expect(reader.bubbles).to_have_count(1)
        expect(reader.bubbles).not_to_contain_text(theirs)
        open_history(reader)
        expect(kept(reader)).to_have_count(1)


def test_what_was_tampered_with_in_the_browser_is_left_out(reader, server):
    reader.ask("Siapa saja mitra Indonesia?")
    reader.button("Percakapan baru").click()
    reader.page.evaluate(
        """() => {
          const key = Object.keys(localStorage).find((key) => key.startsWith("tanya-kept"));
          localStorage.setItem(key, localStorage.getItem(key).replaceAll("Prancis", "Jerman"));
        }"""
    )
    open_history(reader)
    reader.page.locator("#find textarea, #find input").fill("mitra")
    kept(reader).first.click()
    expect(reader.page.locator(".toast-body, .toast-text").first).to_contain_text("1 jawaban lama tidak lagi cocok")
    expect(reader.bubbles).to_have_count(0)
