"""Usage on a subscription's page, and by `/api`."""

from typing import Any

import httpx
from foyer_shared.testing.html import text_of

ONE = "GET /customer/subscriptions/sub_studio"
USAGE = "GET /customer/subscriptions/sub_studio/usage"


def a_period(start: str, end: str, quantity: int, amount: int, included: int = 1000) -> dict[str, Any]:
    """What was used of calls."""
    return {
        "price_id": "price_calls",
        "product_name": "Calls",
        "period_start": f"{start}T09:00:00Z",
        "period_end": f"{end}T09:00:00Z",
        "quantity": quantity,
        "included_units": included,
        "amount": {"amount": amount, "currency": "EUR"},
    }


def meter(services: Any, *current: dict[str, Any], past: tuple[dict[str, Any], ...] = ()) -> None:
    """Let the studio be paid by use."""
    one = services.answers["subscriptions", ONE].json()
    one["items"][0] |= {"usage_type": "metered", "included_units": 1000}
    services.answer("subscriptions", ONE, one)
    services.answer("subscriptions", USAGE, {"current": list(current), "past": list(past)})


async def test_usage_is_shown_against_what_is_included(browser: Any, full: Any) -> None:
    meter(
        full,
        a_period("2026-11-03", "2026-12-03", 420, 0),
        past=(a_period("2026-10-03", "2026-11-03", 1250, 2500),),
    )
    page = await browser.get("/subscriptions/sub_studio")
    assert "Calls: 420 of 1,000 included units used €0.00 so far" in page.text()
    assert "Counted until 3 December 2026, and charged then." in page.text()
    (bar,) = page.all("progress")
    assert (bar.get("value"), bar.get("max")) == ("420", "1000")
    rows = [text_of(row) for row in page.all("tbody")[0]]
    assert rows == ["3 October 2026 to 3 November 2026 Calls 1,250 €25.00"]


async def test_without_included_units_there_is_no_bar(browser: Any, full: Any) -> None:
    meter(full, a_period("2026-11-03", "2026-12-03", 1, 10, included=0))
    page = await browser.get("/subscriptions/sub_studio")
    assert "Calls: 1 unit used €0.10 so far" in page.text()
    assert page.all("progress") == []


async def test_what_is_paid_ahead_has_no_usage(browser: Any, full: Any) -> None:
    page = await browser.get("/subscriptions/sub_studio")
    assert "Usage" not in [text_of(heading) for heading in page.all("h2")]
    assert not [call for call in full.of("subscriptions") if call.path.endswith("/usage")]


async def test_programs_read_it_too(ada_client: httpx.AsyncClient, full: Any) -> None:
    period = a_period("2026-11-03", "2026-12-03", 420, 0)
    meter(full, period)
    answer = await ada_client.get("/api/subscriptions/sub_studio/usage")
    assert answer.status_code == 200
    assert (answer.json()["current"], answer.json()["past"]) == ([period], [])
