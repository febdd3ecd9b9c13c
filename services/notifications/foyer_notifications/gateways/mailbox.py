"""The sandbox's way: mails are kept for the mailbox page and leave for nowhere."""

from collections.abc import Awaitable, Callable

from foyer_notifications.domain.mail import Mail


class MailboxGateway:
    """Hands mails to whoever keeps them; a repeat shows once."""

    def __init__(self, keep: Callable[[Mail], Awaitable[None]]) -> None:
        self._keep = keep

    async def deliver(self, mail: Mail) -> None:
        """Keep it."""
        await self._keep(mail)
