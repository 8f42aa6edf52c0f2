import pytest

from assistant.entailment.checks import CHECKS, affirmed, failed

ROLE = "Melalui AOIP, Indonesia dapat memperkuat peran sebagai honest broker, tanpa terjebak dalam rivalitas geopolitik."
KEYS = "Menurut Destianto, sinergi antarinstansi menjadi kunci efektivitas diplomasi."
CHALLENGES = "Destianto menyoroti tantangan, antara lain tekanan rivalitas, fragmentasi kepentingan, serta ego sektoral."
SURVEY = "Sekitar 38 kapal berlayar pada 2024 karena badai mereda, dan 12 kapal tenggelam."


@pytest.mark.parametrize(
    ("claim", "quote", "check"),
    [
        ("Ada 83 kapal berlayar.", SURVEY, "number not in the quotes"),
        ("38 kapal berlayar.", SURVEY, "bound of a number changed"),
        ("Sekitar 38 kapal tenggelam, 12 kapal berlayar.", SURVEY, "beside other words in the quotes"),
        ("Badai mereda karena kapal berlayar.", "Kapal berlayar karena badai mereda.", "cause and effect turned round"),
        ("Melalui AOIP, Jepang dapat memperkuat peran.", ROLE, "name not in the quotes"),
        ("Melalui AOIP, Indonesia memperkuat peran.", ROLE, "possible of the quotes dropped"),
        ("Melalui AOIP, Indonesia akan memperkuat peran.", ROLE, "expected not in the quotes"),
        ("Through AOIP, Indonesia must strengthen its role.", ROLE, "obliged not in the quotes"),
        ("Melalui AOIP, Indonesia tidak dapat memperkuat peran.", ROLE, "negation not in the quotes"),
        ("Indonesia dapat terjebak dalam rivalitas geopolitik.", ROLE, "negation of the quotes dropped"),
        ("Melalui Indonesia, AOIP dapat memperkuat peran.", ROLE, "true of another in the quotes"),
        ("Sinergi antarinstansi menjadi kunci efektivitas diplomasi.", KEYS, "said of the quotes dropped"),
        ("Synergy between agencies is the only key, according to Destianto.", KEYS, "only not in the quotes"),
        ("Destianto menyoroti tantangan, yaitu tekanan rivalitas, fragmentasi kepentingan, serta ego sektoral.", CHALLENGES,
         "open list of the quotes closed"),
        ("Destianto menyoroti ego sektoral dan korupsi.", CHALLENGES, "word not in the quotes"),
        ("Jepang menyerang Korea.", "Korea menyerang Jepang.", "changed places"),
        ("Jepang diserang Korea.", "Jepang menyerang Korea.", "sides of a verb swapped"),
        ("Kapal baru lebih besar daripada kapal lama.", "Kapal baru lebih kecil daripada kapal besar yang lama.",
         "compared otherwise in the quotes"),
        ("Pilot mengatakan mesin rusak.", "Direktur mengatakan, pilot tahu mesin rusak.", "said by another in the quotes"),
        ("Jepang mitra Jepang.", "Indonesia menjadi mitra Jepang.", "name said once in the quotes"),
    ],
)  # fmt: skip
def test_each_check_refuses_what_it_is_for(claim, quote, check):
    assert failed(claim, [quote])[0] == check


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Lewat AOIP, Indonesia bisa memperkokoh perannya sebagai honest broker.", ROLE),
        ("Indonesia can strengthen its role through AOIP without being trapped in geopolitical rivalry.", ROLE),
        ("According to Destianto, synergy between agencies is key to the effectiveness of diplomacy.", KEYS),
        ("Ego sektoral adalah salah satu tantangan yang disorot Destianto.", CHALLENGES),
        ("About thirty-eight ships sailed in 2024.", SURVEY),
        ("Karena badai mereda, sekitar 38 kapal berlayar pada 2024.", SURVEY),
        ("Korea was attacked by Japan.", "Japan attacked Korea."),
        ("Japan, France and India are partners.", "Partners are India, Japan and France."),
    ],
)
def test_a_rewording_that_keeps_the_facts_passes_every_check(claim, quote):
    assert failed(claim, [quote]) is None


def test_a_second_quote_does_not_lend_a_verb_another_doer():
    sheds = "Koperasi membangun gudang di tepi jalan."
    assert failed("Gudang menaikkan biaya angkut.", ["Jalan rusak menaikkan biaya angkut.", sheds]) == (
        "done by another in the quotes",
        ["gudang"],
    )
    assert failed("Jalan rusak menaikkan biaya angkut.", ["Jalan rusak menaikkan biaya angkut.", sheds]) is None


def test_a_second_quote_does_not_hide_that_two_have_changed_places():
    quotes = ["Koperasi mengekspor kopi ke Jepang.", "Koperasi membangun gudang."]
    assert failed("Jepang mengekspor kopi ke koperasi.", quotes) == ("changed places", ["jepang", "koperasi"])


def test_every_check_has_a_name_of_its_own():
    names = [name for name, _ in CHECKS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "asked",
    [
        "Indonesia bermitra dengan Jepang",
        "Japan is a partner of Indonesia",
        "Indonesia memperkuat peran melalui AOIP",
    ],
)
def test_what_says_no_more_than_what_is_said_is_affirmed(asked):
    said = {"id": ["Indonesia menjalin kemitraan dengan Jepang.", ROLE], "en": ["Indonesia has a partnership with Japan."]}
    assert affirmed(asked, said["en" if asked.startswith("Japan is") else "id"])


@pytest.mark.parametrize(
    ("asked", "claims"),
    [
        ("Korea mitra Indonesia", ["Indonesia menjalin kemitraan dengan Jepang."]),
        ("hanya Jepang mitra Indonesia", ["Indonesia menjalin kemitraan dengan Jepang."]),
        (
            "Jepang mitra India",
            ["Indonesia menjalin kemitraan dengan Jepang.", "Indonesia menjalin kemitraan dengan India."],
        ),
        ("Indonesia sudah memperkuat peran", [ROLE]),
        ("Indonesia has strengthened its role", ["Through AOIP, Indonesia can strengthen its role."]),
        ("Indonesia can be trapped in rivalry", ["Indonesia can strengthen its role without being trapped in rivalry."]),
        ("Asta Gatra landasan diplomasi", ["Asta Gatra adalah landasan ketahanan nasional; diplomasi penting."]),
        ("Destianto benar", ["Menurut Destianto, sinergi menjadi kunci."]),
    ],
)
def test_what_says_more_is_not_affirmed(asked, claims):
    assert not affirmed(asked, claims)
