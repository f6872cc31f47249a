"""Visitors' addresses without a language, at the root of the host."""

from django.urls import path

from guidance.site import robots, views

urlpatterns = [
    path("", views.negotiate_language, name="negotiate_language"),
    path("robots.txt", robots.robots, name="guidance_robots"),
    path("sitemap.xml", robots.sitemap, name="guidance_sitemap"),
]
