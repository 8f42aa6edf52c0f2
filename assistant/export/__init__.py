"""What a reader takes away: a conversation as a file whose every quote can be checked again, and the study's reference."""

from assistant.export.document import Form, export
from assistant.export.reference import Style, reference

__all__ = ["Form", "Style", "export", "reference"]
