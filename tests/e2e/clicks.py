"""Counts what a person does to get somewhere, as the browser sees it."""

from urllib.parse import urlsplit

from playwright.sync_api import Frame, Page

_COUNT = """addEventListener("click", (event) => {
    window.foyerListens = true;
    if (event.isTrusted) window.foyerClicked();
}, true)"""
"""What a script clicks is not trusted."""
_LISTENS = "() => { dispatchEvent(new Event('click')); return window.foyerListens === true; }"


class Clicks:
    """The clicks that the page gets from now on, when it is home, and the pages that it comes to.

    Nobody listens to clicks without JavaScript, where a click that leads nowhere does nothing either: there
    the pages are counted.
    """

    def __init__(self, page: Page) -> None:
        assert urlsplit(page.url).path == "/"
        self._clicks, self._pages = 0, 0
        page.expose_function("foyerClicked", self._click)
        page.add_init_script(_COUNT)
        page.reload()
        self._listens = page.evaluate(_LISTENS)
        page.on("framenavigated", self._come)

    def _click(self) -> None:
        self._clicks += 1

    def _come(self, frame: Frame) -> None:
        self._pages += frame.parent_frame is None

    @property
    def count(self) -> int:
        """How many; at least one led to each page, so that no address was typed."""
        assert self._pages > 0
        if not self._listens:
            return self._pages
        assert self._pages <= self._clicks
        return self._clicks
