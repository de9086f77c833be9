import QtQuick
import kiosk.ui
import kiosk.bridge

// Back to all topics, from everywhere.
PillButton {
    required property VisitView visit
    required property string mode

    shown: mode === "reading" || mode === "panel"
    small: true
    before: "house"
    text: Words.say.topics ?? ""
    onClicked: visit.goTo("home/0")
}
