"""Writes the mail that a mail program would, to answer one in the sandbox's mailbox."""

from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from mimetypes import guess_type

from foyer_portal_bff.gateways.models.notifications import Mail


def written_mail(mail: Mail, text: str, files: Sequence[tuple[str, bytes]], *, key: str) -> bytes:
    """What was typed, above what it answers, with files by their names. The same key is the same mail."""
    letter = EmailMessage(policy=SMTP)
    letter["From"], letter["To"] = mail.to, mail.reply_to
    letter["Subject"] = f"Re: {mail.subject}"
    letter["Message-ID"] = f"<{key}@mailbox.invalid>"
    letter["In-Reply-To"] = letter["References"] = mail.message_id
    quoted = "\n".join(f"> {line}".rstrip() for line in mail.text.splitlines())
    letter.set_content(f"{text}\n\nOn {mail.sent_at:%Y-%m-%d, %H:%M}, <{mail.reply_to}> wrote:\n{quoted}\n")
    for name, content in files:
        kind = guess_type(name)[0] or "application/octet-stream"
        maintype, _, subtype = kind.partition("/")
        letter.add_attachment(content, maintype, subtype, filename=name)
    return letter.as_bytes()
