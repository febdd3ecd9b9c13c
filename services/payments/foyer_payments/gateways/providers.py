"""Opens a business's account at whichever provider it is with."""

import base64
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from foyer_shared.storage.sealing import Seal

from foyer_payments.domain.provider_account import AccountKeys, ProviderAccount
from foyer_payments.gateways.provider import PaymentProvider

Opener = Callable[[ProviderAccount, AccountKeys], PaymentProvider]


@dataclass(slots=True)
class Providers:
    """The providers that there are, by name, and what opens the keys; an account is opened once,
    and again when its keys have changed.
    """

    seal: Seal
    openers: Mapping[str, Opener]
    _opened: dict[tuple[str, AccountKeys], PaymentProvider] = field(default_factory=dict, repr=False)

    def open(self, account: ProviderAccount, keys: AccountKeys) -> PaymentProvider:
        """The account, to be asked; KeyError for a provider that there is not."""
        place = (account.id, keys)
        if place not in self._opened:
            self._opened[place] = self.openers[account.provider](account, keys)
        return self._opened[place]

    async def close(self) -> None:
        """Give all connections back."""
        for provider in self._opened.values():
            await provider.close()
        self._opened.clear()


def drawn_keys() -> AccountKeys:
    """Of an account at the sandbox's provider, where nobody signs up."""
    return AccountKeys(
        api_key=f"sandbox_sk_{secrets.token_urlsafe(32)}",
        webhook_secret=f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}",
    )
