"""The web chat: a conversation beside the study's text."""
