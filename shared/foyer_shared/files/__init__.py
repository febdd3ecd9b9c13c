"""Files that services keep: one store for all, a prefix per owner, who alone writes there."""
