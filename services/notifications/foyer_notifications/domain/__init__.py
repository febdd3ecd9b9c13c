"""The message catalogue and the rules of delivery."""
