"""Chooses the bus by the settings."""

from foyer_shared.messaging.fanout import Fanout, InProcessFanout
from foyer_shared.messaging.fanout_rabbitmq import RabbitFanout
from foyer_shared.messaging.in_process import InProcessTransport
from foyer_shared.messaging.rabbitmq import RabbitTransport
from foyer_shared.messaging.transport import Transport
from foyer_shared.settings.process import ProcessSettings


def open_transport(settings: ProcessSettings) -> Transport:
    """RabbitMQ when it is configured, else the table of the embedded run. The caller starts and stops it.

    Services that share a process share one transport: the in-process one wakes its readers directly.
    """
    # Each handler takes a connection, and the relay one: beyond the pool's size each would be made anew.
    handlers = max(1, settings.database_pool - 1)
    if settings.amqp_url is not None:
        return RabbitTransport(settings.amqp_url.get_secret_value(), handlers_at_once=handlers)
    return InProcessTransport(settings.database_url.get_secret_value(), handlers_at_once=handlers)


def open_fanout(settings: ProcessSettings) -> Fanout:
    """What processes of one service tell each other with: RabbitMQ when it is configured, else this process
    alone hears. The caller starts and stops it.
    """
    if settings.amqp_url is not None:
        return RabbitFanout(settings.amqp_url.get_secret_value())
    return InProcessFanout()
