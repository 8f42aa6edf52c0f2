"""A conversation as the reader's browser keeps it: the server reads it with each question and keeps nothing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.answers import Turn
from assistant.exchange import Exchange, exchange_as_data, exchange_from_data
from knowledge.records import Study

MOST = 200  # exchanges; a longer conversation loses its oldest ones, since all of it travels with each question


def _identity() -> str:
    return secrets.token_urlsafe(9)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions with their answers, oldest first, under an id that tells one conversation of a reader from another."""

    exchanges: tuple[Exchange, ...] = ()
    id: str = field(default_factory=_identity)
    lost: int = 0  # exchanges that were left out when it was read, because they do not stand in the study

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The history of the next question."""
        return tuple(exchange.turn for exchange in self.exchanges)

    def then(self, exchange: Exchange) -> Conversation:
        """The conversation with `exchange` at its end."""
        return replace(self, exchanges=(*self.exchanges, exchange)[-MOST:])

    def until(self, exchange: int) -> Conversation:
        """What came before the exchange numbered `exchange`, from 0."""
        return replace(self, exchanges=self.exchanges[: max(exchange, 0)])

    def as_data(self) -> dict[str, Any]:
        """The conversation as JSON types."""
        return {"id": self.id, "exchanges": [exchange_as_data(exchange) for exchange in self.exchanges]}

    @classmethod
    def from_data(cls, data: object, study: Study) -> Conversation:
        """The conversation that a browser gave back as `data`; what does not stand in `study` is left out and counted.

        One that lost something goes on under another id, so that what the browser holds of it stays there.
        """
        kept = data if isinstance(data, dict) else {}
        listed = kept.get("exchanges")
        entries = listed[-MOST:] if isinstance(listed, list) else []
        found, lost = list[Exchange](), 0
        for entry in entries:
            try:
                found.append(exchange_from_data(entry, study))
            except ValueError:
                lost += 1
        identity = kept.get("id")
        known = isinstance(identity, str) and 0 < len(identity) <= 40 and not lost
        return cls(tuple(found), str(identity) if known else _identity(), lost)
