"""Between the phases of a mode-swap the name is away."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_previous = "previous/stability.json"
