"""Reads reports about mails that could not be delivered (RFC 3464)."""

from email import message_from_bytes, message_from_string
from email.message import Message as Part

from foyer_notifications.domain.bounces import BounceNotReadable, BounceReport, Fate


def read_bounce(raw: bytes) -> BounceReport:
    """The report in a mail; raises BounceNotReadable."""
    letter = message_from_bytes(raw)
    fates = tuple(_fate(block) for block in _blocks(letter) if block["action"])
    mail_id = _mail_id(letter)
    if not fates or not mail_id:
        raise BounceNotReadable("This is no report about a mail's delivery, or it does not name the mail.")
    return BounceReport(mail_id=mail_id, fates=fates)


def _fate(block: Part) -> Fate:
    named = (str(block[name] or "") for name in ("original-recipient", "final-recipient"))
    return Fate(
        addresses=frozenset(one.rpartition(";")[2].strip().lower() for one in named if one),
        action=str(block["action"]).strip().lower(),
        status=str(block["status"] or "").strip(),
    )


def _blocks(letter: Part) -> list[Part]:
    """The groups of fields of the report: about the mail, then about each recipient."""
    reports = (part for part in letter.walk() if part.get_content_type() == "message/delivery-status")
    found = (part.get_payload() for part in reports)
    return [
        block for blocks in found if isinstance(blocks, list) for block in blocks if isinstance(block, Part)
    ]


def _mail_id(letter: Part) -> str:
    """The Message-ID of the mail that came back, whole or its headers alone."""
    for part in letter.walk():
        if part.get_content_type() == "text/rfc822-headers":
            headers = part.get_payload(decode=True)
            if isinstance(headers, bytes):
                return str(message_from_string(headers.decode(errors="replace"))["message-id"] or "").strip()
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            if isinstance(inner, Part):
                return str(inner["message-id"] or "").strip()
    return ""
