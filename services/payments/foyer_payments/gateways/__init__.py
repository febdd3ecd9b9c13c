"""What payments asks of the world outside: whether an IBAN is one."""
