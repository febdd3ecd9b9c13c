"""The history: day by day, in words, with who and from where."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_portal_bff.domain.history import HistoryLine
from foyer_portal_bff.storage.history import History
from foyer_portal_bff.storage.rows import AuditRow
from foyer_shared.testing.makers import ADA, NORTHWIND
from sqlalchemy import select

AT = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)


@pytest.fixture
def happened(database: Any, ada: Any) -> Any:
    """Writes lines of Ada's, each an hour before the last."""

    async def write(*lines: tuple[str, str, str, dict[str, Any]]) -> None:
        async with database.session() as session:
            for number, (kind, subject, actor, details) in enumerate(lines):
                await History(session).add(
                    HistoryLine(
                        event_id=f"evt_{number:03d}",
                        business_id=NORTHWIND,
                        customer_id=ADA,
                        service="subscriptions",
                        type=kind,
                        subject=subject,
                        actor=actor,
                        at=AT - timedelta(hours=number),
                        causation_id="req_sign_in" if actor.startswith("login") else None,
                        details=details,
                    )
                )

    return write


async def test_lines_say_who_when_and_from_where(
    browser: Any, full: Any, happened: Any, ada_login: str
) -> None:
    await happened(
        (
            "subscription.paused",
            "sub_magazine",
            f"login:{ada_login}",
            {"name": "Print magazine", "resumes_at": "2026-12-31T23:00:00Z"},
        ),
        (
            "invoice.overdue",
            "inv_39",
            "system:invoicing",
            {"number": "NW-39", "open": {"amount": 1815, "currency": "EUR"}},
        ),
        ("ticket.opened", "tkt_7", "key:key_1", {"number": "T-7"}),
        ("something.new", "x_1", "key:key_1", {}),
        ("ticket.resolved", "tkt_7", "system:support", {"number": "T-7"}),
    )
    words = (await browser.get("/history")).text()
    assert "Saturday 21 November 2026" in words
    assert "Print magazine paused until 1 January 2027 You · Firefox on Windows, 192.0.2.7 23:30" in words
    assert "Invoice NW-39 became overdue, €18.15 open Automatically 22:30" in words
    assert "Ticket T-7 opened Northwind 21:30" in words
    assert "Something new Northwind 20:30" in words
    assert "Ticket T-7 resolved Automatically 19:30" in words
    page = await browser.get("/subscriptions/sub_magazine")
    assert "Print magazine paused until 1 January 2027" in page.text()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "Refund of invoice NW-1 asked for, €40.00",
                "Refund of invoice NW-1 agreed to, €25.00",
                "Refund of invoice NW-1 was not agreed to",
                "Refund request for invoice NW-1 taken back",
            ],
        ),
        (
            "nl",
            [
                "Terugbetaling van factuur NW-1 gevraagd, €\xa040,00",
                "Terugbetaling van factuur NW-1 toegekend, €\xa025,00",
                "Terugbetaling van factuur NW-1 niet toegekend",
                "Verzoek om terugbetaling van factuur NW-1 ingetrokken",
            ],
        ),
    ],
)
async def test_what_became_of_a_refund_request_is_told_with_its_ticket(
    browser: Any, full: Any, happened: Any, language: str, said: list[str]
) -> None:
    leads = {"number": "NW-1", "about": "tkt_7"}
    await happened(
        *(
            (f"refund_request.{kind}", "rrq_1", "system:support", {**leads, **more})
            for kind, more in (
                ("opened", {"amount": {"amount": 4000, "currency": "EUR"}}),
                ("approved", {"amount": {"amount": 2500, "currency": "EUR"}}),
                ("declined", {}),
                ("withdrawn", {}),
            )
        )
    )
    page = await browser.get("/history", headers={"accept-language": language})
    links = [(link.text, link.get("href")) for link in page.all("a") if link.get("href") == "/support/tkt_7"]
    assert [text for text, _ in links if text in said] == said


async def test_older_lines_are_a_link_away(browser: Any, full: Any, happened: Any) -> None:
    line = ("ticket.replied", "tkt_7", "key:key_1", {"number": "T-7"})
    await happened(*[line] * 60)
    page = await browser.get("/history")
    assert page.text().count("Reply on ticket T-7") == 50
    (older,) = [link for link in page.links() if "before=" in link]
    page = await browser.get(older)
    assert page.text().count("Reply on ticket T-7") == 10
    assert (await browser.get("/history?before=nonsense")).text().count("Reply on ticket T-7") == 50


async def test_what_a_request_did_first_and_next_is_no_second_line(
    browser: Any, full: Any, happened: Any, ada_login: str, database: Any
) -> None:
    await happened(("subscription.paused", "sub_magazine", f"login:{ada_login}", {"name": "Print magazine"}))
    async with database.session() as session:
        (first,) = await session.scalars(select(AuditRow))
        again = first.model_dump(exclude={"id"}) | {"action": "change_settings"}
        session.add(AuditRow(**again))
    words = (await browser.get("/history")).text()
    assert words.count("Print magazine") == 1
    assert words.count(first.device) == 1
