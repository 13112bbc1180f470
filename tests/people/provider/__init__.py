"""A local identity provider: ``allauth.idp.oidc`` in a Django of its own, as a second process on the loopback."""
