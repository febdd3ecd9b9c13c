"""One check for every page: what the house asks of all HTML, whatever the page is about."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib

_LABELLED = frozenset({"input", "select", "textarea"})
_NEED_NO_LABEL = frozenset({"hidden", "submit", "button", "image", "reset"})
_UNSAFE_URL = re.compile(r"^\s*(javascript|data|vbscript):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A parsed page that tests read."""

    root: Element

    def all(self, tag: str) -> list[Element]:
        """All elements of that name, in their order."""
        return [element for element in self.root.iter() if element.tag == tag]

    def text_of(self, tag: str) -> str:
        """The text of the first of them."""
        return text_of(self.all(tag)[0])

    def text(self) -> str:
        """All words of the page."""
        return text_of(self.all("body")[0])

    def form(self, action: str) -> dict[str, str]:
        """What a form that posts there would send if nobody touched it."""
        form = next(form for form in self.all("form") if form.get("action") == action)
        return dict(_values(form))

    def links(self) -> list[str]:
        """Where the page leads, in its order."""
        return [link.get("href", "") for link in self.all("a")]


def text_of(element: Element) -> str:
    """Its words, with single spaces; elements are apart."""
    return " ".join(" ".join(element.itertext()).split())


def parse_page(text: str) -> HtmlPage:
    """Parse without checking anything but that it is HTML."""
    root = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False).parse(text)
    return HtmlPage(root)


def check_page(text: str, *, nonce: str | None = None) -> HtmlPage:
    """Parse the page and raise an AssertionError that names everything that is wrong with it. `nonce` is
    what the answer's Content-Security-Policy allows.
    """
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = HtmlPage(parser.parse(text))
    wrong = [f"not valid HTML at {place}: {error}" for place, error, _ in parser.errors]
    for check in (_outline, _ids, _forms, _labels, _links, _images, _strictness, _tables):
        wrong += check(page)
    wrong += _nonces(page, nonce)
    assert not wrong, "\n".join(wrong)
    return page


def _outline(page: HtmlPage) -> Iterator[str]:
    root = page.all("html")[0]
    if not root.get("lang"):
        yield "html has no lang"
    headings = page.all("h1")
    if len(headings) != 1:
        yield f"{len(headings)} h1 instead of one"
    titles = page.all("title")
    if len(titles) != 1:
        yield f"{len(titles)} titles instead of one"
    elif headings and not text_of(titles[0]).startswith(text_of(headings[0])):
        yield f"the title {text_of(titles[0])!r} does not begin with the h1 {text_of(headings[0])!r}"
    if len(page.all("main")) != 1:
        yield f"{len(page.all('main'))} main instead of one"
    if not any(meta.get("name") == "viewport" for meta in page.all("meta")):
        yield "no viewport"
    levels = [int(element.tag[1]) for element in page.root.iter() if _is_heading(element)]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{after} follows h{before}"


def _ids(page: HtmlPage) -> Iterator[str]:
    ids = Counter(element.get("id") for element in _elements(page) if element.get("id"))
    for name, count in ids.items():
        if count > 1:
            yield f"id {name!r} is there {count} times"
    for element in _elements(page):
        for attribute in ("aria-labelledby", "aria-describedby", "for", "aria-controls"):
            for name in element.get(attribute, "").split():
                if name not in ids:
                    yield f"{attribute} of {element.tag} names {name!r}, which is not there"


def _forms(page: HtmlPage) -> Iterator[str]:
    for form in page.all("form"):
        action, method = form.get("action"), form.get("method")
        if not action:
            yield "a form has no action"
        if method not in {"get", "post"}:
            yield f"the form of {action} has method {method!r}"
        names = {name for name, value in _values(form) if value}
        # What a link allows needs no more than the link, which other programs send as well.
        by_link = "?token=" in (action or "")
        if method == "post" and not by_link and "csrf_token" not in names:
            yield f"the form of {action} has no CSRF token"
        if not any(button.tag == "button" and button.get("type") == "submit" for button in form.iter()):
            yield f"the form of {action} has no button that sends it"


