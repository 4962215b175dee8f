"""Findings as files: text to read, JSON and SARIF for machines, annotations for GitHub."""

from __future__ import annotations

from sphinxext.stability.report.github import as_annotations
from sphinxext.stability.report.json import FORMAT, as_json, schema
from sphinxext.stability.report.place import Located, relative, top_level
from sphinxext.stability.report.sarif import as_sarif
from sphinxext.stability.report.text import as_text, summary

__all__ = [
    "FORMAT",
    "Located",
    "as_annotations",
    "as_json",
    "as_sarif",
    "as_text",
    "relative",
    "schema",
    "summary",
    "top_level",
]
