"""The portal's doors: the business API's edge, the portal's own JSON API, sign-in, health."""
