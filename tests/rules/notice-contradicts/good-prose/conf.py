"""Prose that agrees, in whatever words, and prose about something else."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
