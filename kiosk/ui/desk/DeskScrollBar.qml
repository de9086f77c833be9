import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// Where one is in what is longer than its place; always seen while there is more.
T.ScrollBar {
    id: root

    policy: T.ScrollBar.AlwaysOn
    visible: size < 1
    minimumSize: 0.06
    implicitWidth: 12
    padding: 2
    focusPolicy: Qt.NoFocus
    Accessible.ignored: true

    contentItem: Rectangle {
        implicitWidth: 8
        radius: 4
        color: root.pressed ? Desk.accent : Desk.border
    }
}
