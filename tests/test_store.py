import fcntl
import gc
import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge import IndexUnavailable
from knowledge.store import Damaged, Store


def refuse_nothing(folder):
    pass


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store", refuse_nothing, frozenset({"log"}))


def write(folder, text="kopi"):
    (folder / "deep").mkdir()
    (folder / "deep" / "data").write_text(text)
    (folder / "log").write_text("one line\n")
    return {"about": text}


def folders(store):
    return sorted(path.name for path in store._directory.iterdir() if path.is_dir())


def test_what_was_never_built_is_not_there(store):
    assert store.open("a") is None


def test_a_built_folder_is_whole_and_says_its_facts(store):
    store.build("a", write)
    held = store.open("a")
    assert (held.facts["about"], (held.folder / "deep" / "data").read_text()) == ("kopi", "kopi")
    assert sorted(held.facts["files"]) == ["deep/data", "log"]


def test_a_build_that_fails_leaves_nothing(store):
    def fail(folder):
        write(folder)
        raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        store.build("a", fail)
    assert (store.open("a"), folders(store)) == (None, [])


def test_a_whole_folder_is_not_built_again_unless_told(store):
    store.build("a", write)
    store.build("a", lambda folder: pytest.fail("built twice"))
    store.build("a", lambda folder: write(folder, "hujan"), again=True)
    assert store.open("a").facts["about"] == "hujan"


def test_a_folder_in_use_is_not_replaced(store):
    store.build("a", write)
    held = store.open("a")
    with pytest.raises(IndexUnavailable, match="is in use; stop the programs that use it"):
        store.build("a", write, again=True)
    assert held.folder.is_dir()


@pytest.mark.parametrize("name", ["deep/data", "manifest.json"])
@pytest.mark.parametrize("harm", [lambda data: data[: len(data) // 2], lambda data: b"", lambda data: b"X" + data[1:]])
def test_a_changed_file_is_damage_and_building_mends_it(store, name, harm):
    store.build("a", write)
    path = store._directory / "a" / name
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(Damaged):
        store.open("a")
    store.build("a", write)
    assert (store.open("a").folder / "deep" / "data").read_text() == "kopi"


@pytest.mark.parametrize("name", ["deep/data", "log", "manifest.json"])
def test_a_missing_file_is_damage(store, name):
    store.build("a", write)
    (store._directory / "a" / name).unlink()
    with pytest.raises(Damaged, match=name):
        store.open("a")


def test_a_file_that_may_change_may_grow_and_not_shrink(store):
    store.build("a", write)
    log = store._directory / "a" / "log"
    log.write_text("one line\nand another\n")
    assert store.open("a") is not None
    log.write_text("one")
    with pytest.raises(Damaged, match="log is shorter"):
        store.open("a")


def test_what_the_check_refuses_is_damage(tmp_path):
    def refuse(folder):
        raise ValueError("the log is unreadable")

    store = Store(tmp_path, refuse, frozenset())
    store.build("a", write)
    with pytest.raises(Damaged, match="the log is unreadable"):
        store.open("a")


def test_old_folders_that_nobody_holds_are_removed(store):
    for name in "abc":
        store.build(name, write)
    held = store.open("a")
    store.remove_unused(lambda facts: True)
    assert folders(store) == ["a"]
    del held
    gc.collect()
    store.remove_unused(lambda facts: True)
    assert list(store._directory.iterdir()) == []


def test_only_old_folders_are_removed(store):
    store.build("a", write)
    store.build("b", lambda folder: write(folder, "hujan"))
    store.remove_unused(lambda facts: facts.get("about") == "hujan")
    assert folders(store) == ["a"]


def test_what_a_killed_build_left_is_removed(store):
    store.build("a", write)
    for name in ("a.xyz.part", "b.xyz.part"):
        (store._directory / name).mkdir()
    store.remove_unused(lambda facts: False)
    assert folders(store) == ["a"]


def test_a_build_that_is_going_on_is_left_alone(store):
    def look(folder):
        store.remove_unused(lambda facts: True)
        assert folder.is_dir()
        return write(folder)

    store.build("a", look)
    assert folders(store) == ["a"]


def test_a_reader_that_waited_for_a_removal_sees_that_it_is_gone(store):
    store.build("a", write)
    manifest = store._directory / "a" / "manifest.json"
    descriptor = os.open(manifest, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(store.open, "a")
        (store._directory / "a").rename(store._directory / "gone")
        os.close(descriptor)
        assert waiting.result(timeout=30) is None


def test_a_manifest_is_json(store):
    store.build("a", write)
    assert json.loads((store._directory / "a" / "manifest.json").read_text())["about"] == "kopi"


def test_a_directory_that_cannot_be_written_is_named_with_the_setting_that_moves_it(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(IndexUnavailable, match=r"file cannot be written .* set TANYA_CACHE_DIR"):
        Store(tmp_path / "file" / "indexes", refuse_nothing, frozenset()).build("a", write)
