"""The world outside: templates on disk, mail servers, and the sandbox's mailbox."""
