"""The operator's tool: dead letters, outboxes, copies, invariants, providers' books."""
