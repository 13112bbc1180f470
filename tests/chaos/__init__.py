"""Kills under load: web, worker and database die by SIGKILL while people work over HTTP, and nothing is lost or doubled."""
