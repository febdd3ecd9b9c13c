"""The receipt of what was declared without signing in."""

from dataclasses import dataclass

from foyer_portal_bff.domain.visitor_declaration import VisitorDeclaration, VisitorKind, VisitorWords
from foyer_portal_bff.views.declarations import exactly
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.subscription_facts import Row


@dataclass(frozen=True, slots=True)
class VisitorReceiptPage:
    """What was received, word by word; whether anybody is known by it is not said."""

    title: str
    number: str
    lead: str
    rows: tuple[Row, ...]
    message: str
    content: str
    content_hash: str
    download: str


def visitor_receipt_page(
    declared: VisitorDeclaration, reader: Reader, *, company: str, download: str
) -> VisitorReceiptPage:
    """`download` is where it can be saved as text."""
    words = declared.words
    rows = [
        Row(reader.say("Receipt"), declared.number),
        Row(reader.say("Received on"), exactly(declared.received_at, reader)),
        Row(reader.say("Declared to"), company),
        Row(reader.say("Kind"), _kind(words, reader)),
        Row(reader.say("Name"), words.name),
        Row(reader.say("Email address"), words.email),
    ]
    if words.number:
        rows.append(Row(reader.say("Customer or contract number"), words.number))
    if words.contract:
        rows.append(Row(reader.say("Contract"), words.contract))
    is_withdrawal = words.kind is VisitorKind.WITHDRAWAL
    if not is_withdrawal:
        ends = reader.day(words.ends_on) if words.ends_on else reader.say("As soon as possible")
        rows.append(Row(reader.say("To end"), ends))
    rows.append(Row(reader.say("Receipt goes to"), words.receipt_to))
    moment = reader.day_and_clock(declared.received_at)
    return VisitorReceiptPage(
        title=reader.say("We have received your withdrawal")
        if is_withdrawal
        else reader.say("We have received your cancellation"),
        number=declared.number,
        lead=reader.say(
            "It counts from {moment}. What follows comes by mail to the address that we know you by.",
            moment=moment,
        )
        if is_withdrawal
        else reader.say(
            "It counts from {moment}. The day on which your contract ends comes by mail to the address that "
            "we know you by.",
            moment=moment,
        ),
        rows=tuple(rows),
        message=words.message or "",
        content=declared.content,
        content_hash=declared.content_hash,
        download=download,
    )


def receipt_as_text(page: VisitorReceiptPage, reader: Reader) -> str:
    """The same to be kept as a file."""
    lines = [page.title, ""]
    lines += [f"{row.label}: {row.value}" for row in page.rows]
    if page.message:
        lines += ["", reader.say("You wrote to us:"), page.message]
    lines += ["", f"SHA-256: {page.content_hash}", page.content, ""]
    return "\n".join(lines)


def _kind(words: VisitorWords, reader: Reader) -> str:
    if words.kind is VisitorKind.WITHDRAWAL:
        return reader.say("Withdrawal")
    if words.is_extraordinary:
        return reader.say("Extraordinary cancellation")
    return reader.say("Ordinary cancellation")
