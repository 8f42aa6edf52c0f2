"""How well the study is searched and answered, measured on a question set."""
