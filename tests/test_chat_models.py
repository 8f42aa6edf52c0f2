"""Chat models by name."""

import subprocess
import sys

import pytest

from assistant import Assistant
from assistant.generative.models import open_model, shown
from knowledge.records import ModelUnavailable

SECRET = "sk-secret-0123456789"


@pytest.fixture(autouse=True)
def without_keys(monkeypatch):
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY", "TANYA_MODEL_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [
        ("ollama:qwen3", "ChatOllama", None),
        ("openai:gpt-x", "ChatOpenAI", "OPENAI_API_KEY"),
        ("anthropic:claude-x", "ChatAnthropic", "ANTHROPIC_API_KEY"),
        ("google_genai:gemini-x", "ChatGoogleGenerativeAI", "GOOGLE_API_KEY"),
        ("http://127.0.0.1:8080/v1#qwen3", "ChatOpenAI", None),
    ],
)
def test_a_model_is_opened_by_its_name_and_calls_nothing(name, kind, key, monkeypatch):
    if key:
        monkeypatch.setenv(key, SECRET)
    model = open_model(name)
    assert type(model).__name__ == kind
    assert SECRET not in repr(model)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("qwen3", "'qwen3' names no chat model; write ollama:NAME"),
        ("ollama:", "'ollama:' names no chat model"),
        ("nobody:qwen3", "unknown provider 'nobody'"),
        ("openai:gpt-x", "set OPENAI_API_KEY in the environment"),
        ("anthropic:claude-x", "set ANTHROPIC_API_KEY in the environment"),
        ("google_genai:gemini-x", "set GOOGLE_API_KEY in the environment"),
        ("mistralai:mistral-x", "pip install langchain-mistralai"),
        ("http:///v1", "no address of a server"),
        ("http://127.0.0.1:8080/v1?key=x", "no address of a server"),
        ("http://me:secret@127.0.0.1:8080/v1", "holds no key; set TANYA_MODEL_KEY"),
        ("llamacpp:/nowhere/model.gguf", "there is no file '/nowhere/model.gguf'"),
    ],
)
def test_a_name_that_cannot_be_opened_is_told_in_one_line_with_the_mend(name, told):
    with pytest.raises(ModelUnavailable) as caught:
        open_model(name)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "secret@" not in str(caught.value)


def test_a_package_that_is_missing_is_named_by_its_extra():
    program = (
        "import sys; sys.modules['langchain_ollama'] = None; from assistant import Assistant; Assistant.open(model='ollama:x')"
    )
    failed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert failed.stderr.endswith("ollama:x needs a package that is not installed; pip install -e '.[ollama]'\n")


@pytest.mark.parametrize(
    ("name", "base", "model"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1", "default"),
        ("http://127.0.0.1:8080/v1#qwen3", "http://127.0.0.1:8080/v1", "qwen3"),
        ("https://models.example/api/v1#org/qwen3:8b", "https://models.example/api/v1", "org/qwen3:8b"),
    ],
)
def test_a_server_is_named_by_its_address_and_the_model_after_the_hash(name, base, model):
    opened = open_model(name)
    assert (opened.openai_api_base, opened.model_name) == (base, model)


def test_the_key_of_a_provider_is_never_sent_to_another_server(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    assert open_model("http://127.0.0.1:8080/v1").openai_api_key.get_secret_value() == "none"
    monkeypatch.setenv("TANYA_MODEL_KEY", "mine")
    assert open_model("http://127.0.0.1:8080/v1").openai_api_key.get_secret_value() == "mine"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ollama:qwen3", "ollama:qwen3"),
        ("http://10.0.0.7:8080/v1#qwen3", "qwen3"),
        ("http://10.0.0.7:8080/v1", "default"),
        ("llamacpp:/home/ibu/models/qwen3.gguf", "llamacpp:qwen3.gguf"),
    ],
)
def test_a_name_is_shown_without_folder_or_address(name, told):
    assert shown(name) == told


def test_a_file_that_is_no_model_is_refused(tmp_path):
    (tmp_path / "text.gguf").write_text("no model")
    with pytest.raises(ModelUnavailable, match=r"text\.gguf' cannot be loaded; name a GGUF file"):
        open_model(f"llamacpp:{tmp_path / 'text.gguf'}")


def test_the_setting_names_the_model_of_an_assistant(monkeypatch, folder):
    monkeypatch.setenv("TANYA_MODEL", "nobody:qwen3")
    with pytest.raises(ModelUnavailable, match="unknown provider"):
        Assistant.open(folder)
