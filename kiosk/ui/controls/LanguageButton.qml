import QtQuick
import kiosk.ui
import kiosk.bridge

// The other language, by its own name; the place stays.
PillButton {
    required property DeckView deck
    required property VisitView visit
    required property string mode

    shown: mode !== "attract" && !!deck.otherLanguage.code
    small: true
    before: "languages"
    text: deck.otherLanguage.name ?? ""
    onClicked: visit.chooseLanguage(deck.otherLanguage.code)
}
