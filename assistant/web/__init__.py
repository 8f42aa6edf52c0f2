"""The web chat: a conversation beside the study, and the same answers for programs."""

import os

# Before Gradio is imported: it would report home otherwise.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
# It would sum up all events in a table after each one, 2 ms after the first hundred and 10 ms after ten thousand, for a
# page of figures that is not served.
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)
