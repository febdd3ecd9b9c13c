"""Which installation the tool works on."""

from pathlib import Path

from foyer_shared.settings.process import ProcessSettings
from pydantic import Field, SecretStr


class OperatorSettings(ProcessSettings):
    """As a service reads them: from variables and the folder of the secrets. All have a default here."""

    database_url: SecretStr = Field(default=SecretStr(""), description="Empty: that of `make run`")
    caller_keys: Path = Field(default=Path("/dev/null"), description="The tool calls nobody")
    data_dir: Path = Field(default=Path("var"), description="Where `make run` keeps its data")
