"""The tables of payments and the repositories that read and write them."""
