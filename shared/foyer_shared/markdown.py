"""What people write in Markdown, as HTML that can do no harm in a page or a mail."""

import nh3
from markdown_it import MarkdownIt

# HTML is text to it. Headings would stand among those of the page, pictures would be fetched from anywhere.
_LEFT_OUT = ["heading", "lheading", "image"]
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(_LEFT_OUT)

_SCHEMES = {"http", "https", "mailto"}
_TAGS = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"}


def safe_html(text: str) -> str:
    """The text as HTML of a few plain tags; links lead to the web or to mail, and say nothing of the page.

    Made by one library and cleaned by another: neither is trusted alone.
    """
    return nh3.clean(
        _MARKDOWN.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_whole_address,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    ).strip()


def _whole_address(_tag: str, name: str, value: str) -> str | None:
    # A link without a scheme would lead to whatever page the text is shown on.
    return value if name != "href" or value.partition(":")[0].lower() in _SCHEMES else None