def _labels(page: HtmlPage) -> Iterator[str]:
    labelled = {label.get("for") for label in page.all("label")}
    inside = {id(child) for label in page.all("label") for child in label.iter()}
    for element in _elements(page):
        if element.tag not in _LABELLED or element.get("type") in _NEED_NO_LABEL:
            continue
        has_label = element.get("id") in labelled or id(element) in inside
        if not (has_label or element.get("aria-label") or element.get("aria-labelledby")):
            yield f"{element.tag} {element.get('name')!r} has no label"
    for fieldset in page.all("fieldset"):
        if not any(child.tag == "legend" for child in fieldset):
            yield "a fieldset has no legend"


def _links(page: HtmlPage) -> Iterator[str]:
    for link in page.all("a"):
        if not (text_of(link) or link.get("aria-label")):
            yield f"the link to {link.get('href')} has no text"
        if not link.get("href"):
            yield f"the link {text_of(link)!r} leads nowhere"
    for button in page.all("button"):
        if not (text_of(button) or button.get("aria-label")):
            yield "a button has no text"


def _images(page: HtmlPage) -> Iterator[str]:
    for image in page.all("img"):
        if image.get("alt") is None:
            yield f"the image {image.get('src')} has no alt"
    for picture in page.all("svg"):
        if picture.get("aria-hidden") != "true" and not picture.get("aria-label"):
            yield "an svg is neither hidden nor labelled"
    for frame in page.all("iframe"):
        if not frame.get("title") or frame.get("sandbox") is None:
            yield f"the frame of {frame.get('src')} has no title or is not in a sandbox"


def _strictness(page: HtmlPage) -> Iterator[str]:
    for element in _elements(page):
        for name, value in element.attrib.items():
            if name.startswith(("on", "hx-on")):
                yield f"{element.tag} has a handler {name}"
            if name == "style":
                yield f"{element.tag} has a style attribute"
            if name in {"href", "src", "action"} and _UNSAFE_URL.match(value):
                yield f"{element.tag} leads to {value[:20]}"
            if name in {"src", "href"} and element.tag in {"script", "link", "img"} and "//" in value:
                yield f"{element.tag} is loaded from elsewhere: {value}"


def _tables(page: HtmlPage) -> Iterator[str]:
    for table in page.all("table"):
        heads = [cell for cell in table.iter() if cell.tag == "th"]
        if not heads:
            yield "a table has no headings"
        if any(not cell.get("scope") for cell in heads):
            yield "a table's heading does not say its scope"
    for badge in page.root.iter():
        if isinstance(badge.tag, str) and "badge" in badge.get("class", "").split() and not text_of(badge):
            yield "a badge says nothing but a colour"


def _nonces(page: HtmlPage, nonce: str | None) -> Iterator[str]:
    for element in page.all("script") + page.all("style"):
        if not element.get("nonce") or (nonce is not None and element.get("nonce") != nonce):
            yield f"a {element.tag} does not carry the nonce"
        if element.tag == "script" and not element.get("src"):
            yield "a script is inline"


def _elements(page: HtmlPage) -> Iterator[Element]:
    return (element for element in page.root.iter() if isinstance(element.tag, str))


def _is_heading(element: Element) -> bool:
    return isinstance(element.tag, str) and re.fullmatch(r"h[1-6]", element.tag) is not None


def _values(form: Element) -> Iterator[tuple[str, str]]:
    for element in form.iter():
        name = element.get("name")
        if not name or element.tag not in {"input", "textarea", "select"}:
            continue
        if element.get("type") in {"radio", "checkbox"} and element.get("checked") is None:
            continue
        yield name, _value(element)


def _value(element: Element) -> str:
    """What an untouched input, text or list sends."""
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options
        return chosen[0].get("value", "")
    return element.get("value", "") if element.tag == "input" else text_of(element)
