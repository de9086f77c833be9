"""Who may read requests: keys, passphrases, seals, signatures."""
