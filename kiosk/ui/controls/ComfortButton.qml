import QtQuick
import kiosk.ui
import kiosk.bridge

// The way to larger text, other colours, a voice and lower buttons: on every screen.
PillButton {
    required property VisitView visit

    shown: !visit.asking
    look: visit.comfortOpen ? "main" : "quiet"
    before: "a-large-small"
    text: Words.say.comfort ?? ""
    Accessible.checkable: true
    Accessible.checked: visit.comfortOpen
    onClicked: visit.comfortOpen ? visit.close() : visit.askForComfort(0)
}
