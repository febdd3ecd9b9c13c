"""Whom of the staff a ticket is for."""

from foyer_support.domain.errors import AssigneeMalformed

LONGEST_NAME = 100


def assignee(name: str) -> str:
    """The name without blanks around it; raises AssigneeMalformed."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise AssigneeMalformed(f"A name is 1 to {LONGEST_NAME} characters on one line.", field="assigned_to")
    return name
