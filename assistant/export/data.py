"""A conversation as JSON: everything, exactly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from assistant.exchange import Exchange, exchange_as_data
from assistant.export.document import text_mark
from knowledge.records import Study


def as_json(exchanges: Sequence[Exchange], study: Study) -> str:
    """What is known of the study, the date, and the exchanges with spans in characters of its text."""
    known = {name: getattr(study, name) for name in ("id", "title", "author", "institution", "language", "source", "licence")}
    data = {
        "study": known | {"text": text_mark(study)},
        "read": datetime.now(UTC).date().isoformat(),
        "exchanges": [exchange_as_data(exchange) for exchange in exchanges],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
