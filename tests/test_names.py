import pytest

from knowledge.names import KINDS, names_of


def called(kind, code):
    return [(name.text, name.short) for name in names_of(kind) if name.code == code]


def test_a_territory_is_called_by_its_name_in_both_languages():
    assert called("territory", "DE") == [("Jerman", False), ("Germany", False)]
    assert called("territory", "019") == [("Amerika", False), ("Americas", False)]


def test_a_language_is_called_by_its_name_in_both_languages():
    assert called("language", "fr") == [("Prancis", False), ("French", False)]


def test_months_and_days_are_called_by_their_names_and_abbreviations():
    assert called("month", "8") == [("Agustus", False), ("Agu", True), ("August", False), ("Aug", True)]
    assert called("day", "0") == [("Senin", False), ("Sen", True), ("Monday", False), ("Mon", True)]


@pytest.mark.parametrize("code", ["001", "ZZ", "EZ", "XA"])
def test_the_world_and_what_is_no_place_are_not_among_the_territories(code):
    assert called("territory", code) == []


def test_variants_of_a_language_are_not_among_the_languages():
    assert "American English" not in {name.text for name in names_of("language")}


def test_names_of_several_kinds_come_language_by_language():
    first, *_, last = names_of("territory", "month")
    assert (first.text, last.text) == ("Afrika", "Dec")
    assert len(names_of(*KINDS)) == sum(len(names_of(kind)) for kind in KINDS)
