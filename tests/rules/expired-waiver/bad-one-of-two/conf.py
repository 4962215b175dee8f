"""What an expired waiver excused is excused by another one still."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
