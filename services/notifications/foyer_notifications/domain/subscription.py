"""What announcements need to know of subscriptions: who has which product."""

LIVE = ("trialing", "active", "past_due", "paused", "suspended")
"""The statuses in which its customer is one of its products'."""
