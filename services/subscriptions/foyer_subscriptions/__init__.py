"""Subscriptions: what is sold, who subscribes to it, and what customers may do with it by themselves."""
