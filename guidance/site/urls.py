"""Visitors' addresses, inside ``i18n_patterns`` and before Wagtail's."""

from django.urls import path

from guidance.presentation import converters  # noqa: F401  (registers <number:…>)
from guidance.site import views

urlpatterns = [
    path("", views.show_questions, name="guidance_questions"),
    path(
        "<number:question>-<number:choice>/",
        views.show_by_numbers,
        name="guidance_by_numbers",
    ),
    path("<slug:slug>/", views.show_by_slug, name="guidance_by_slug"),
]
