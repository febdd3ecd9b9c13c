"""Keep a mail for the mailbox page in place of sending it."""

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database

from foyer_notifications.domain.mail import Mail
from foyer_notifications.storage.mailbox import Mailbox

KEPT_MAILS = 1000
"""How many mails the mailbox holds; older ones are forgotten."""


async def keep_mail(database: Database, mail: Mail, *, keep: int = KEPT_MAILS) -> None:
    """Once per Message-ID, in a transaction of its own, as a mail server would."""
    async with database.session() as session:
        mailbox = Mailbox(session)
        await mailbox.add(mail, real_now())
        await mailbox.prune(keep=keep)
