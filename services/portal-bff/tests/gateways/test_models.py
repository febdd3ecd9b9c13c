"""The portal reads what services answer, whatever they add."""

from foyer_portal_bff.gateways.models.notifications import Mail
from foyer_portal_bff.gateways.models.support import Ticket
from foyer_portal_bff.gateways.models.tolerant import PageOf


def test_unknown_fields_are_ignored() -> None:
    ticket = {
        "id": "tkt_1",
        "number": "T-1",
        "subject": "Where?",
        "category": "question",
        "status": "open",
        "opened_at": "2026-03-10T09:30:00Z",
        "mood": "good",
    }
    page = PageOf[Ticket].model_validate({"data": [ticket], "next_cursor": None, "total": 1})
    assert [one.number for one in page.data] == ["T-1"]


def test_a_mail_names_its_addresses_in_one_line() -> None:
    mail = Mail.model_validate(
        {
            "id": "msg_1",
            "to": ["ada@example.com", "bob@example.com"],
            "subject": "Hello",
            "text": "Hello.",
            "sent_at": "2026-03-10T09:30:00Z",
            "message": "ticket_opened",
        }
    )
    assert mail.to == "ada@example.com, bob@example.com"
