"""Rules of the portal: who may sign in and how, roles, sessions, keys, the picture, the history."""
