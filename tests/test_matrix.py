import pytest

from assistant.matrix import matrix
from knowledge import StudyError, load_study

TEXT = "Indonesia bermitra dengan Jepang dalam bidang latihan militer dan riset.\n\nMesir dikunjungi.\n\nPelatihan penting.\n"
NOTES = "\n".join(
    f"""- id: {name}
  statement: {{id: "{quote}.", en: "{quote}."}}
  quotes: ["{quote}"]
  label: {{id: "{label}", en: "{label}"}}"""
    for name, quote, label in [
        ("japan", "Jepang", "Jepang"),
        ("egypt", "Mesir", "Mesir"),
        ("exercises", "latihan militer", "Latihan militer"),
        ("training", "Pelatihan", "Pelatihan"),
    ]
)
CLAIM = '{id: "Indonesia bermitra dengan {row} dalam bidang {column}.", en: "Indonesia partners {row} in {column}."}'


def plan(rows="[japan, egypt]", columns="[exercises, training]", claim=CLAIM):
    return f"language: id\nmatrix:\n  rows: {rows}\n  columns: {columns}\n  claim: {claim}\n"


def test_a_cell_is_proven_by_one_sentence_or_not_said(write_study):
    study = load_study(write_study(TEXT, notes=NOTES, study=plan()))
    cells = [[cell.sentence and cell.sentence.text[:9] for cell in row] for row in matrix(study).cells]
    # "Pelatihan" is of one stem with "latihan", and the gate takes the two for the same; a table of names must not.
    assert cells == [["Indonesia", None], [None, None]]


def test_of_the_shipped_study_the_four_partners_and_three_fields_are_proven_and_nothing_else():
    found = matrix(load_study())
    said = {(c.row.id, c.column.id) for row in found.cells for c in row if c.sentence}
    partners = ("australia", "japan", "india", "france")
    fields = ("exercises", "technology", "human-resources")
    assert said == {(f"partners.{p}", f"cooperation.{f}") for p in partners for f in fields}
    assert len(found.rows) * len(found.columns) > len(said)


def test_a_study_that_asks_for_no_matrix_has_none(study):
    assert matrix(study) is None


@pytest.mark.parametrize(
    ("study", "complaint"),
    [
        (plan(rows="[japan, mars]"), "matrix: rows names 'mars', which is no note with a label"),
        (plan(columns="japan"), "matrix needs a list of notes under `columns`, found 'japan'"),
        (plan(rows="[]"), "matrix needs a list of notes under `rows`"),
        (plan(claim="{id: x, en: y}"), "`claim` needs {row} and {column} in both languages"),
        (plan(claim="x"), "matrix needs `claim: {id: ..., en: ...}`"),
        ("matrix: 3", "matrix needs `rows`, `columns` and `claim`, found 3"),
    ],
)
def test_a_bad_plan_is_named_with_its_file(write_study, study, complaint):
    with pytest.raises(StudyError) as error:
        load_study(write_study(TEXT, notes=NOTES, study=study))
    assert complaint in str(error.value)
    assert "study.yaml" in str(error.value)
