"""What we say about a study, and the proof.

`import assistant` loads neither torch, Chroma nor Gradio; `Assistant.open` loads the first two.
"""

from __future__ import annotations

from assistant.answers import Abstention, Answer, Citation, Claim, Turn
from assistant.assistant import Assistant

__all__ = ["Abstention", "Answer", "Assistant", "Citation", "Claim", "Turn"]
