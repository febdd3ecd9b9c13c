"""What the portal does, one thing per file."""
