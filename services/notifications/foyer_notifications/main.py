"""Runs notifications: `python -m foyer_notifications.main api | worker | all | migrate`."""

from foyer_shared.process import main

from foyer_notifications.settings import Settings
from foyer_notifications.wiring import build

if __name__ == "__main__":
    main(build, Settings)
