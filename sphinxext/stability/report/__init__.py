"""Findings as files: ``text`` to read, ``json`` and ``sarif`` for machines, ``github`` annotations.

``place`` writes where a finding is. Nothing is imported here: what one form needs, another has not
to wait for.
"""
