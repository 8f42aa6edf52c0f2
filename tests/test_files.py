import pytest

from assistant.files import check_place, write_whole


def test_a_file_is_written_whole_and_nothing_is_left_beside_it(tmp_path):
    file = tmp_path / "a.json"
    for text in ("lama", "baru \u00e9"):
        write_whole(file, text)
        assert file.read_bytes() == text.encode()
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_what_cannot_be_written_leaves_the_old_file(tmp_path):
    file = tmp_path / "a.json"
    write_whole(file, "lama")
    with pytest.raises(UnicodeEncodeError):
        write_whole(file, "baru \ud800")
    assert file.read_text() == "lama"
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_place_is_refused_where_no_file_can_stand(tmp_path):
    check_place(tmp_path / "new.json")
    for place in (tmp_path, tmp_path / "no-such-folder" / "a.json"):
        with pytest.raises(OSError, match="is no place for a file; name a file in a folder that exists"):
            check_place(place)
