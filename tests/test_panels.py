"""The cards, the map and the table: what is drawn of a study's notes."""

import re
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest

from assistant.web.cards import notes_panel
from assistant.web.map import NARROW, WIDE, draw, map_panel
from assistant.web.table import matrix_panel
from knowledge import load_study

STUDY = load_study()
PANELS = (notes_panel, map_panel, matrix_panel)
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>![x](javascript:1)"


def hostile():
    """The shipped study with every word of its notes replaced."""
    both = {"id": EVIL, "en": EVIL}
    notes = tuple(replace(n, statement=both, label=both, question=both, topic=EVIL) for n in STUDY.notes)
    return replace(STUDY, notes=notes)


def parsed(panel):
    """The panel as XML, which is stricter than a browser."""
    return ElementTree.fromstring(f"<all>{panel.replace('<details open>', '<details>')}</all>")


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_panel_is_well_formed_and_speaks_the_readers_language(panel, language):
    page = parsed(panel(STUDY, language))
    assert page[0].get("lang") == language
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("panel", PANELS)
def test_nothing_in_a_note_becomes_markup(panel):
    page = panel(hostile(), "id")
    elements = {element.tag.split("}")[-1] for element in parsed(page).iter()}
    assert not elements & {"script", "img"}
    assert not any(name.startswith("on") for element in parsed(page).iter() for name in element.attrib)


@pytest.mark.parametrize("panel", PANELS)
def test_a_study_without_notes_has_no_such_panel(panel):
    assert panel(replace(STUDY, notes=(), matrix=None), "id") == ""


def test_every_note_is_on_a_card_once_with_its_source_and_its_buttons():
    page = notes_panel(STUDY, "en")
    assert page.count('class="note"') == len(STUDY.notes)
    assert page.count('class="show"') == page.count('class="ask"') == len(STUDY.notes)
    assert "according to the author · paragraph 3" in page


def test_buttons_of_one_label_are_told_apart_by_their_names():
    names = re.findall(r'aria-label="([^"]+)"', notes_panel(STUDY, "id"))
    assert len(names) == len(set(names)) == 2 * len(STUDY.notes)


@pytest.mark.parametrize("sheet", [WIDE, NARROW], ids=lambda sheet: sheet.name)
@pytest.mark.parametrize("study", [STUDY, hostile()], ids=["shipped", "hostile"])
def test_no_two_boxes_of_the_map_overlap_and_all_are_on_the_sheet(sheet, study):
    picture = draw(study, "id", sheet)
    boxes = [(b.x, b.y - b.height / 2, b.x + b.width, b.y + b.height / 2) for b in picture.boxes]
    for (a, b, c, d), (e, f, g, h) in combinations(boxes, 2):
        assert c <= e or g <= a or d <= f or h <= b
    assert all(a >= 0 and b >= 0 and c <= sheet.width and d <= picture.height for a, b, c, d in boxes)


@pytest.mark.parametrize("sheet", [WIDE, NARROW], ids=lambda sheet: sheet.name)
def test_every_topic_and_note_is_on_the_map_and_belongs_to_something(sheet):
    picture = draw(STUDY, "en", sheet)
    labels = [box.label for box in picture.boxes]
    assert labels[:3] == ["Cooperation", "Partners", "Purpose"]
    assert sorted(labels[8:]) == sorted(note.label["en"] for note in STUDY.notes)
    assert len(picture.branches) == len(STUDY.notes)


def test_topics_of_one_paragraph_are_tied():
    ties = {(a.label, b.label) for a, b in draw(STUDY, "en", WIDE).ties}
    assert {("Cooperation", "Partners"), ("Challenges", "Keys to success")} <= ties
    assert ("Partners", "AOIP") not in ties


def test_every_node_that_can_be_asked_can_be_reached_by_keyboard_and_says_what_it_asks():
    nodes = [g for g in parsed(map_panel(STUDY, "id")).iter() if "ask" in g.get("class", "").split()]
    assert len(nodes) == 2 * len(STUDY.notes)  # on the wide and on the narrow sheet, of which one is shown
    assert all((g.get("role"), g.get("tabindex")) == ("button", "0") for g in nodes)
    assert all(g.get("data-question") in g.get("aria-label") for g in nodes)


def test_a_cell_shows_its_sentence_or_that_there_is_none():
    page = matrix_panel(STUDY, "en")
    assert page.count('class="cite" data-sentence="s2"') == 12
    assert page.count(">not mentioned<") == 5 * 7 - 12
    assert 'aria-label="Japan, Military exercises: stated, paragraph 1"' in page
