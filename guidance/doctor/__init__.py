"""What must always be true of a site's database and media, and what to do when it is not.

Each check is a function that looks and changes nothing; ``examination`` runs them all.
An app above this one adds its own with ``registry.register``.
"""
