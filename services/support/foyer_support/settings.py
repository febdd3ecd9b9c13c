"""What support needs to know at start."""

from datetime import timedelta
from typing import Self

from foyer_shared.files.settings import FilesSettings
from foyer_shared.settings.replies import RepliesSettings
from pydantic import Field, SecretStr, model_validator

from foyer_support.gateways.imap import Encryption, ImapServer


class Settings(FilesSettings, RepliesSettings):
    """The settings of every process that keeps files, and where answers by mail come to and are read."""

    imap_url: SecretStr | None = Field(
        default=None, description="imap://user:password@host:port; None: somebody else brings the mails"
    )
    imap_encryption: Encryption = Field(
        default="tls", description="`tls` from the start, `starttls`, or `none` on a trusted network"
    )
    imap_folder: str = "INBOX"
    imap_every: timedelta = timedelta(seconds=30)

    @model_validator(mode="after")
    def _mails_can_be_read(self) -> Self:
        _ = self.imap_server
        return self

    @property
    def imap_server(self) -> ImapServer | None:
        """The mailbox that answers come to, None where no address is given out; ValueError for a URL that
        cannot be read.
        """
        if self.imap_url is None or self.reply_address is None:
            return None
        return ImapServer.from_url(self.imap_url.get_secret_value(), self.imap_encryption, self.imap_folder)
