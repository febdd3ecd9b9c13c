"""Where answers by mail come to, as operators say it."""

from typing import Self

from pydantic import Field, SecretStr, model_validator

from foyer_shared.basics.errors import Invalid
from foyer_shared.basics.reply_address import ReplyAddresses
from foyer_shared.settings.process import ProcessSettings

_SHORTEST_KEY = 32


class RepliesSettings(ProcessSettings):
    """For the service that mails about tickets and the one that takes the answers: both are told the same."""

    reply_address: str | None = Field(
        default=None, description="Such as reply@mail.example.com; None: tickets are answered in the portal"
    )
    reply_keys: tuple[SecretStr, ...] = Field(
        default=(), max_length=2, description="As a JSON list: the first signs, both are believed"
    )

    @model_validator(mode="after")
    def _reply_addresses_work(self) -> Self:
        if any(len(key.get_secret_value()) < _SHORTEST_KEY for key in self.reply_keys):
            raise ValueError(f"FOYER_REPLY_KEYS: a key has at least {_SHORTEST_KEY} characters")
        try:
            _ = self.reply_addresses
        except Invalid as wrong:
            raise ValueError("FOYER_REPLY_ADDRESS is an address such as reply@mail.example.com") from wrong
        return self

    @property
    def reply_addresses(self) -> ReplyAddresses | None:
        """None: mails about tickets are answered in the portal."""
        if self.reply_address is None:
            return None
        return ReplyAddresses(self.reply_address, [key.get_secret_value() for key in self.reply_keys])
