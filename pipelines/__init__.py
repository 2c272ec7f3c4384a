"""The flow, the schedule and the command line: what moves a document through; no business logic."""
