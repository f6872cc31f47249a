"""The project's addresses with those of the root, wherever a site puts them."""

from django.urls import include, path

from cms import urls
from guidance.site import root_urls

urlpatterns = [path("", include(root_urls)), *urls.urlpatterns]
