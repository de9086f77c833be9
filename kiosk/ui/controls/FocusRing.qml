import QtQuick
import kiosk.ui

// Shows where the keys are. Two tones, so that it stands out on every ground.
Item {
    id: root

    required property bool shown
    property real corner: height / 2

    anchors.fill: parent
    visible: shown && (Theme.keysInUse || Theme.aloud)

    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.unit * 2
        radius: root.corner + Theme.unit * 2
        color: "transparent"
        border.width: Theme.unit * 0.9
        border.color: Theme.ink
    }

    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.unit * 1.1
        radius: root.corner + Theme.unit * 1.1
        color: "transparent"
        border.width: Theme.unit * 0.7
        border.color: Theme.paper
    }
}
