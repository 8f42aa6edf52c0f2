"""A reader takes answers away, says what they are worth, and stops what takes too long."""

import sqlite3
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from assistant.export.checking import check
from assistant.export.recovery import read_exported
from knowledge import load_study


def download(reader, tmp_path, form, what=None):
    """The file that the reader gets."""
    panel = reader.tab("Unduh")
    panel.get_by_text(form, exact=True).click()
    if what:
        panel.get_by_label("Yang diunduh").click()
        reader.page.get_by_role("option").filter(has_text=what).click()
    with reader.page.expect_download() as waiting:
        panel.get_by_role("button", name="Unduh", exact=True).click()
    waiting.value.save_as(file := tmp_path / waiting.value.suggested_filename)
    return file


@pytest.mark.parametrize(("form", "name"), [("Markdown", "tanya.md"), ("Word (DOCX)", "tanya.docx"), ("JSON", "tanya.json")])
def test_what_is_downloaded_can_be_verified(reader, tmp_path, form, name):
    reader.ask("Siapa saja mitra Indonesia?")
    reader.ask("Apakah Indonesia bermitra dengan Jerman?")
    file = download(reader, tmp_path, form)
    assert file.name == name
    found = check(read_exported(file), load_study())
    assert (found.changed, found.sentences) == ((), 1)


def test_one_answer_can_be_downloaded_and_the_shell_finds_what_was_changed_in_it(reader, tmp_path):
    reader.ask("Siapa saja mitra Indonesia?")
    reader.ask("Apa kepanjangan AOIP?")
    file = download(reader, tmp_path, "Markdown", what="1. Siapa saja mitra")
    text = file.read_text("utf-8")
    assert "kepanjangan" not in text
    file.write_text(text.replace("Jepang", "Jerman"), "utf-8")
    verify = [sys.executable, "-c", "from assistant.cli import main; main()", "verify", str(file)]
    done = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "footnote 1 was changed: the file says “Indonesia menjalin kemitraan" in done.stdout


def test_the_reference_can_be_downloaded(reader, tmp_path):
    panel = reader.tab("Unduh")
    with reader.page.expect_download() as waiting:
        panel.get_by_role("button", name="Unduh rujukan").click()
    waiting.value.save_as(file := tmp_path / "x.bib")
    assert "@misc{diplomasi-pertahanan" in file.read_text("utf-8")


def test_where_nothing_was_asked_nothing_is_downloaded(reader):
    reader.tab("Unduh").get_by_role("button", name="Unduh", exact=True).click()
    expect(reader.page.get_by_text("Belum ada jawaban untuk diunduh.")).to_be_visible()


def rows(data):
    with sqlite3.connect(data / "feedback.sqlite3") as connection:
        return connection.execute("SELECT rating, comment, question FROM feedback ORDER BY rowid").fetchall()


def test_a_thumb_and_a_comment_reach_the_store_and_the_shell_lists_them(reader, data):
    reader.ask("Apa kepanjangan AOIP?")
    reader.button("Tidak Suka").click()
    remark = reader.page.locator("#remark textarea")
    remark.fill("=Terlalu <b>singkat</b>")
    reader.button("Kirim komentar").click()
    expect(remark).to_be_hidden()
    assert rows(data)[-1] == ("down", "=Terlalu <b>singkat</b>", "Apa kepanjangan AOIP?")
    reader.button("Suka").click()
    expect(remark).to_be_visible()
    assert rows(data)[-1] == ("up", "", "Apa kepanjangan AOIP?")
    reader.button("Tutup").click()
    expect(remark).to_be_hidden()
    listing = [sys.executable, "-c", "from assistant.cli import main; main()", "feedback", "--rating", "up"]
    done = subprocess.run(listing, capture_output=True, text=True, check=True, env={"TANYA_DATA_DIR": str(data)})
    assert "question: Apa kepanjangan AOIP?" in done.stdout
