import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// A hard word in a text: a touch tells what it means.
T.AbstractButton {
    id: root

    required property string label
    required property real underline
    required property real thickness

    focusPolicy: Qt.TabFocus
    text: label
    Accessible.role: Accessible.Link
    Accessible.name: label
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    Rectangle {
        width: root.width
        height: root.thickness
        y: root.underline
        color: Theme.accent
        opacity: root.pressed ? 1 : 0.75
    }

    Rectangle {
        anchors.fill: parent
        anchors.margins: -root.thickness
        radius: Theme.tinyRadius
        color: Theme.accent
        opacity: root.pressed ? 0.16 : 0
    }

    FocusRing {
        shown: root.activeFocus
        corner: Theme.tinyRadius
    }
}
