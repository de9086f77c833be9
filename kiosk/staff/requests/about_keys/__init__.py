"""What `key` does: who may read requests. Each change is noted in the journal of the drawer before it is made, where there is one.

A module for each subject: `key_list`, `protection`, `people`, `rotation`, `recipients`, `away`. Each takes an `Order`, which says who gives it;
`noting` tells the journal.
"""
