"""Runs payments: `python -m foyer_payments.main api | worker | all | migrate`."""

from foyer_shared.process import main

from foyer_payments.settings import Settings
from foyer_payments.wiring import build

if __name__ == "__main__":
    main(build, Settings)
