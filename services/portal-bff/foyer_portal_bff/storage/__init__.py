"""The portal's tables and repositories."""
