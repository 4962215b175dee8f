"""Inventories from files and from the web: where they are, and how servers are asked.

Nothing here knows Sphinx. What asks servers is imported only when one is asked.
"""
