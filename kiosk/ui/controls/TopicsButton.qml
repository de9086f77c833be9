import QtQuick
import kiosk.ui
import kiosk.bridge

// Back to all topics, from everywhere.
PillButton {
    required property VisitView visit
    required property string mode

    // A sheet of several pages needs its place in the row.
    property bool crowded: false

    shown: mode === "reading" || mode === "lookup" || mode === "basket" || mode === "panel" && !crowded
    small: true
    before: "house"
    text: Words.say.topics ?? ""
    onClicked: visit.act("go:home/0")
}
