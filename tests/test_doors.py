import base64
import re

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.web.doors import Closed, Dress, Guard

PAGE = """<!doctype html>
<html
    lang="en"><head><meta property="og:image" content="https://outside.example/x.png" />
<meta name="twitter:title" content="Gradio" /><title>x</title>
<script>window.config = "\\u003cscript>";</script><script type="module" src="./a.js"></script></head><body>é</body></html>"""


def served(credentials=None):
    async def stream(request):
        async def parts():
            for part in ("one ", "two"):
                yield part

        return StreamingResponse(parts(), media_type="text/event-stream")

    routes = [
        Route("/", lambda request: HTMLResponse(PAGE)),
        Route("/health", lambda request: PlainTextResponse("ready")),
        Route("/stream", stream),
        Route("/gradio_api/upload", lambda request: PlainTextResponse("kept")),
    ]
    guarded = Guard(Closed(Starlette(routes=routes)), credentials, free=("/health",))
    return TestClient(Dress(guarded, script="./tanya.js?v=1", style="./tanya.css?v=1", language="id"))


def test_the_page_begins_with_our_script_and_says_nothing_of_outside_hosts():
    answer = served().get("/")
    head = answer.text.partition("<head>")[2]
    assert re.match(
        r'<script nonce="[\w-]+" src="./tanya.js\?v=1"></script><link rel="stylesheet" href="./tanya.css\?v=1">', head
    )
    assert "outside.example" not in answer.text
    assert "twitter" not in answer.text
    assert 'lang="id"' in answer.text
    assert "é" in answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_every_script_bears_the_nonce_of_its_answer_and_data_is_left_alone():
    one, other = served().get("/"), served().get("/")
    nonce = re.search(r"'nonce-([\w-]+)'", one.headers["content-security-policy"])[1]
    assert set(re.findall(r'<script nonce="([\w-]+)"', one.text)) == {nonce}
    assert one.text.count("<script") == one.text.count(f'nonce="{nonce}"') == 3
    assert "\\u003cscript>" in one.text
    assert nonce not in other.text


@pytest.mark.parametrize("path", ["/", "/stream", "/health", "/nowhere"])
def test_every_answer_says_what_a_browser_may_do(path):
    headers = served().get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in re.search(r"script-src [^;]*", policy)[0]
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")


def test_a_stream_is_passed_on():
    assert served().get("/stream").text == "one two"


def credentials(user, password):
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def test_with_a_password_every_way_but_the_free_one_asks_for_it():
    guarded = served(("ibu", "rahasia: é"))
    assert guarded.get("/health").status_code == 200
    refused = guarded.get("/")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Basic realm="tanya"')
    assert "frame-ancestors 'none'" in refused.headers["content-security-policy"]
    for user, password in (("ibu", "salah"), ("", ""), ("ibu", "rahasia")):
        assert guarded.get("/stream", headers=credentials(user, password)).status_code == 401
    assert guarded.get("/", headers={"Authorization": "Bearer x"}).status_code == 401
    assert guarded.get("/", headers=credentials("ibu", "rahasia: é")).status_code == 200


def test_what_nobody_needs_is_not_there():
    assert served().get("/gradio_api/upload").status_code == 404
