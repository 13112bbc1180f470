"""Pages for those who keep the portal running: what it does just now, and the jobs of the worker."""
