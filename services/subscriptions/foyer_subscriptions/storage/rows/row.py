"""What all rows of this service are, in the schema `subscriptions`."""

from foyer_shared.storage.rows import service_metadata
from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class Row(SQLModel, registry=registry(metadata=service_metadata("subscriptions"))):
    """Base of this service's rows."""

    __abstract__ = True
