"""The portal's clients of the services, and the models that it reads from them."""
