"""What translators work with: messages and PO files, as values.

``pofile`` reads and writes the format, ``message`` makes messages of documents,
``merge`` carries translations over to changed texts, ``checks`` finds mistakes and
``plan`` decides what an uploaded file changes. Pure: no Django, no files, no clock.
"""
