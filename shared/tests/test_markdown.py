"""Markdown that is shown to others: what it may say, and what is made harmless."""

import time
from html.parser import HTMLParser

import pytest
from foyer_shared.markdown import safe_html

ALLOWED = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"}


class Seen(HTMLParser):
    """The tags and attributes of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str, str | None]] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name, value) for name, value in attrs}


def test_plain_words_lists_and_links() -> None:
    text = "Dear *Ada*,\nlook at **this**:\n\n- [one](https://example.com/?a=1&b=2)\n- `two`"
    assert safe_html(text) == (
        "<p>Dear <em>Ada</em>,<br>\nlook at <strong>this</strong>:</p>\n<ul>\n"
        '<li><a href="https://example.com/?a=1&amp;b=2" rel="noopener noreferrer nofollow">one</a></li>\n'
        "<li><code>two</code></li>\n</ul>"
    )


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><animate onbegin=alert(1)></svg>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<a href='javascript:alert(1)'>x</a>",
        "<style>body{display:none}</style>",
        "<form action=https://evil.example><input name=password></form>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#x0A;script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](vbscript:msgbox(1))",
        "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
        "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
        "[x](file:///etc/passwd)",
        "<javascript:alert(1)>",
        "[x]\n\n[x]: javascript:alert(1)",
        '[x](https://a.example "" onmouseover="alert(1)")',
        "[x](https://a.example/'onmouseover='alert(1))",
        "**<script>*alert(1)*</script>**",
        "> - > [*<img src=x onerror=alert(1)>*](javascript:alert(1))",
        "`</code><script>alert(1)</script>`",
        "```<script>\n</pre><script>alert(1)</script>\n```",
        "![pixel](https://evil.example/pixel.png)",
        "# <script>alert(1)</script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<<script>script>alert(1)<</script>/script>",
        "[a](https://a.example/\u202etxt.exe)<svg/onload=alert(1)//",
    ],
)
def test_attacks_are_made_harmless(attack: str) -> None:
    seen = Seen(safe_html(attack))

    assert seen.tags <= ALLOWED
    for tag, name, value in seen.attributes:
        assert (tag, name) in {("a", "href"), ("a", "rel")}
        assert name == "rel" or str(value).startswith(("https://", "http://", "mailto:"))


@pytest.mark.parametrize("piece", ["[", "*a", ">", "- ", "`", "![](", "<", "&", "**_", "[a](", "(", "\\"])
def test_what_is_huge_or_nested_is_soon_done(piece: str) -> None:
    began = time.process_time()
    assert Seen(safe_html(piece * (10_000 // len(piece)))).tags <= ALLOWED
    assert time.process_time() - began < 2


def test_headings_and_pictures_stay_text() -> None:
    assert safe_html("# Big\n\nTitle\n===") == "<p># Big</p>\n<p>Title<br>\n===</p>"
    assert "<img" not in safe_html("![x](https://example.com/x.png)")
