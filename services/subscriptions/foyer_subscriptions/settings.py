"""What subscriptions needs to know at start."""

from datetime import timedelta

from foyer_shared.settings.process import ProcessSettings


class Settings(ProcessSettings):
    """The settings of every process, and how often due changes are looked for."""

    due_changes_every: timedelta = timedelta(seconds=10)
