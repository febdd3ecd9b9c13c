"""What notifications needs to know at start."""

from datetime import timedelta
from typing import Self

from foyer_shared.settings.replies import RepliesSettings
from pydantic import Field, SecretStr, model_validator

from foyer_notifications.gateways.smtp import Encryption, MailServer


class Settings(RepliesSettings):
    """The settings of every process, how mail leaves, and the keys that seal what must not lie about."""

    seal_keys: tuple[SecretStr, ...] = Field(
        min_length=1, description="Fernet keys as a JSON list: the first seals, all open"
    )
    smtp_url: SecretStr | None = Field(
        default=None, description="smtp://user:password@host:port; None: the sandbox's mailbox"
    )
    smtp_encryption: Encryption = Field(
        default="starttls", description="`starttls`, `tls` from the start, or `none` on a trusted network"
    )
    mail_from: str = Field(
        default="no-reply@foyer.localhost", description="The address that all mail comes from"
    )
    send_every: timedelta = timedelta(milliseconds=500)
    webhooks_allow_private: bool = Field(
        default=False, description="Lets webhooks go to private addresses, and by http to this machine"
    )

    @model_validator(mode="after")
    def _mail_can_leave(self) -> Self:
        if not self.smtp_url and self.mode == "live":
            raise ValueError("live mode needs FOYER_SMTP_URL: without it mail stays in the sandbox's mailbox")
        if self.mail_server is not None and "mail_from" not in self.model_fields_set:
            raise ValueError("FOYER_SMTP_URL needs FOYER_MAIL_FROM: mail servers look at who sends")
        return self

    @property
    def mail_server(self) -> MailServer | None:
        """Where mail is handed in, None for the mailbox; ValueError for a URL that cannot be read."""
        if not self.smtp_url:
            return None
        return MailServer.from_url(self.smtp_url.get_secret_value(), self.smtp_encryption)
