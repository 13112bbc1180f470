"""The door for gunicorn, whose master loads everything once and then divides itself into the web processes."""

from django.core.handlers.wsgi import WSGIHandler

from khue.kernel.loading import django_ready
from khue.site.waiting import wait_until_prepared

# Pages and interface too, or the first visitor of each web process would wait until they are loaded.
django_ready(pages=True)
wait_until_prepared()
application = WSGIHandler()
