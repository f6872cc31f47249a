"""Language-aware text, Turkish i and ı first.

Pure functions on strings: ``normalize`` (what is stored), ``fold`` (what is compared),
``slug`` (what stands in an address), ``words`` (what a sentence looks like), ``shorten``
and ``direction``.
"""
