"""The documents of the workspace, edited in the browser: nothing is lost, each version is kept."""
