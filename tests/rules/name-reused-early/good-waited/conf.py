"""Back in time, not back at all, and ids that stand for what they did."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
stability_previous = "previous/stability.json"
