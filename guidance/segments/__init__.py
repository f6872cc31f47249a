"""Rich text and streams as translators and merges see them: places that say something.

``stream`` finds the leaves of a body and fills them, ``richtext`` reads and writes what
Wagtail's editor keeps, ``segment`` writes a leaf for a PO file, ``align`` finds leaves
again in another version and ``adopt`` gives them their ids back. Pure: no Django, no
files, no clock.
"""
