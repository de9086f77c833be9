"""Many lobbies: an office over a PostgreSQL, to which kiosks carry sealed requests. It holds what it cannot read."""
