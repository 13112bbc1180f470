"""The door for gunicorn, whose master loads everything once and then divides itself into the web processes."""

import gc
import os

# What is loaded here stays. The collector looks through none of it, neither now, which takes a fifth of the time, nor in
# the web processes, whose pages of memory so remain their master's.
gc.disable()

from django.core.wsgi import get_wsgi_application  # noqa: E402  # the collector stands still before anything is loaded
from django.urls import get_resolver  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khue.site.settings")
application = get_wsgi_application()
# Pages and interface too, or the first visitor of each web process would wait until they are loaded.
get_resolver().url_patterns  # noqa: B018  # read for what reading does

gc.freeze()
gc.enable()
