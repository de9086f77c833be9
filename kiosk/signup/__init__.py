"""A visitor's request for a consultation: the answers, the record, the seal, the drawer. No Qt."""
