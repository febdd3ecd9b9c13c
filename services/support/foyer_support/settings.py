"""What support needs to know at start."""

from foyer_shared.settings.process import ProcessSettings


class Settings(ProcessSettings):
    """The settings of every process."""
