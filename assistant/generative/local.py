"""A GGUF file run in this process by llama.cpp; the only file that knows xllamacpp.

Its server listens on the loopback and speaks OpenAI's protocol, so that a file is a server like any other. Compared:
llama-cpp-python has no ready wheels and takes one call at a time; langchain-llama-cpp is a client for a server that is
there already.
"""

from __future__ import annotations

import secrets
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.generative.models import served
from knowledge.records import ModelUnavailable

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

CONTEXT = 4096  # tokens: prompts have at most 2,000, answers as many
_QUIET = 0  # nothing but errors; at 3, its default, it logs every prompt's timings
_opening = threading.Lock()


def open_file(path: str) -> BaseChatModel:
    """The chat model in the GGUF file at `path`, loaded.

    Raises:
        ModelUnavailable: the package is not installed, or the file cannot be loaded.
    """
    file = Path(path).expanduser()
    if not file.is_file():
        raise ModelUnavailable(f"there is no file {str(file)!r}; name a GGUF file: llamacpp:/path/model.gguf")
    with _opening:
        server, key = _server(file.resolve())
    return served(f"{server.listening_address}/v1", file.stem, key)


@lru_cache(maxsize=1)  # one model at a time has room
def _server(file: Path) -> tuple[Any, str]:
    try:
        import xllamacpp
    except ImportError:
        raise ModelUnavailable("a GGUF file needs a package that is not installed; pip install -e '.[local]'") from None
    key = secrets.token_urlsafe()
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(file)
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.verbosity = _QUIET
    # By default it answers whoever asks, and pages of any origin among them.
    parameters.api_keys = [key]
    parameters.cors_origins = ""
    try:
        return xllamacpp.Server(parameters), key
    except RuntimeError:
        raise ModelUnavailable(f"{str(file)!r} cannot be loaded; name a GGUF file of a chat model") from None
