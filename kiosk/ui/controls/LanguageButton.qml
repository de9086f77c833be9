import QtQuick
import kiosk.ui
import kiosk.bridge

// The other language, by its own name; the place stays. Where there are several, the panel for reading comfort has them all.
PillButton {
    required property DeckView deck
    required property VisitView visit
    required property string mode

    shown: mode !== "attract" && !!deck.otherLanguage.name
    small: true
    before: "languages"
    text: deck.otherLanguage.name
    onClicked: visit.act(deck.otherLanguage.action)
}
