"""Single sign-on: people come in by the account that they have at their company's provider (OIDC)."""
