"""What each service process needs to know, whichever service it is."""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)

SECRETS_DIR = Path("/run/secrets")
"""Where containers find their secrets, unless FOYER_SECRETS_DIR names another folder."""


class ProcessSettings(BaseSettings):
    """Read once at start by `main.py`; a service adds its own fields in its `settings.py`.

    What no variable says is read from a file of that name in lower case, such as `foyer_database_url`, in the
    folder of the secrets: what an environment holds is shown by too many tools. An empty variable says
    nothing.
    """

    model_config = SettingsConfigDict(
        env_prefix="FOYER_", env_ignore_empty=True, env_file=None, extra="ignore", frozen=True
    )

    secrets_dir: Path = Field(default=SECRETS_DIR, description="Ignored when there is no such folder")

    database_url: SecretStr = Field(description="postgresql://user:password@host:port/name")
    database_pool: int = Field(default=10, ge=3, le=100)
    amqp_url: SecretStr | None = Field(default=None, description="None: the in-process transport")
    host: str = "127.0.0.1"
    port: int = Field(default=0, ge=0, le=65535, description="The private port; 0 takes a free one")
    caller_keys: Path = Field(description="JWK set with the portal's public keys")
    mode: Literal["sandbox", "live"] = "sandbox"
    log_level: str = "INFO"
    otlp_endpoint: str | None = Field(default=None, description="OTLP over HTTP, None: no traces leave")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  Pydantic names them all.
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then variables, then the folder of the secrets."""
        folder = Path(os.environ.get("FOYER_SECRETS_DIR") or SECRETS_DIR)
        if not folder.is_dir():  # The source warns of a folder that is not there.
            return init_settings, env_settings
        return init_settings, env_settings, SecretsSettingsSource(settings_cls, secrets_dir=folder)
