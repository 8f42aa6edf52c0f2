import fcntl
import gc
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge import IndexUnavailable
from knowledge.store import Damaged, Store

A, B, C = "a" * 20, "b" * 20, "c" * 20


def refuse_nothing(folder):
    pass


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store", refuse_nothing)


def write(folder, text="kopi"):
    (folder / "deep").mkdir()
    (folder / "deep" / "data").write_text(text)
    (folder / "log").write_text("one line\n")
    return {"about": text}


def folders(store):
    return sorted(path.name for path in store._directory.iterdir() if path.is_dir())


def test_what_was_never_built_is_not_there(store):
    assert store.open(A) is None


def test_a_built_folder_is_whole_and_says_its_facts(store):
    store.build(A, write, changing=["log"])
    held = store.open(A)
    assert (held.facts["about"], (held.folder / "deep" / "data").read_text()) == ("kopi", "kopi")
    assert sorted(held.facts["files"]) == ["deep/data", "log"]


def test_a_build_that_fails_leaves_nothing(store):
    def fail(folder):
        write(folder)
        raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        store.build(A, fail)
    assert (store.open(A), folders(store)) == (None, [])


def test_a_whole_folder_is_not_built_again_unless_told(store):
    store.build(A, write, changing=["log"])
    store.build(A, lambda folder: pytest.fail("built twice"))
    store.build(A, lambda folder: write(folder, "hujan"), again=True)
    assert store.open(A).facts["about"] == "hujan"


def test_a_folder_in_use_is_not_replaced(store):
    store.build(A, write, changing=["log"])
    held = store.open(A)
    with pytest.raises(IndexUnavailable, match="is in use; stop the programs that use it"):
        store.build(A, write, again=True)
    assert held.folder.is_dir()


