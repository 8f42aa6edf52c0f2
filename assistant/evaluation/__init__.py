"""How well questions are answered and find their paragraph, measured on a question set."""
