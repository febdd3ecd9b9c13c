"""Announcements: banners on home, the list in the message centre, the count in the navigation."""

from typing import Any

import pytest
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.use_cases.update_portal_configuration import update_portal_configuration
from foyer_shared.storage.database import Database
from foyer_shared.testing.html import text_of
from foyer_shared.testing.makers import an_origin

OVERVIEW = ("notifications", "GET /customer/overview")
ANSWER: dict[str, Any] = {
    "id": "ann_2",
    "level": "alert",
    "title": "Uploads are slow",
    "text": "We are on it.",
    "translations": {},
    "shown_from": "2026-11-22T13:00:00Z",
    "shown_until": None,
    "dismissible": True,
    "read": True,
    "dismissed": True,
}


def banners(page: Any) -> list[tuple[str, str]]:
    """What each says, and in which colour."""
    found = [one for one in page.all("section") if one.get("class", "").startswith("note ")]
    return [(one.get("class").removeprefix("note "), text_of(one)) for one in found]


async def marked(browser: Any, full: Any, name: str) -> None:
    """Let whoever reads have done that with the alert."""
    await browser.get("/")
    reader = str(full.of("notifications")[0].caller.actor)
    overview = full.answers[OVERVIEW].json()
    alert = next(one for one in overview["announcements"] if one["id"] == "ann_2")
    alert["read_by"].append(reader)
    if name == "dismissed":
        alert["dismissed_by"].append(reader)
    full.answer(*OVERVIEW, overview)


async def test_home_says_what_matters_most_first_in_colour_icon_and_word(browser: Any, full: Any) -> None:
    page = await browser.get("/")
    assert banners(page) == [
        (
            "bad",
            "Alert: Uploads are slow We are on it . Follow us , not [this](javascript:alert(1)). Dismiss",
        ),
        ("warn", "Warning: Maintenance on Sunday <b> <script>alert(1)</script>! x"),
        ("info", "Information: New: Studio Plus Dismiss"),
    ]
    sections = [one for one in page.all("section") if one.get("class", "").startswith("note ")]
    assert len({drawn.get("d") for one in sections for drawn in one.iter() if drawn.get("d")}) == 3


async def test_what_is_written_does_no_harm(browser: Any, full: Any) -> None:
    for path in ("/", "/notifications"):
        page = await browser.get(path)
        assert "https://status.example" in page.links()
        assert not [link for link in page.links() if "javascript" in link]
        assert page.all("img") == []
        assert not [one for one in page.all("script") if "alert(1)" in text_of(one)]


async def test_it_is_read_in_dutch_where_there_is_dutch(browser: Any, full: Any) -> None:
    page = await browser.get("/", headers={"accept-language": "nl"})
    assert banners(page) == [
        ("bad", "Alarm: Uploads zijn traag Wij zijn bezig . Sluiten"),
        ("warn", "Waarschuwing: Maintenance on Sunday <b> <script>alert(1)</script>! x"),
        ("info", "Informatie: New: Studio Plus Sluiten"),
    ]


async def test_one_is_dismissed_by_a_form(browser: Any, full: Any) -> None:
    full.answer("notifications", "POST /customer/announcements/ann_2/dismiss", ANSWER)
    address = "/announcements/ann_2/dismiss"
    form = (await browser.get("/")).form(address)
    await marked(browser, full, "dismissed")
    assert await browser.send(address, form) == "/"
    page = await browser.get("/")
    assert [tone for tone, _ in banners(page)] == ["warn", "info"]
    assert "Dismissed. You find it among your notifications until it is over." in page.text()
    said = (await browser.get("/notifications")).text()
    assert "Uploads are slow 22 November 2026 at 14:00 We are on it ." in said
    # The second click is as good as the first.
    assert await browser.send(address, form) == "/"


async def test_one_that_stays_has_no_button(browser: Any, full: Any) -> None:
    actions = [form.get("action") for form in (await browser.get("/")).all("form")]
    assert "/announcements/ann_1/dismiss" not in actions


async def test_the_list_says_what_is_new_and_the_navigation_how_much(browser: Any, full: Any) -> None:
    page = await browser.get("/notifications")
    words = page.text()
    assert "New: Studio Plus 21 November 2026 at 09:00 · New Mark as read Information" in words
    assert [text_of(link) for link in page.all("a") if link.get("href") == "/notifications"][:2] == [
        "Notifications 3 3 unread announcements"
    ] * 2
    full.answer("notifications", "POST /customer/announcements/ann_2/read", ANSWER)
    address = "/announcements/ann_2/read"
    form = page.form(address)
    await marked(browser, full, "read")
    assert await browser.send(address, form) == "/notifications"
    page = await browser.get("/notifications")
    assert "Uploads are slow 22 November 2026 at 14:00 We are on it ." in page.text()
    assert address not in [form.get("action") for form in page.all("form")]
    assert "Notifications 2 2 unread announcements" in [text_of(link) for link in page.all("a")]
    assert "Alert: Uploads are slow" in (await browser.get("/")).text()


