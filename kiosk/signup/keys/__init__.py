"""Who may read requests: keys, passphrases, seals, signatures.

In the folder `keys`, `recipients.json` lists the public parts, which close sign-ups (`public_keys`); `<id>.private.json` holds a private part,
wrapped once for each of its holders by a key made from their passphrase with Argon2id (`private_keys`). A try-out key has no passphrase
(`try_out_key`); a key that was moved away has no private file here (`moved_away`).

Each public part is confirmed: signed by somebody who can read already (`trust`). Requests are closed for confirmed ones alone, so that a key that
somebody put into the list gains nothing and is told.
"""
