"""A chat model writes while someone reads: a server of its own, which may be gone at any time."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

ENDLESS, SHORT = "Apa peran AOIP bagi Indonesia?", "Siapa saja mitra Indonesia?"
NOTICE = "Jawaban model bahasa terputus di tengah. Jawaban ini disusun tanpa model itu."


class Model:
    """The chat model's server, a process of its own."""

    def __init__(self, folder):
        self.sent, self.port = folder / "sent", 0
        self.sent.touch()
        self.start()

    def start(self):
        command = [sys.executable, str(Path(__file__).with_name("talker.py")), str(self.sent), str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.port = int(self.process.stdout.readline())

    def kill(self):
        self.process.kill()
        self.process.communicate()

    @property
    def words(self):
        """How many words it has sent."""
        return len(self.sent.read_text())


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    model = Model(tmp_path_factory.mktemp("model"))
    yield model
    model.kill()


@pytest.fixture(scope="module")
def written(serve, model):
    """The page, where the model writes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANYA_MODEL", f"http://127.0.0.1:{model.port}/v1#talker")
        return serve("app.py")


def begin(reader, question):
    """The bubble of an answer that has begun and is far from its end."""
    reader.box.fill(question)
    reader.page.locator("#send").click()
    expect(reader.bubbles.last).to_contain_text("penjaga stabilitas")
    expect(reader.bubbles.last).to_contain_text("ditulis oleh talker, setiap kalimat diperiksa")
    return reader.bubbles.last


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_wrote_and_what_stayed_out_is_told_to_all_eyes(readers, written, scheme):
    reader = readers(written.address, color_scheme=scheme)
    expect(reader.page.locator("#writer")).to_have_text(
        "Jawaban ditulis oleh talker; setiap kalimat diperiksa terhadap naskah."
    )
    answer = reader.ask(SHORT)
    expect(answer.locator(".by")).to_have_text("ditulis oleh talker, setiap kalimat diperiksa")
    expect(answer.locator(".notice")).to_have_count(0)
    expect(answer.locator(".said")).not_to_contain_text("Jerman")
    expect(answer.get_by_text("Jerman")).to_be_hidden()
    answer.locator(".dropped summary").click()
    expect(answer.locator(".dropped s")).to_have_count(2)
    expect(answer.get_by_text("Jerman").first).to_be_visible()
    assert reader.violations() == []


def test_stopped_in_mid_sentence_the_model_is_not_read_on(readers, written, model):
    reader = readers(written.address)
    begin(reader, ENDLESS)
    reader.page.locator("#stop").click()
    expect(reader.page.locator("#stop")).to_be_disabled()
    reader.page.wait_for_timeout(1000)
    sent = model.words
    reader.page.wait_for_timeout(1500)
    assert model.words == sent
    expect(reader.bubbles.last).to_contain_text("penjaga stabilitas")


def test_who_closes_the_page_in_mid_sentence_ends_the_call(readers, written, model):
    reader = readers(written.address)
    begin(reader, ENDLESS)
    reader.page.close()
    time.sleep(3)
    sent = model.words
    time.sleep(1.5)
    assert model.words == sent


def test_when_the_plug_of_the_model_is_pulled_in_the_middle_of_an_answer_the_reader_has_a_correct_one(
    readers, written, model, assistant
):
    reader = readers(written.address)
    answer = begin(reader, ENDLESS)
    model.kill()
    expect(reader.page.locator("#stop")).to_be_disabled()
    expect(answer.locator(".notice")).to_have_text(NOTICE)
    expect(answer.locator(".notice")).to_have_attribute("role", "status")
    expect(answer.locator(".by")).to_have_count(0)
    for claim in assistant.ask(ENDLESS).claims:
        expect(answer.locator(".said")).to_contain_text(claim.text)
    expect(answer.locator(".said")).to_contain_text("honest broker")
    assert reader.violations() == []
    model.start()
    expect(reader.ask(SHORT)).to_contain_text("ditulis oleh talker")
