"""What support does, one file each: load, ask the domain, save, announce."""
