"""What subscriptions needs to know at start."""

from datetime import timedelta

from foyer_shared.settings.process import ProcessSettings


class Settings(ProcessSettings):
    """The settings of every process, and how often what is due on subscriptions is looked for."""

    due_changes_every: timedelta = timedelta(seconds=10)
