from assistant.entailment.statement import agree, listed, read


def marks(text):
    statement = read(text)
    return [(mark.kind, statement.phrase(mark)) for mark in statement.marks]


def governed(text, kind):
    statement = read(text)
    return [token.word for token in statement.governed(statement.of(kind)[0])]


def test_the_longest_mark_is_taken():
    assert marks("bukan sekadar aktivitas") == [("beyond", "bukan sekadar")]
    assert marks("bukan aktivitas") == [("negation", "bukan")]
    assert ("one-of", "salah satu") in marks("salah satu tantangan")


def test_a_mark_governs_what_follows_in_its_clause():
    assert governed("Indonesia dapat memperkuat peran, tanpa terjebak.", "possible") == ["memperkuat", "peran"]
    assert governed("Menurutnya, sinergi menjadi kunci.", "said") == ["sinergi", "kunci"]


def test_may_with_a_capital_inside_a_sentence_is_a_month():
    assert marks("It began on 2 May 1957.") == []
    assert ("possible", "may") in marks("It may begin.")


def test_more_than_before_a_number_is_a_bound_and_the_most_is_a_superlative():
    assert ("at-least", "lebih dari") in marks("lebih dari 20 orang")
    assert [kind for kind, _ in marks("penduduk paling banyak")] == ["superlative", "several"]


def test_names_are_capitals_inside_a_sentence_and_countries_anywhere():
    names = {token.word for token in read("Kemarin jepang dan Destianto bertemu.").tokens if token.name}
    assert names == {"jepang", "destianto"}


def test_numbers_marks_and_light_words_are_no_content():
    assert [token.word for token in read("Ada tiga dermaga di Jepang.").content] == ["dermaga", "jepang"]


def test_words_with_different_circumfixes_agree_only_by_the_glossary():
    defence, resilience = read("pertahanan").tokens[0], read("ketahanan").tokens[0]
    assert not agree(defence, resilience)
    assert agree(read("penguatan").tokens[0], read("memperkuat").tokens[0])


def test_every_class_has_words_in_one_language_at_least():
    assert listed("light") >= {"itu", "the"}
    assert listed("be") == {"is", "are", "was", "were", "be", "been", "being"}
