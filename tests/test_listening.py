import asyncio
import time

import pytest
from world import ScriptedModel

from assistant import Assistant
from assistant.generative.writer import GenerativeWriter
from assistant.web.listening import while_heard
from knowledge import Retriever

pytestmark = pytest.mark.enable_socket  # an event loop has one
PAUSE = 0.1  # seconds
ENDLESS = "Biji dijemur selama 14 hari [1]. Selanjutnya " + "lagi dan " * 60


def speaking(*answers):
    for answer in answers:
        time.sleep(PAUSE)
        yield answer


async def gathered(steps, most=100):
    found = []
    async for shown in while_heard(steps, "..."):
        found.append(shown)
        if len(found) == most:
            break
    return found


def test_what_is_said_comes_through_in_order():
    assert asyncio.run(gathered(speaking("one", "two"))) == ["one", "two"]


def test_where_nothing_is_said_for_a_while_there_is_a_beat():
    def slowly():
        yield "one"
        time.sleep(1.3)
        yield "two"

    assert asyncio.run(gathered(slowly())) == ["one", "...", "...", "two"]


def test_what_fails_fails_for_the_listener():
    def failing():
        yield "one"
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        asyncio.run(gathered(failing()))


def test_what_waits_for_its_listener_is_closed_with_it():
    async def leave():
        steps = speaking("one", "two")
        heard = while_heard(steps, "...")
        assert await anext(heard) == "one"
        await heard.aclose()
        assert list(steps) == []

    asyncio.run(leave())


@pytest.fixture
def model():
    return ScriptedModel(script=[ENDLESS], pause=PAUSE)


@pytest.fixture
def writing(bare, model, tmp_path, embeddings):
    found = Retriever.open(tmp_path / "kopi-gayo", cache=tmp_path / "cache", embeddings=embeddings)
    return Assistant(found, GenerativeWriter(model, "scripted"))


async def leaving(steps, seconds):
    """Listen for so many seconds, then leave; how long leaving took."""

    async def listen():
        async for _ in while_heard(steps, None):
            pass

    task = asyncio.create_task(listen())
    await asyncio.sleep(seconds)
    began = time.monotonic()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return time.monotonic() - began


@pytest.mark.parametrize("heard", [0, 1.5], ids=["before the first word", "in mid-sentence"])
def test_who_leaves_ends_the_call_of_the_model_at_its_next_word(writing, model, heard):
    writing.ask("Siapa presiden Prancis?")  # which is refused; the first question pays for what is loaded
    assert asyncio.run(leaving(writing.stream("Berapa lama biji dijemur?"), heard)) < 0.2
    time.sleep(3 * PAUSE)
    given = model.pieces
    time.sleep(5 * PAUSE)
    assert model.pieces == given < 30
    assert len(model.heard) == (1 if heard else 0)


def test_a_model_that_was_stopped_is_asked_again(writing, model):
    for _ in range(4):  # more often than a model may fail
        asyncio.run(leaving(writing.stream("Berapa lama biji dijemur?"), 0.5))
    time.sleep(3 * PAUSE)
    model.script, model.pause = ["Biji dijemur selama 14 hari [1]."], 0
    assert writing.ask("Berapa lama biji dijemur?").writing.fault is None
