"""One file a screen. A screen edits a recipe, hands plans to the runner and listens to events; it never talks HTTP."""
