"""The words of a mail that was written as HTML alone, as lines of Markdown.

One pass over the text and no tree: parsers that build one take minutes for what strangers can think of.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_UNSEEN = {"head", "title", "style", "script", "template"}
_LINES = {"div", "li", "tr", "section", "article", "header", "footer", "dd", "dt", "center"}
_PARAGRAPHS = {"p", "ul", "ol", "table", "pre", "blockquote", "hr", "h1", "h2", "h3", "h4", "h5", "h6"}
_DEEPEST_QUOTE = 5


def words_of_html(html: str) -> str:
    """Quotations are marked as mail programs mark them in plain text."""
    page = _Page()
    position = 0
    source = _without_comments(html)
    small = source.lower()
    for opened, name, begins, ends in _tags(source):
        if begins < position:
            continue
        page.say(source[position:begins])
        position = ends
        if opened and name in _UNSEEN:
            closed = small.find(f"</{name}", ends)
            position = closed if closed >= 0 else len(source)
        else:
            page.tag(name, opened=opened)
    page.say(source[position:])
    page.end_line()
    return "\n".join(page.lines)


def _without_comments(html: str) -> str:
    kept: list[str] = []
    while True:
        before, begun, rest = html.partition("<!--")
        kept.append(before)
        if not begun:
            return "".join(kept)
        html = rest.partition("-->")[2]


def _tags(source: str) -> Iterator[tuple[bool, str, int, int]]:
    for found in _TAG.finditer(source):
        yield not found[1], found[2].lower(), found.start(), found.end()


@dataclass(slots=True)
class _Page:
    """The lines so far, and the one that is being written."""

    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    quotes: int = 0

    def say(self, source: str) -> None:
        """Words, as a browser would run them together."""
        if source:
            self.line.append(unescape(source))

    def tag(self, name: str, *, opened: bool) -> None:
        """What it does to the lines."""
        if name == "br":
            self.end_line(also_empty=True)
        elif name in _LINES or name in _PARAGRAPHS:
            self.end_line()
            if name in _PARAGRAPHS and self.lines and self.lines[-1].strip("> "):
                self._add("")
        if name == "blockquote":
            self.quotes = max(self.quotes + (1 if opened else -1), 0)
        elif name == "li" and opened:
            self.line.append("- ")

    def end_line(self, *, also_empty: bool = False) -> None:
        """Write it, unless there is nothing in it."""
        words = " ".join("".join(self.line).split())
        self.line = []
        if words or also_empty:
            self._add(words)

    def _add(self, words: str) -> None:
        self.lines.append(f"{'> ' * min(self.quotes, _DEEPEST_QUOTE)}{words}".rstrip())
