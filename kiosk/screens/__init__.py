"""What stands on the glass: from the library and a visit to plain values that QML draws. No Qt; a typesetter is handed in."""
