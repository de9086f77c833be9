"""Commands about requests and keys.

What `signups` does stands in a module for each subject: `listing`, `showing`, `printing`, `export`, `marks`, `deletion`, `copies`, `verify`. Each
takes an `AtTheDesk`, which says what it works on; `sign_in` finds out who is there, `looking` and `words` tell requests to them.

What `key` does stands likewise in `about_keys`. Both ask by `passphrases`, and tell by `faults` what went wrong.
"""
