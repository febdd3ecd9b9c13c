"""The tables of support and the repositories that read and write them."""
