"""The server comes and goes while someone reads, or takes its time."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

# The shipped assistant, but two seconds before each sentence.
SLOWLY = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from world import answer_slowly
answer_slowly()
from assistant.cli import app
app(["serve"])
"""
BOTH = "Siapa saja mitra Indonesia, dan apa saja tantangannya?"


@pytest.fixture(scope="module")
def slow(serve):
    return serve("-c", SLOWLY)


def send(reader, question):
    reader.box.fill(question)
    reader.page.locator("#send").click()


def test_an_answer_appears_sentence_by_sentence(readers, slow):
    reader = readers(slow.address)
    send(reader, BOTH)
    expect(reader.bubbles.first).to_contain_text("Australia")
    expect(reader.bubbles.first).not_to_contain_text("Destianto menyoroti")
    expect(reader.bubbles.first).to_contain_text("Destianto menyoroti")


def test_stopped_before_the_first_sentence_the_question_is_back_in_its_box(readers, slow):
    reader = readers(slow.address)
    send(reader, BOTH)
    expect(reader.page.locator("#chat .user").first).to_contain_text(BOTH)
    reader.page.locator("#stop").click()
    expect(reader.page.locator("#stop")).to_be_disabled()
    expect(reader.box).to_have_value(BOTH)
    expect(reader.bubbles).to_have_count(0)


def test_stopped_later_what_was_proven_stays_and_the_conversation_goes_on(readers, slow):
    reader = readers(slow.address)
    send(reader, BOTH)
    expect(reader.bubbles.first).to_contain_text("Australia")
    reader.page.locator("#stop").click()
    expect(reader.page.locator("#stop")).to_be_disabled()
    reader.page.wait_for_timeout(3000)
    expect(reader.bubbles.first).to_contain_text("Australia")
    expect(reader.bubbles.first).not_to_contain_text("Destianto menyoroti")
    expect(reader.ask("Apakah Jepang termasuk?")).to_contain_text("Jepang")
    expect(reader.bubbles).to_have_count(2)


def test_after_the_server_was_restarted_the_conversation_is_there_and_goes_on(readers, serve):
    server = serve("app.py")
    reader = readers(server.address)
    reader.ask("Apa saja tantangan diplomasi pertahanan Indonesia?")
    assert server.stop() == 0
    server.start()
    reader.visit(server.address)
    reader.errors.clear()  # of the time without a server
    expect(reader.bubbles).to_have_count(1)
    expect(reader.ask("Yang ketiga?").locator(".said")).to_contain_text("ego sektoral")