async def test_the_narrowed_list_is_of_mails_alone(browser: Any, full: Any) -> None:
    assert "Uploads are slow" not in (await browser.get("/notifications?delivery=sent")).text()


async def test_nothing_announced_is_said(browser: Any, empty: Any) -> None:
    page = await browser.get("/notifications")
    assert "Nothing is announced at the moment." in page.text()
    assert "Notifications" in [text_of(link) for link in page.all("a")]


async def test_what_is_over_is_gone_though_nobody_has_told(browser: Any, full: Any) -> None:
    overview = full.answers[OVERVIEW].json()
    for one in overview["announcements"]:
        one["shown_until"] = "2026-11-22T14:00:00Z"
    full.answer(*OVERVIEW, overview)
    page = await browser.get("/")
    assert banners(page) == []
    assert "unread" not in page.text()


async def test_what_is_announced_stays_when_its_service_is_away(browser: Any, full: Any) -> None:
    before = banners(await browser.get("/"))
    full.away.add("notifications")
    assert banners(await browser.get("/")) == before


async def test_one_that_is_another_customers_is_not_there(browser: Any, full: Any) -> None:
    form = (await browser.get("/")).form("/announcements/ann_2/dismiss")
    refusal = {"code": "announcement_not_found", "detail": "There is no such announcement."}
    full.answer("notifications", "POST /customer/announcements/ann_9/dismiss", refusal, status=404)
    await browser.post("/announcements/ann_9/dismiss", form, status=404)


@pytest.mark.parametrize(("role", "may"), [(Role.MEMBER, True), (Role.ACCOUNTANT, False)])
async def test_who_may_read_may_dismiss(
    browser: Any, full: Any, add_member: Any, token_of: Any, role: Role, *, may: bool
) -> None:
    full.answer("notifications", "POST /customer/announcements/ann_2/dismiss", ANSWER)
    token = await token_of(await add_member(role), request_id="req_2")
    browser.client.cookies.set("foyer_session", token)
    home = await browser.get("/")
    assert bool(banners(home)) is may
    address = "/announcements/ann_2/dismiss"
    answer = await browser.client.post(address, data={"csrf_token": home.form("/sign-out")["csrf_token"]})
    assert answer.status_code == (303 if may else 403)


async def test_a_portal_without_announcements_shows_none(
    browser: Any, full: Any, database: Database, northwind: Business
) -> None:
    async with database.work(an_origin()) as work:
        features = {"features": {"announcements": {"enabled": False}}}
        await update_portal_configuration(work, "default", features, merges=True)
    assert banners(await browser.get("/")) == []
    words = (await browser.get("/notifications")).text()
    assert "unread" not in words
    assert "Nothing is announced" not in words


async def test_without_the_forms_token_nothing_is_dismissed(browser: Any, full: Any) -> None:
    answer = await browser.client.post("/announcements/ann_2/dismiss", data={})
    assert answer.status_code == 403
    assert [call for call in full.of("notifications") if call.method == "POST"] == []


async def test_a_program_reads_and_dismisses(browser: Any, full: Any) -> None:
    page = {"data": [ANSWER], "next_cursor": None}
    full.answer("notifications", "GET /customer/announcements", page)
    full.answer("notifications", "POST /customer/announcements/ann_2/read", ANSWER)
    full.answer("notifications", "POST /customer/announcements/ann_2/dismiss", ANSWER)
    answer = await browser.client.get("/api/announcements?limit=5")
    assert (answer.status_code, answer.json()["data"][0]["title"]) == (200, "Uploads are slow")
    csrf = (await browser.get("/")).form("/announcements/ann_2/dismiss")["csrf_token"]
    for what in ("read", "dismiss"):
        headers = {"x-csrf-token": csrf, "idempotency-key": f"key-{what}"}
        answer = await browser.client.post(f"/api/announcements/ann_2/{what}", headers=headers)
        assert (answer.status_code, answer.json()["id"]) == (200, "ann_2")
        call = full.of("notifications")[-1]
        assert call.path == f"/customer/announcements/ann_2/{what}"
        assert call.headers["idempotency-key"] == f"key-{what}"
