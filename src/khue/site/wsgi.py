"""The door for gunicorn."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khue.site.settings")
# A thread that holds a row's lock must not wait 5 ms for its turn after each answer of the database: others wait for the row.
sys.setswitchinterval(0.0005)
application = get_wsgi_application()
