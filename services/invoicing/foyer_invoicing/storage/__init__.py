"""The tables of invoicing and the repositories that read and write them."""
