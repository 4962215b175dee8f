"""Young enough, of no known age, older than the calendar, raised, ended, or without a limit."""

project = "demo"
release = "2.5"
extensions = ["sphinxext.stability"]
