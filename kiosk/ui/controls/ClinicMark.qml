import QtQuick
import kiosk.ui

// The clinic's mark, as wide as its shape asks for and `room` lets it be. On a dark ground it stands on a light plate: most marks are made for paper.
// Without a picture its place stays: staff touch it.
Item {
    id: root

    required property url source
    required property real room

    readonly property real high: Theme.unit * 15
    readonly property real inset: Theme.dark ? Theme.unit * 1.5 : 0
    readonly property real inside: high - 2 * inset
    readonly property real shape: picture.implicitHeight > 0 ? picture.implicitWidth / picture.implicitHeight : 1

    implicitHeight: high
    implicitWidth: Math.round(Math.min(inside * Math.max(1, Math.min(4, shape)), Math.max(inside, room - 2 * inset)) + 2 * inset)

    Rectangle {
        anchors.fill: parent
        visible: Theme.dark && picture.status === Image.Ready
        radius: Theme.unit * 4
        color: Theme.palettes.paper.paper
        opacity: Theme.dimmed
    }

    Picture {
        id: picture
        x: root.inset
        y: root.inset
        width: root.width - 2 * root.inset
        height: root.inside
        source: root.source
        byHeight: true
        opacity: Theme.dimmed
        Accessible.ignored: true
    }
}
