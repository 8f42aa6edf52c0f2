"""What the tests share: the small world of world.py, opened, and tiny models."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from world import NOTES, TEXT, HashingEmbeddings

from assistant import Assistant
from knowledge import Retriever, Study, load_study

settings.register_profile("tanya", deadline=None)  # the first example pays for imports
settings.load_profile("tanya")

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "kopi", "hujan", "jepang", "gudang", "jalan", "nomor", "di", "ke", "##kopi"]


def tiny_bert(folder: Path) -> dict[str, Path | Any]:
    """The parts of a BERT with random weights and a vocabulary of words, saved in `folder`."""
    import torch
    from transformers import BertConfig, BertTokenizerFast

    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text("\n".join([*WORDS, *map(str, range(10)), *"abcdefghijklmnopqrstuvwxyz?."]))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS) + 38,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
        initializer_range=1.0,  # random weights, but far from nought, so that texts differ
        num_labels=1,
    )
    return {"config": config, "tokenizer": BertTokenizerFast(vocab_file=str(folder / "vocab.txt"), model_max_length=32)}


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of 16 dimensions and 32 tokens, built and saved."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertModel

    bert, folder = tmp_path_factory.mktemp("models") / "bert", tmp_path_factory.mktemp("models") / "tiny-model"
    parts = tiny_bert(bert)
    BertModel(parts["config"]).save_pretrained(bert)
    parts["tokenizer"].save_pretrained(bert)
    transformer = Transformer(str(bert), max_seq_length=32)
    SentenceTransformer(modules=[transformer, Pooling(16)], device="cpu").save(str(folder))
    return folder


@pytest.fixture(scope="session")
def tiny_reranker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder, built and saved."""
    from transformers import BertForSequenceClassification

    folder = tmp_path_factory.mktemp("models") / "tiny-reranker"
    parts = tiny_bert(folder)
    BertForSequenceClassification(parts["config"]).save_pretrained(folder)
    parts["tokenizer"].save_pretrained(folder)
    return folder


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The cache of this test run; the user's own is never touched."""
    cache = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANYA_CACHE_DIR", str(cache))
        for name in ("TANYA_STUDY", "TANYA_EMBEDDING_MODEL", "TANYA_RERANKER_MODEL", "TANYA_MODEL"):
            patch.delenv(name, raising=False)
        yield cache


@pytest.fixture
def write_study(tmp_path: Path) -> Callable[..., Path]:
    """Writes a study folder: `write_study(text, notes="- id: ...", study="title: ...")`."""

    def write(text: str | bytes = TEXT, **files: str) -> Path:
        folder = tmp_path / "kopi-gayo"
        folder.mkdir(exist_ok=True)
        (folder / "text.md").write_bytes(text.encode() if isinstance(text, str) else text)
        for name, content in files.items():
            (folder / f"{name}.yaml").write_text(content, "utf-8")
        return folder

    return write


@pytest.fixture
def folder(write_study: Callable[..., Path]) -> Path:
    """The small study on disk."""
    return write_study(notes=NOTES)


@pytest.fixture
def study(folder: Path) -> Study:
    """The small study, loaded."""
    return load_study(folder)


@pytest.fixture
def embeddings() -> HashingEmbeddings:
    """Embeddings without a model."""
    return HashingEmbeddings()


@pytest.fixture
def small(folder: Path, tmp_path: Path, embeddings: HashingEmbeddings) -> Retriever:
    """A retriever of the small study."""
    return Retriever.open(folder, cache=tmp_path / "cache", embeddings=embeddings)


@pytest.fixture(scope="session")
def retriever(own_cache: Path) -> Retriever:
    """The shipped study with the bundled model, opened once: ten seconds."""
    return Retriever.open()


@pytest.fixture(scope="session")
def assistant(retriever: Retriever) -> Assistant:
    """The assistant over the shipped study."""
    return Assistant(retriever)


@pytest.fixture
def bare(write_study: Callable[..., Path], tmp_path: Path, embeddings: HashingEmbeddings) -> Assistant:
    """An assistant over the small study without its notes."""
    return Assistant(Retriever.open(write_study(), cache=tmp_path / "cache", embeddings=embeddings))
