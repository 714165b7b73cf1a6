"""Cases of rules and indicators: small examples that are run and must hold."""
