"""What `foyer` can be told to do, one file per group."""
