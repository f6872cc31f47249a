"""The site of the benchmarks: as in production, with a plain page type beside ours."""

import os

os.environ.setdefault("SECRET_KEY", "benchmarks")

from cms.settings.base import *  # noqa: F403
from cms.settings.base import INSTALLED_APPS

DEBUG = False
SECRET_KEY = "benchmarks"  # noqa: S105
ALLOWED_HOSTS = ["localhost"]
INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.plain"]
