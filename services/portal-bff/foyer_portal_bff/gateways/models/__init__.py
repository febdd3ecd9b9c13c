"""What the services answer, as much of it as the portal shows. Unknown fields are ignored."""
