"""All that a customer takes along: as JSON, and as a ZIP with the documents."""

import io
import json
import zipfile
from typing import Any

import httpx
import pytest
from foyer_portal_bff.domain.roles import Role

PARTS: dict[str, dict[str, Any]] = {
    "invoicing": {
        "customer": {"name": "Ada O'Neill"},
        "invoices": [
            {
                "id": "inv_12",
                "number": "NW-2026-00012",
                "document_ready": True,
                "payments": [{"id": "pay_1", "receipt_ready": True}, {"id": "pay_2", "receipt_ready": False}],
            },
            {"id": "inv_39", "number": "NW-2026-00039", "document_ready": False, "payments": []},
        ],
        "credit_notes": [{"id": "crn_1", "number": "NW-C-2026-00001"}],
    },
    "subscriptions": {"subscriptions": [], "entitlements": []},
    "payments": {"payment_methods": [], "mandates": []},
    "support": {"tickets": [{"text": "Où?"}]},
    "notifications": {"messages": []},
}


@pytest.fixture
def known(full: Any) -> Any:
    """Every service has its part, and invoicing two documents."""
    for service, part in PARTS.items():
        full.answer(service, "GET /customer/export", part)
    for path in ("inv_12/pdf", "inv_12/payments/pay_1/receipt"):
        full.answers["invoicing", f"GET /customer/invoices/{path}"] = httpx.Response(
            200, content=f"%PDF {path}".encode()
        )
    return full


async def test_the_zip_holds_all_parts_and_every_document_that_is_made(browser: Any, known: Any) -> None:
    assert "/details/export" in (await browser.get("/details")).links()
    answer = await browser.client.get("/details/export")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["content-disposition"] == 'attachment; filename="data.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    data = json.loads(found.pop("data.json"))
    assert found == {
        "documents/NW-2026-00012.pdf": b"%PDF inv_12/pdf",
        "documents/receipt-pay_1.pdf": b"%PDF inv_12/payments/pay_1/receipt",
    }
    assert {service: data[service] for service in PARTS} == PARTS
    assert data["login"] == {
        "email": "ada@example.com",
        "name": "Ada Lovelace",
        "role": "owner",
        "language": None,
        "theme": "system",
    }
    assert data["declarations"] == []
    assert data == (await browser.client.get("/api/details/export")).json()


@pytest.mark.parametrize("away", sorted(PARTS))
async def test_half_of_it_is_none_of_it(browser: Any, known: Any, away: str) -> None:
    known.away.add(away)
    assert (await browser.client.get("/details/export")).status_code == 503
    assert (await browser.client.get("/api/details/export")).status_code == 503


async def test_whoever_does_not_see_all_takes_nothing(
    browser: Any, known: Any, add_member: Any, token_of: Any
) -> None:
    token = await token_of(await add_member(Role.ACCOUNTANT), request_id="req_2")
    browser.client.cookies.set("foyer_session", token)
    for path in ("/details/export", "/api/details/export", "/api/details/export/zip"):
        assert (await browser.client.get(path)).status_code == 403


async def test_a_visitor_signs_in_first(visitor_browser: Any, known: Any) -> None:
    answer = await visitor_browser.client.get("/details/export")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/details/export")
