"""What the sandbox provider needs to know when it runs by itself."""

from datetime import timedelta

from foyer_shared.settings.process import ProcessSettings
from pydantic import Field, SecretStr


class Settings(ProcessSettings):
    """Those of every process, and these."""

    seal_keys: tuple[SecretStr, ...] = Field(min_length=1, description="As those of payments")
    sandbox_webhooks_url: str = Field(description="Where its webhooks go: the portal")
    sandbox_settles_after: timedelta = timedelta(seconds=2)
