"""One file per thing that subscriptions does: load, ask the domain, save, announce."""
