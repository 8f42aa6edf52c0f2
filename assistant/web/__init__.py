"""The web chat: a conversation beside the study, and the same answers for programs."""

import os

# Before Gradio is imported: it would report home otherwise.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
