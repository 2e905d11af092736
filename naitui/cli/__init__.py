"""The doors: commands, arguments, exit codes."""
