"""What can go wrong between us and a chat model, in our words."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answers import Fault

_BY_STATUS: dict[int, Fault] = {
    401: "wrong-key",
    403: "wrong-key",
    404: "wrong-model",
    408: "time-out",
    413: "too-long-for-model",
    429: "rate-limit",
    504: "time-out",
}
# What is said of a request that is refused as a bad one, where LangChain does not tell one refusal from another.
_BY_WORDS: dict[Fault, tuple[str, ...]] = {
    "too-long-for-model": ("context", "too long", "maximum length"),
    "wrong-key": ("api key",),
    "wrong-model": ("model not found", "no such model"),
}
# A time-out is none: who has waited for a minute does not wait for another.
_PASSING: frozenset[Fault] = frozenset({"no-server", "rate-limit", "server-error"})


class ModelFault(Exception):
    """A call of a chat model that failed. What the provider said of it is not kept: it may hold a part of the key."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


def fault_of(error: BaseException) -> Fault:
    """What kind of fault `error` is, an exception of LangChain, of a provider or of the network."""
    return next((found for cause in _causes(error) if (found := _known(cause))), "failed")


def may_pass(error: BaseException) -> bool:
    """Whether the same call may succeed a little later."""
    return fault_of(error) in _PASSING


def _causes(error: BaseException) -> Iterator[BaseException]:
    """`error`, and what it came from."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__


def _known(error: BaseException) -> Fault | None:
    import httpx
    from langchain_core import exceptions as known

    if isinstance(error, ModelFault):
        return error.fault
    kinds: tuple[tuple[tuple[type[BaseException], ...], Fault], ...] = (
        ((known.ContextOverflowError,), "too-long-for-model"),
        ((known.ModelTimeoutError, httpx.TimeoutException, TimeoutError), "time-out"),
        ((httpx.RemoteProtocolError, httpx.ReadError), "cut-off"),
        ((known.ModelConnectionError, httpx.TransportError, ConnectionError), "no-server"),
        ((known.ModelRateLimitError,), "rate-limit"),
        ((known.ModelAuthenticationError, known.ModelPermissionDeniedError), "wrong-key"),
        ((known.ModelNotFoundError,), "wrong-model"),
        ((known.ModelAPIError,), "server-error"),
    )
    if found := next((fault for types, fault in kinds if isinstance(error, types)), None):
        return found
    return _refusal(error)


def _refusal(error: BaseException) -> Fault | None:
    """What a refusal tells by its HTTP status, under the names that providers give it, or by its words."""
    from langchain_core.exceptions import ModelInvalidRequestError

    status = next((s for name in ("status_code", "code") if isinstance(s := getattr(error, name, None), int)), 0)
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status < 400 and not isinstance(error, ModelInvalidRequestError):
        return None
    for fault, phrases in _BY_WORDS.items():
        if any(phrase in str(error).lower() for phrase in phrases):
            return fault
    return "server-error" if status >= 500 else "failed"
