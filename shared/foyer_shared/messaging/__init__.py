"""Events on their way: outbox, relay, bus, dispatcher, inbox."""
