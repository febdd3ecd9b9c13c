"""Mail by SMTP, to a server that really listens."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from foyer_notifications.domain.mail import Content, Mail
from foyer_notifications.gateways.mail_gateway import MailNotTaken, MailPerhapsTaken
from foyer_notifications.gateways.smtp import MailServer, SmtpGateway

At = Callable[..., MailServer]
SENDER = "no-reply@northwind.example"


async def test_a_mail_arrives_with_both_forms_and_its_headers(smtp: Any, at: At, mail: Mail) -> None:
    await SmtpGateway(at(smtp), sender=SENDER).deliver(mail)
    (letter,) = smtp.received
    headers = {name: letter[name] for name in ("From", "To", "Reply-To", "Subject", "Message-ID")}
    assert headers == {
        "From": "Söhne & Co <no-reply@northwind.example>",
        "To": "ada@example.com",
        "Reply-To": "help@northwind.example",
        "Subject": "Überblick",
        "Message-ID": "<msg_1@localhost>",
    }
    assert (letter["Auto-Submitted"], letter["Content-Language"]) == ("auto-generated", "nl-BE")
    assert letter["Date"].datetime.tzinfo is not None
    assert letter.get_body(["plain"]).get_content().replace("\r\n", "\n") == "Text with ünicode\n"
    assert letter.get_body(["html"]).get_content().strip() == "<p>Text with ünicode</p>"


async def test_a_program_can_unsubscribe_from_optional_mail_by_one_click(
    smtp: Any, at: At, mail: Mail
) -> None:
    link = f"https://portal.example/unsubscribe?token={'gAAA-_' * 40}=="
    gateway = SmtpGateway(at(smtp), sender=SENDER)
    await gateway.deliver(mail)
    await gateway.deliver(replace(mail, unsubscribe=link))
    mandatory, optional = smtp.raw
    assert b"List-Unsubscribe" not in mandatory
    assert f"\r\nList-Unsubscribe: <{link}>\r\n".encode() in optional
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in optional


async def test_mails_about_the_same_thing_are_shown_together(smtp: Any, at: At, mail: Mail) -> None:
    gateway = SmtpGateway(at(smtp), sender=SENDER)
    await gateway.deliver(mail)
    await gateway.deliver(replace(mail, thread="<tkt_1@localhost>"))
    alone, together = smtp.received
    assert (alone["In-Reply-To"], alone["References"]) == (None, None)
    assert (together["In-Reply-To"], together["References"]) == ("<tkt_1@localhost>", "<tkt_1@localhost>")


async def test_a_reply_address_stays_whole(smtp: Any, at: At, mail: Mail) -> None:
    address = "reply+01k9m80b5ah3yt2r7v0d5h8k4m.pw6lextdby3wktb6ppysp64tly@mail.northwind.example"
    await SmtpGateway(at(smtp), sender=SENDER).deliver(replace(mail, reply_to=address))
    assert smtp.received[0]["Reply-To"] == address


async def test_a_line_break_in_a_name_makes_no_header(smtp: Any, at: At, mail: Mail) -> None:
    sly = replace(
        mail, sender_name="X\r\nBcc: eve@example.com", content=Content("A\nBcc: eve@x.example", "", "")
    )
    await SmtpGateway(at(smtp), sender=SENDER).deliver(sly)
    (letter,) = smtp.received
    assert letter["Bcc"] is None
    assert letter["Subject"] == "A Bcc: eve@x.example"


async def test_starttls_is_insisted_on(
    start_smtp: Callable[..., Awaitable[Any]], at: At, mail: Mail, certificate: Any, smtp: Any
) -> None:
    kind = type(smtp)
    server = await start_smtp(kind(starttls=certificate.server))
    gateway = SmtpGateway(
        at(server, "starttls", username="foyer", password="secret", trust=certificate.client), sender=SENDER
    )
    await gateway.deliver(mail)
    assert server.was_encrypted
    assert len(server.received) == 1
    assert server.commands.index("STARTTLS") < [c.split()[0] for c in server.commands].index("AUTH")

    with pytest.raises(MailNotTaken) as refusal:
        await SmtpGateway(at(smtp, "starttls"), sender=SENDER).deliver(mail)
    assert not refusal.value.permanent
    assert smtp.received == []


async def test_tls_from_the_start(
    start_smtp: Callable[..., Awaitable[Any]], at: At, mail: Mail, certificate: Any, smtp: Any
) -> None:
    server = await start_smtp(type(smtp)(), tls=certificate.server)
    await SmtpGateway(at(server, "tls", trust=certificate.client), sender=SENDER).deliver(mail)
    assert len(server.received) == 1


async def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    start_smtp: Callable[..., Awaitable[Any]], at: At, mail: Mail, certificate: Any, smtp: Any
) -> None:
    server = await start_smtp(type(smtp)(), tls=certificate.server)
    with pytest.raises(MailNotTaken) as refusal:
        await SmtpGateway(at(server, "tls"), sender=SENDER).deliver(mail)
    assert not refusal.value.permanent
    assert server.received == []


@pytest.mark.parametrize(
    ("command", "answer", "reason", "permanent"),
    [
        ("RCPT", "550 5.1.1 ada@example.com unknown", "the mail server answered 550", True),
        ("RCPT", "451 try later", "the mail server answered 451", False),
        ("BODY", "554 looks like spam", "the mail server answered 554", True),
        ("DATA", "451 try later", "the mail server answered 451", False),
        ("MAIL", "550 who are you", "the mail server answered 550", False),
    ],
)
async def test_only_a_no_to_address_or_words_is_permanent(
    smtp: Any, at: At, mail: Mail, command: str, answer: str, reason: str, permanent: bool
) -> None:
    smtp.answers[command] = answer
    with pytest.raises(MailNotTaken) as refusal:
        await SmtpGateway(at(smtp), sender=SENDER).deliver(mail)
    assert (refusal.value.reason, refusal.value.permanent) == (reason, permanent)
    assert smtp.received == []


async def test_a_wrong_password_is_ours_to_mend(smtp: Any, at: At, mail: Mail) -> None:
    smtp.answers["AUTH"] = "535 no"
    with pytest.raises(MailNotTaken) as refusal:
        await SmtpGateway(at(smtp, username="foyer", password="wrong"), sender=SENDER).deliver(mail)
    assert (refusal.value.reason, refusal.value.permanent) == ("the mail server answered 535", False)


async def test_a_server_that_hangs_is_not_waited_for(smtp: Any, at: At, mail: Mail) -> None:
    smtp.answers["RCPT"] = None
    with pytest.raises(MailNotTaken) as refusal:
        await SmtpGateway(at(smtp), sender=SENDER, seconds=0.3).deliver(mail)
    assert not refusal.value.permanent


async def test_what_never_left_is_not_taken(smtp: Any, at: At, mail: Mail) -> None:
    smtp.answers["DATA"] = None
    with pytest.raises(MailNotTaken) as refusal:
        await SmtpGateway(at(smtp), sender=SENDER, seconds=0.3).deliver(mail)
    assert not isinstance(refusal.value, MailPerhapsTaken)


async def test_a_server_that_does_not_say_goodbye_has_the_mail(smtp: Any, at: At, mail: Mail) -> None:
    smtp.answers["QUIT"] = None
    await SmtpGateway(at(smtp), sender=SENDER, seconds=0.5).deliver(mail)
    assert len(smtp.received) == 1


async def test_a_server_that_is_away(at: At, mail: Mail, smtp: Any) -> None:
    with pytest.raises(MailNotTaken) as refusal:
        await SmtpGateway(replace(at(smtp), port=1), sender=SENDER).deliver(mail)
    assert not refusal.value.permanent


async def test_an_address_that_is_none_is_given_up(smtp: Any, at: At, mail: Mail) -> None:
    with pytest.raises(MailNotTaken) as refusal:
        await SmtpGateway(at(smtp), sender=SENDER).deliver(replace(mail, to="a@b@c, d"))
    assert (refusal.value.reason, refusal.value.permanent) == ("the address is not one", True)
    assert smtp.commands == []


def test_a_mail_server_is_read_from_its_url() -> None:
    server = MailServer.from_url("smtp://foy%40er:s%3Acret@mail.example", "starttls")
    assert (server.host, server.port) == ("mail.example", 587)
    assert (server.username, server.password) == ("foy@er", "s:cret")
    assert "s:cret" not in repr(server)


@pytest.mark.parametrize("url", ["http://mail.example", "mail.example", "smtp://"])
def test_anything_else_is_no_mail_server(url: str) -> None:
    with pytest.raises(ValueError, match="smtp://user:password@host:port"):
        MailServer.from_url(url, "starttls")
