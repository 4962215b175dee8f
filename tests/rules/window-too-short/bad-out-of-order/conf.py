"""Phases out of order are no short window: `history-disorder` tells of them."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
