"""The settings, read from the environment in this one place."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from knowledge.study import SHIPPED


@dataclass(frozen=True, slots=True)
class Settings:
    """What a reader may set; library functions take these as plain arguments."""

    study: Path  # TANYA_STUDY: the study folder, the shipped one by default
    cache: Path  # TANYA_CACHE_DIR: where indexes are kept, the user's cache directory by default

    @classmethod
    def from_environment(cls) -> Settings:
        """The settings of this process."""
        from platformdirs import user_cache_path

        study, cache = os.environ.get("TANYA_STUDY"), os.environ.get("TANYA_CACHE_DIR")
        return cls(
            study=Path(study).expanduser() if study else SHIPPED,
            cache=Path(cache).expanduser() if cache else user_cache_path("tanya"),
        )
