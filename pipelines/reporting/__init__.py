"""What is told of a night: its page, the artifacts, the notices, and whether all is well."""
