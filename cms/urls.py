"""Every address of the site, in one screen."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from guidance.api import urls as api_urls
from guidance.site import urls as site_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("guidance.site.root_urls")),
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    path("", include(api_urls)),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    *i18n_patterns(
        path("", include(site_urls)),
        path("", include(wagtail_urls)),
    ),
]
