"""The entrance that granian serves: the front door, Django's WSGI handler behind it."""

import os

from django.conf import settings

from portal.frontdoor.door import FrontDoor
from portal.kit import web_jobs
from portal.wsgi import application as django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
application = FrontDoor(django, most=settings.LARGEST_BODY, proxies=settings.PROXIES)
web_jobs.start()
