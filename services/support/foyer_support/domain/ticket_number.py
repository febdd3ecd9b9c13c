"""The numbers of tickets: one series per business."""

FIRST = 1001


def ticket_number(drawn: int) -> str:
    """As `T-1001`."""
    return f"T-{drawn}"
