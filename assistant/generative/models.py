"""Chat models by name: `provider:model`, the address of a server that speaks OpenAI's protocol, or a GGUF file."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urlsplit, urlunsplit

from knowledge.records import ModelUnavailable

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

TIMEOUT = 60  # seconds without a sign of the model
MOST_TOKENS = 2000  # of an answer; four sentences take 200, thoughts the rest
KEY = "TANYA_MODEL_KEY"  # of a server that is named by its address: the key of a provider is never sent there

_FORMS = "ollama:NAME, openai:NAME, anthropic:NAME, google_genai:NAME, http://SERVER/v1#NAME or llamacpp:FILE.gguf"
_EXTRAS = {"ollama": "ollama", "openai": "openai", "anthropic": "anthropic", "google_genai": "google"}
_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "google_genai": "GOOGLE_API_KEY"}
# Retried is by us, before the first word only and for every provider alike.
_ARGUMENTS: Mapping[str, Mapping[str, Any]] = {
    "openai": {"timeout": TIMEOUT, "max_retries": 0, "max_tokens": MOST_TOKENS, "stream_usage": True},
    "anthropic": {"timeout": TIMEOUT, "max_retries": 0, "max_tokens": MOST_TOKENS},
    "google_genai": {"timeout": TIMEOUT, "max_retries": 1, "max_output_tokens": MOST_TOKENS},
    "ollama": {"client_kwargs": {"timeout": TIMEOUT}, "num_predict": MOST_TOKENS, "temperature": 0},
}


def open_model(name: str) -> BaseChatModel:
    """The chat model `name`: `ollama:qwen3`, `openai:gpt-...`, `http://127.0.0.1:8080/v1#qwen3`, `llamacpp:/path/model.gguf`.

    Keys are read from the environment by the provider's own name for them (OPENAI_API_KEY, ...), and from TANYA_MODEL_KEY
    for a server that is named by its address. Nothing is called yet: whether the model answers is seen when it is asked.

    Raises:
        ModelUnavailable: the name says nothing, a package or a key is missing, or the file is no GGUF; in one line.
    """
    provider, _, rest = name.partition(":")
    if provider in ("http", "https"):
        return _at_address(name)
    if not (provider and rest.strip()):
        raise ModelUnavailable(f"{name!r} names no chat model; write {_FORMS}")
    if provider == "llamacpp":
        from assistant.generative.local import open_file

        return open_file(rest)
    if (key := _KEYS.get(provider)) and not os.environ.get(key):
        raise ModelUnavailable(f"{name!r} needs a key; set {key} in the environment")
    return connect(rest, provider, **_ARGUMENTS.get(provider, {}))


def connect(model: str, provider: str, **arguments: Any) -> BaseChatModel:
    """The chat model of LangChain for `model` of `provider`; errors as of `open_model`."""
    try:
        from langchain.chat_models import init_chat_model

        opened: BaseChatModel = init_chat_model(model, model_provider=provider, **arguments)
    except ImportError as error:
        named = re.search(r"langchain-[\w-]+", str(error))
        what = f"-e '.[{_EXTRAS[provider]}]'" if provider in _EXTRAS else named.group() if named else "langchain"
        raise ModelUnavailable(f"{provider}:{model} needs a package that is not installed; pip install {what}") from None
    except Exception as error:
        # The message of a provider may quote what it was given, a key among it: only its kind is told.
        reason = f"unknown provider {provider!r}" if "provider" in str(error).lower() else type(error).__name__
        raise ModelUnavailable(f"{provider}:{model} cannot be opened ({reason}); write {_FORMS}") from None
    return opened


def _at_address(address: str) -> BaseChatModel:
    url, model = urldefrag(address)
    parts = urlsplit(url)
    if parts.username or parts.password:
        raise ModelUnavailable(f"the address of a chat model holds no key; set {KEY} in the environment instead")
    if not parts.hostname or parts.query:
        raise ModelUnavailable(f"{address!r} is no address of a server; write http://SERVER:PORT/v1#NAME")
    base = url if parts.path.strip("/") else urlunsplit(parts._replace(path="/v1"))
    return served(base, model or "default", os.environ.get(KEY) or "none")


def served(base: str, model: str, key: str) -> BaseChatModel:
    """The chat model `model` of a server at `base` that speaks OpenAI's protocol."""
    return connect(model, "openai", base_url=base, api_key=key, temperature=0, **_ARGUMENTS["openai"])


def shown(name: str) -> str:
    """`name` as it may be shown to readers and logged: of a file its name without the folder, of a server no address."""
    provider, _, rest = name.partition(":")
    if provider == "llamacpp":
        return f"llamacpp:{rest.replace(os.sep, '/').rpartition('/')[2]}"
    if provider in ("http", "https"):
        return urldefrag(name)[1] or "default"
    return name
