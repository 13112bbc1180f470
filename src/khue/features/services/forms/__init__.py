"""Forms of announcements, the catalogue and tickets."""
