import asyncio

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from assistant.web.traffic import Traffic, Turnstile

ANSWERED = (200, b"answered", True)


class World:
    """An application that answers when it is let, and the requests made to it."""

    def __init__(self, door):
        self.let, self.running = asyncio.Event(), 0
        methods = ["GET", "POST"]
        routes = [
            Route("/gradio_api/heartbeat/{page}", self.beat),
            Route("/gradio_api/{verb:path}", self.answer, methods=methods),
        ]
        self.app = door(Starlette(routes=routes))

    async def answer(self, request):
        self.running += 1
        await self.let.wait()
        self.running -= 1
        return PlainTextResponse("answered")

    async def beat(self, request):
        async def beats():
            while True:
                yield "alive"
                await asyncio.sleep(0.01)

        return StreamingResponse(beats())

    def ask(self, path, method="POST"):
        """A request under way; what comes of it is its status, its body and whether it came to its end."""
        return asyncio.create_task(self._ask(path, method))

    async def _ask(self, path, method):
        told = []

        async def receive():
            await asyncio.Event().wait()

        async def send(message):
            told.append(message)

        scope = {"type": "http", "method": method, "path": path, "headers": [], "query_string": b"", "http_version": "1.1"}
        await self.app(scope, receive, send)
        body = b"".join(message.get("body", b"") for message in told[1:])
        return told[0]["status"], body, not told[-1].get("more_body", False)


async def soon():
    await asyncio.sleep(0.1)


def test_the_end_waits_for_answers_and_takes_no_more_questions():
    async def plot():
        world = World(Traffic)
        question, stream = world.ask("/gradio_api/queue/join"), world.ask("/gradio_api/queue/data", "GET")
        await soon()
        assert world.app.working == 2
        end = asyncio.create_task(world.app.drain())
        await soon()
        late = await world.ask("/gradio_api/queue/join")
        assert (late[0], end.done()) == (503, False)
        world.let.set()
        await asyncio.wait_for(end, 2)
        return await question, await stream, world.app.working

    assert asyncio.run(plot()) == (ANSWERED, ANSWERED, 0)


def test_between_a_question_and_the_stream_of_its_answer_the_server_does_not_end():
    async def plot():
        world = World(Traffic)
        world.let.set()
        await world.ask("/gradio_api/queue/join")
        end = asyncio.create_task(world.app.drain())
        await soon()
        world.let.clear()
        stream = world.ask("/gradio_api/queue/data", "GET")
        await asyncio.sleep(0.6)
        assert not end.done()
        world.let.set()
        await asyncio.wait_for(end, 2)
        return await stream

    assert asyncio.run(plot()) == ANSWERED


def test_a_page_that_stays_open_is_let_go_when_the_answers_are_given():
    async def plot():
        world = World(Traffic)
        page = world.ask("/gradio_api/heartbeat/abc", "GET")
        await soon()
        assert (world.app.working, page.done()) == (0, False)
        await asyncio.wait_for(world.app.drain(), 2)
        return await asyncio.wait_for(page, 2)

    status, beats, ended = asyncio.run(plot())
    assert (status, ended) == (200, True)
    assert beats.startswith(b"alivealive")


def test_a_page_that_is_closed_ends_its_stream():
    async def plot():
        world = World(Traffic)
        page = world.ask("/gradio_api/heartbeat/abc", "GET")
        await soon()
        page.cancel()
        await asyncio.wait([page])
        return page.cancelled()

    assert asyncio.run(plot())


def test_calls_of_tools_wait_their_turn_and_too_many_are_refused():
    async def plot():
        world = World(lambda app: Turnstile(app, at_once=2, waiting=3))
        calls = [world.ask("/gradio_api/mcp/") for _ in range(7)]
        await soon()
        assert world.running == 2
        page = world.ask("/gradio_api/queue/join")
        await soon()
        assert world.running == 3
        world.let.set()
        await page
        return [(await call)[0] for call in calls]

    assert asyncio.run(plot()) == [200] * 5 + [503] * 2
