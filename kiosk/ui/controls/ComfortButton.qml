import QtQuick
import kiosk.ui
import kiosk.bridge

// The way to larger text, other colours, a voice and lower buttons: on every screen.
PillButton {
    required property DeckView deck
    required property VisitView visit
    required property string mode

    shown: !visit.asking && !!Words.say.comfort
    look: visit.comfortOpen ? "main" : "quiet"
    before: "a-large-small"
    text: mode === "attract" ? deck.attract.comfort : Words.say.comfort ?? ""
    chooses: true
    chosen: visit.comfortOpen
    onClicked: visit.act(visit.comfortOpen ? "close" : "comfort:0")
}
