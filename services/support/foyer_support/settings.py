"""What support needs to know at start."""

from foyer_shared.files.settings import FilesSettings
from foyer_shared.settings.replies import RepliesSettings


class Settings(FilesSettings, RepliesSettings):
    """The settings of every process that keeps files, and where answers by mail come to."""
