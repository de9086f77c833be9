"""From slides to pages that fit this screen: sizes in true millimetres, lines, pages. No Qt; a typesetter is handed in."""
