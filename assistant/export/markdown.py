"""Blocks as Markdown with footnotes, and back; whatever was typed or quoted is text there, too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from assistant.export.layout import Block, Kind, Layout, Look, Mark, Piece, Text, tidied

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

_BEFORE: dict[Kind, str] = {"title": "# ", "heading": "## ", "item": "- "}
_AROUND: dict[Look, str] = {"plain": "", "strong": "**", "emphasis": "*"}
_HEADINGS: dict[str, Kind] = {"h1": "title", "h2": "heading"}
_LOOKS: dict[str, Look] = {"strong": "strong", "em": "emphasis"}
_WORDS = {"footnote_reference", "paragraph", "inline", "text"}
# Markup anywhere, and what makes a link of a bare address or a picture of a name between colons; times stay as they are.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>&|~^$#@]|(?<!\d):(?=\S)|:(?=[^\s\d])|(?<=\w)\.(?=[^\W\d_])")
_BEGINNING = re.compile(r"^(\d*)([-+=:.)])")  # of a line, that would make it a list or a heading


def write(layout: Layout) -> bytes:
    """The content of a Markdown file, in UTF-8."""
    lines: list[str] = []
    for at, block in enumerate(layout.blocks):
        if at and not block.kind == layout.blocks[at - 1].kind == "item":
            lines.append("")
        line = _inline(block.pieces)
        lines.append(_BEFORE.get(block.kind, "") + (line if block.kind in ("title", "heading") else _begun(line)))
    for number, text in layout.footnotes:
        lines += ["", f"[^{number}]: {_begun(escape(text))}"]
    return ("\n".join(lines) + "\n").encode("utf-8")


def escape(text: str) -> str:
    """`text`, one line of it, with a backslash before every character that Markdown could take for more than itself."""
    return _MARKUP.sub(r"\\\g<0>", text)


def _begun(line: str) -> str:
    return _BEGINNING.sub(r"\1\\\2", line)


def _inline(pieces: Sequence[Piece]) -> str:
    written = ""
    for at, piece in enumerate(pieces):
        if isinstance(piece, Text):
            written += f"{' ' if at else ''}{_AROUND[piece.look]}{escape(piece.text)}{_AROUND[piece.look]}"
        else:  # two marks in a row would read as one number
            written += f"{' ' if at and isinstance(pieces[at - 1], Mark) else ''}[^{piece.number}]"
    return written


# ---------------------------------------------------------------------------------------------------- reading


def read(content: bytes) -> Layout:
    """The blocks of a Markdown file, whoever wrote it; `UnicodeDecodeError` if it is not UTF-8."""
    from markdown_it.tree import SyntaxTreeNode

    root = SyntaxTreeNode(_parser().parse(content.decode("utf-8-sig")))
    notes = [node for node in root.children if node.type == "footnote_reference"]
    blocks = [block for node in root.children if node not in notes for block in _blocks(node)]
    return Layout(tuple(blocks), tuple((_number(note), _words(note)) for note in notes))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    # Footnotes stay where they are, whether or not something refers to them, and a mark stays one without its footnote.
    return MarkdownIt("commonmark").use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)


def _blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    if node.type == "bullet_list":
        for item in node.children:
            alone = len(item.children) == 1 and item.children[0].type == "paragraph"
            yield _block("item", item.children[0]) if alone else _other(item)
    elif node.type == "paragraph" or node.tag in _HEADINGS:
        yield _block(_HEADINGS.get(node.tag, "paragraph"), node)
    else:
        yield _other(node)


def _block(kind: Kind, node: SyntaxTreeNode) -> Block:
    """The block of one line; what holds markup that no layout has is not ours."""
    pieces = [_piece(child) for inline in node.children for child in inline.children]
    known = [piece for piece in pieces if piece is not None]
    return Block(kind, tidied(known)) if len(known) == len(pieces) else _other(node)


def _piece(node: SyntaxTreeNode) -> Piece | None:
    match node.type:
        case "text":
            return Text(node.content)
        case "softbreak" | "hardbreak":
            return Text(" ")
        case "footnote_ref":
            return Mark(_number(node))
        case "strong" | "em" if all(child.type in ("text", "softbreak") for child in node.children):
            return Text(" ".join(child.content for child in node.children), _LOOKS[node.type])
    return None


def _number(node: SyntaxTreeNode) -> int:
    """The number of a footnote; 0, which no footnote has, for another label."""
    label = str(node.meta["label"])
    return int(label) if re.fullmatch(r"[1-9][0-9]{0,8}", label) else 0


def _other(node: SyntaxTreeNode) -> Block:
    return Block("other", (Text(_words(node)),))


def _words(node: SyntaxTreeNode) -> str:
    """The characters of `node`, with the name of any markup that they are in."""
    said: list[str] = []
    for part in node.walk():
        said += ["" if part.type in _WORDS else f" <{part.type}> ", "" if part.children else part.content]
    return " ".join("".join(said).split())
