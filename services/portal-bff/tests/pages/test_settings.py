"""The settings: saved on the login, and what is not offered is refused."""

from typing import Any


async def test_theme_and_language_follow_the_login(browser: Any, full: Any) -> None:
    form = (await browser.get("/settings")).form("/settings")
    assert (form["theme"], form["language"]) == ("system", "")
    where = await browser.send("/settings", {**form, "theme": "dark", "language": "nl"})
    assert where == "/settings"
    page = await browser.get("/settings")
    assert "Opgeslagen." in page.text()
    assert page.all("html")[0].attrib == {"lang": "nl", "data-theme": "dark"}
    form = page.form("/settings")
    assert (form["theme"], form["language"]) == ("dark", "nl")


async def test_what_is_not_offered_changes_nothing(browser: Any, full: Any) -> None:
    form = (await browser.get("/settings")).form("/settings")
    page = await browser.post("/settings", {**form, "language": "tlh"}, status=422)
    assert "Choose one of the languages in the list." in page.text()
    page = await browser.post("/settings", {**form, "theme": "pink"}, status=422)
    assert "Choose one of the three." in page.text()
    form = (await browser.get("/settings")).form("/settings")
    assert (form["theme"], form["language"]) == ("system", "")
