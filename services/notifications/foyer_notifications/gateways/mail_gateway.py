"""What a way to deliver mail must offer."""

from typing import Protocol

from foyer_notifications.domain.mail import Mail


class MailNotTaken(Exception):
    """Nobody took the mail. `permanent`: trying again cannot help; `bounced`: since there is no such address.
    The reason holds no address, no words.
    """

    def __init__(self, reason: str, *, permanent: bool = False, bounced: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.bounced = bounced


class MailPerhapsTaken(MailNotTaken):
    """The server had all of the mail and did not say whether it keeps it."""


class MailGateway(Protocol):
    """Delivers mails. The same Message-ID may come twice, after a crash."""

    async def deliver(self, mail: Mail) -> None:
        """Returns once somebody else answers for the mail; raises MailNotTaken or
        MailPerhapsTaken.
        """
