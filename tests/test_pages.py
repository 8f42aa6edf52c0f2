import pytest

from assistant.evaluation.pages import literal
from assistant.evaluation.plots import bars, dots
from assistant.evaluation.statistics import Interval
from assistant.evaluation.tables import one_line, shown

HALF = Interval(0.5, 0.4, 0.6)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a | b", r"a \| b"),
        ("*x* _y_ `z` ~w~ \\", r"\*x\* \_y\_ \`z\` \~w\~ \\"),
        ("![x](y)", r"!\[x\](y)"),
        ("<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"),
        ("satu\n\n# dua\u001b", "satu # dua"),
    ],
)
def test_text_stays_text_in_markdown(text, markdown):
    assert literal(text) == markdown


def test_a_line_for_a_terminal_holds_nothing_that_it_obeys():
    assert one_line("satu\n\tdua\u001b[31m \u202etiga") == "satu dua[31m tiga"


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval(0.974, 0.936, 0.99), "0.974 .94–.99"),
        (Interval(1, 0.98, 1), "1.000 .98–1"),
        (Interval(0, 0, 0.04), "0.000 .00–.04"),
    ],
)
def test_an_interval_is_shown_in_few_characters(interval, text):
    assert shown(interval) == text


@pytest.mark.parametrize(
    "picture", [lambda: bars(["a", "b"], {"right": [HALF, None]}, "share"), lambda: dots({"a": HALF}, "mean")]
)
def test_a_picture_is_an_element_without_an_address_and_the_same_every_time(picture):
    assert picture() == picture()
    assert picture().startswith("<svg")
    assert "http" not in picture()
