"""The web app: pages, people and rights, background work and the API. It shows what a workspace answers."""
