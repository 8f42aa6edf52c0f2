"""The web chat's entry: `python app.py`; TANYA_HOST, TANYA_PORT and TANYA_STUDY as for `tanya serve`."""

from assistant.cli import app

if __name__ == "__main__":
    app(["serve"])
