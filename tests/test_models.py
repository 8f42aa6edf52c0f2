import pytest

from knowledge import ModelUnavailable
from knowledge.models import find_model


def model(folder, weights="weights"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_text(weights)
    return folder


def test_a_folder_is_known_by_its_name_and_content(tmp_path):
    first, second = model(tmp_path / "one" / "tiny"), model(tmp_path / "two" / "tiny")
    assert find_model(str(first), "TANYA_X").identity == find_model(str(second), "TANYA_X").identity
    assert find_model(str(first), "TANYA_X").identity.startswith("tiny@")
    model(second, "other weights")
    assert find_model(str(first), "TANYA_X").identity != find_model(str(second), "TANYA_X").identity


def test_a_name_is_looked_up_in_the_local_cache_only(tmp_path, monkeypatch):
    commit = "0123456789abcdef0123456789abcdef01234567"
    home = tmp_path / "hub" / "models--some--tiny"
    model(home / "snapshots" / commit)
    (home / "refs").mkdir()
    (home / "refs" / "main").write_text(commit)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    found = find_model("some/tiny", "TANYA_X")
    assert found.path == home / "snapshots" / commit
    assert found.identity.startswith("some/tiny@")


@pytest.mark.parametrize("name", ["some/model-that-is-not-here", "no such model", "a/b/c", ""])
def test_a_model_that_is_not_there_is_named_with_what_to_do(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelUnavailable) as error:
        find_model(name or "none", "TANYA_X")
    assert "\n" not in str(error.value)
    assert "hf download" in str(error.value)
    assert "set TANYA_X" in str(error.value)


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(ModelUnavailable, match="holds no model; set TANYA_X"):
        find_model(str(tmp_path), "TANYA_X")
