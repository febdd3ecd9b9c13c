"""Settings of every Foyer process, from environment variables that begin with `FOYER_`."""
