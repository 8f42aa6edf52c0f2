"""What goes wrong with a chat model, in our words."""

import anthropic
import httpx
import ollama
import openai
import pytest
from langchain_core import exceptions as langchain
from langchain_google_genai.chat_models import ChatGoogleGenerativeAIError, GoogleInvalidRequestError

from assistant.generative.faults import ModelFault, fault_of, may_pass

REQUEST = httpx.Request("POST", "http://127.0.0.1/v1/chat/completions")


def refused(kind, status, text="no"):
    return kind(text, response=httpx.Response(status, request=REQUEST), body=None)


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (langchain.ModelConnectionError(), "no-server"),
        (langchain.ModelTimeoutError(), "time-out"),
        (langchain.ModelRateLimitError(), "rate-limit"),
        (langchain.ModelAuthenticationError(), "wrong-key"),
        (langchain.ModelPermissionDeniedError(), "wrong-key"),
        (langchain.ModelNotFoundError(), "wrong-model"),
        (langchain.ModelAPIError(), "server-error"),
        (langchain.ContextOverflowError(), "too-long-for-model"),
        (httpx.ConnectError("refused"), "no-server"),
        (ConnectionRefusedError(), "no-server"),
        (httpx.ReadTimeout("slow"), "time-out"),
        (TimeoutError(), "time-out"),
        (httpx.RemoteProtocolError("peer closed connection"), "cut-off"),
        (refused(openai.AuthenticationError, 401), "wrong-key"),
        (refused(openai.RateLimitError, 429), "rate-limit"),
        (refused(openai.InternalServerError, 503), "server-error"),
        (refused(openai.BadRequestError, 400, "request exceeds the available context size"), "too-long-for-model"),
        (refused(openai.BadRequestError, 400), "failed"),
        (refused(anthropic.NotFoundError, 404), "wrong-model"),
        (refused(anthropic.BadRequestError, 400, "prompt is too long: 300000 tokens"), "too-long-for-model"),
        (ollama.ResponseError("model 'qwen3' not found", 404), "wrong-model"),
        (ollama.ResponseError("out of memory", 500), "server-error"),
        (GoogleInvalidRequestError("API key not valid. Please pass a valid API key."), "wrong-key"),
        (ChatGoogleGenerativeAIError("something"), "failed"),
        (ZeroDivisionError(), "failed"),
        (ModelFault("resting"), "resting"),
    ],
)
def test_every_provider_fails_in_the_same_words(error, fault):
    assert fault_of(error) == fault


def test_what_an_error_came_from_tells_where_it_does_not():
    error = RuntimeError("wrapped")
    error.__cause__ = httpx.ConnectError("refused")
    assert fault_of(error) == "no-server"


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (langchain.ModelConnectionError(), True),
        (langchain.ModelRateLimitError(), True),
        (langchain.ModelTimeoutError(), False),
        (langchain.ModelAuthenticationError(), False),
        (ValueError(), False),
    ],
)
def test_only_what_may_pass_is_tried_again(error, again):
    assert may_pass(error) is again


def test_a_fault_keeps_nothing_of_what_the_provider_said():
    assert str(ModelFault("wrong-key")) == "wrong-key"
