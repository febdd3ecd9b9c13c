"""The tables of subscriptions, and the only place that queries them."""
