"""Who tells all of these."""

OWNER = "subscriptions"
