"""What notifications does, one file each."""
