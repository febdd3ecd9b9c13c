"""Runs subscriptions: `python -m foyer_subscriptions.main api | worker | all | migrate`."""

from foyer_shared.process import main

from foyer_subscriptions.settings import Settings
from foyer_subscriptions.wiring import build

if __name__ == "__main__":
    main(build, Settings)
