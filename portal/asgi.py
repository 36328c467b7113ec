"""The entrance that granian serves: the front door, Django's WSGI handler behind it."""

import os

from django.conf import settings

from portal.kit import published, web_jobs
from portal.server import orphans
from portal.server.front_door import FrontDoor
from portal.wsgi import application as django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
orphans.end_with_parent_process()
application = FrontDoor(django, most=settings.LARGEST_BODY, proxies=settings.PROXIES)
published.watch()
web_jobs.start()
