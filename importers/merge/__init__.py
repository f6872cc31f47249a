"""The 3-way merge of a page: what the source changed, into what an editor changed.

``page`` merges whole streams, ``sequence`` what has an order, ``shapes`` the values in
it, ``words`` the words of one text and ``diff3`` any two sequences of edits. Pure.

Source of the method: diff3 over sequences of identified units; see
``docs/decisions/0008-merge.md``.
"""
