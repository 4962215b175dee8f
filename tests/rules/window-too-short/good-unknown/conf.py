"""What the calendar does not tell is not too short."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
