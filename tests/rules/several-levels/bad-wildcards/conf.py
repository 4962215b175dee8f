"""Patterns with as many literal segments; one finding for all that two entries share."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
