"""A small site with wagtail-localize, for ``translation_localize.py`` alone.

It runs in an environment of its own: nothing here is imported by the project.
"""
