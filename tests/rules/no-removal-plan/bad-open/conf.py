"""Deprecated without an end, of which the policy tells the earliest, if the start is known."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
