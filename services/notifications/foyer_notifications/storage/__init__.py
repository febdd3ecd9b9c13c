"""The tables of notifications and the only SQL that touches them."""