@pytest.mark.parametrize("name", ["deep/data", "manifest.json"])
@pytest.mark.parametrize("harm", [lambda data: data[: len(data) // 2], lambda data: b"", lambda data: b"X" + data[1:]])
def test_a_changed_file_is_damage_and_building_mends_it(store, name, harm):
    store.build(A, write, changing=["log"])
    path = store._directory / A / name
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(Damaged):
        store.open(A)
    store.build(A, write, changing=["log"])
    assert (store.open(A).folder / "deep" / "data").read_text() == "kopi"


@pytest.mark.parametrize("name", ["deep/data", "log", "manifest.json"])
def test_a_missing_file_is_damage(store, name):
    store.build(A, write, changing=["log"])
    (store._directory / A / name).unlink()
    with pytest.raises(Damaged, match=name):
        store.open(A)


def test_a_file_that_may_change_may_grow_and_not_shrink(store):
    store.build(A, write, changing=["log"])
    log = store._directory / A / "log"
    log.write_text("one line\nand another\n")
    assert store.open(A) is not None
    log.write_text("one")
    with pytest.raises(Damaged, match="log is shorter"):
        store.open(A)


def test_what_the_check_refuses_is_damage(tmp_path):
    def refuse(folder):
        raise ValueError("the log is unreadable")

    store = Store(tmp_path, refuse)
    store.build(A, write, changing=["log"])
    with pytest.raises(Damaged, match="the log is unreadable"):
        store.open(A)


def test_old_folders_that_nobody_holds_are_removed(store):
    for name in (A, B, C):
        store.build(name, write)
    held = store.open(A)
    store.remove_unused(lambda facts, idle: True)
    assert folders(store) == [A]
    del held
    gc.collect()
    store.remove_unused(lambda facts, idle: True)
    assert list(store._directory.iterdir()) == []


def test_only_old_folders_are_removed(store):
    store.build(A, write, changing=["log"])
    store.build(B, lambda folder: write(folder, "hujan"))
    store.remove_unused(lambda facts, idle: facts.get("about") == "hujan")
    assert folders(store) == [A]


def test_what_a_killed_build_left_is_removed(store):
    store.build(A, write, changing=["log"])
    for name in (f"{A}.xyz.part", f"{B}.xyz.part"):
        (store._directory / name).mkdir()
    store.remove_unused(lambda facts, idle: False)
    assert folders(store) == [A]


def test_a_build_that_is_going_on_is_left_alone(store):
    def look(folder):
        store.remove_unused(lambda facts, idle: True)
        assert folder.is_dir()
        return write(folder)

    store.build(A, look)
    assert folders(store) == [A]


def test_a_reader_that_waited_for_a_removal_sees_that_it_is_gone(store):
    store.build(A, write, changing=["log"])
    manifest = store._directory / A / "manifest.json"
    descriptor = os.open(manifest, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(store.open, A)
        (store._directory / A).rename(store._directory / "gone")
        os.close(descriptor)
        assert waiting.result(timeout=30) is None


def test_a_manifest_is_json(store):
    store.build(A, write, changing=["log"])
    assert json.loads((store._directory / A / "manifest.json").read_text())["about"] == "kopi"


def test_a_directory_that_cannot_be_written_is_named_with_the_setting_that_moves_it(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(IndexUnavailable, match=r"file cannot be written .* set TANYA_CACHE_DIR"):
        Store(tmp_path / "file" / "indexes", refuse_nothing).build(A, write)


def test_a_reader_that_came_during_a_rebuild_keeps_its_folder(store):
    store.build(A, write)
    held = []

    def slowly(folder):
        held.append(store.open(A))
        return write(folder, "hujan")

    with pytest.raises(IndexUnavailable, match="is in use"):
        store.build(A, slowly, again=True)
    assert (held[0].folder / "deep" / "data").read_text() == "kopi"
    assert folders(store) == [A]


@pytest.mark.parametrize("manifest", ["[]", "{}", '{"files": {"deep/data": {}}, "sha256": "x"}', '"text"', "null"])
def test_a_manifest_of_another_shape_is_damage_and_building_mends_it(store, manifest):
    store.build(A, write)
    (store._directory / A / "manifest.json").write_text(manifest)
    with pytest.raises(Damaged):
        store.open(A)
    store.build(A, write)
    assert store.open(A).facts["about"] == "kopi"


def test_a_fact_that_was_changed_is_damage(store):
    store.build(A, write)
    path = store._directory / A / "manifest.json"
    path.write_text(path.read_text().replace("kopi", "teh", 1))
    with pytest.raises(Damaged, match=r"manifest\.json is not what was written"):
        store.open(A)


def test_what_else_lies_in_the_directory_is_left_alone(store):
    store.build(A, write)
    (store._directory / "notes of mine").mkdir()
    (store._directory / ".DS_Store").write_text("")
    (store._directory / ("d" * 20)).write_text("a file")
    store.remove_unused(lambda facts, idle: True)
    assert sorted(path.name for path in store._directory.iterdir()) == [".DS_Store", "d" * 20, "notes of mine"]


def test_how_long_a_folder_was_not_opened_is_told(store):
    store.build(A, write)
    days = 100 * 24 * 3600
    manifest = store._directory / A / "manifest.json"
    os.utime(manifest, (manifest.stat().st_atime, manifest.stat().st_mtime - days))
    idle = []
    store.remove_unused(lambda facts, idle_days: idle.append(idle_days) is not None)
    store.open(A)
    store.remove_unused(lambda facts, idle_days: idle.append(idle_days) is not None)
    assert idle == pytest.approx([100, 0], abs=0.1)


def test_others_may_read_what_was_built(store):
    store.build(A, write)
    assert (store._directory / A).stat().st_mode & 0o777 == 0o755


def test_a_reader_that_waits_for_another_build_says_so(store, capsys):
    def slowly(folder):
        time.sleep(3)
        return write(folder)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: store.build(A, slowly), range(2)))
    assert capsys.readouterr().err == "tanya: waiting for another process that builds this index\n"
