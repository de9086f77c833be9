import QtQuick
import kiosk.ui

// One icon of the set in assets/icons, in any colour. Decoration: what it means is said beside it.
Image {
    id: root

    required property string name
    property color tone: Theme.ink
    property real side: Theme.labelSize

    // Drawn once it has been in sight: most buttons are not, at first.
    property bool seen: visible

    onVisibleChanged: {
        if (visible)
            seen = true;
    }

    width: side
    height: side
    sourceSize: Qt.size(Math.round(side), Math.round(side))
    source: name && seen ? "image://icon/" + name + "/" + Theme.hex(tone) : ""
    Accessible.ignored: true
}
