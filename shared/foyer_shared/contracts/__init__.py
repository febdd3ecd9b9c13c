"""Event contracts: what services tell each other. They only grow."""
