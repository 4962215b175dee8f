"""Lower than the level before, now or once, and the reason stands elsewhere."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
