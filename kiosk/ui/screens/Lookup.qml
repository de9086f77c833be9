import QtQuick
import kiosk.ui
import kiosk.bridge

// Lists to look things up in, and the questions that a visitor takes along.
PagePane {
    id: root

    required property DeckView deck
    required property VisitView visit

    page: deck.lookup.page ?? null
    onActed: action => visit.act(action)
}
