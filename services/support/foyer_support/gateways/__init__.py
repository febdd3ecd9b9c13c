"""Support asks nothing of the world outside."""
