"""What payments needs to know at start."""

from foyer_shared.settings.process import ProcessSettings
from pydantic import Field, SecretStr


class Settings(ProcessSettings):
    """The settings of every process, and the keys that seal IBANs."""

    seal_keys: tuple[SecretStr, ...] = Field(
        min_length=1, description="Fernet keys as a JSON list: the first seals, all open"
    )
