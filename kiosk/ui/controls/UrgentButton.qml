import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// A line over the other buttons with what everybody is to know; it opens all of that.
T.AbstractButton {
    id: root

    required property var line

    implicitHeight: Math.max(Theme.smallTarget, line.text.height + Theme.unit * 4)
    height: implicitHeight
    focusPolicy: Qt.TabFocus
    text: line.says
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    background: Rectangle {
        radius: Theme.smallRadius
        color: root.pressed ? Theme.tint("mist") : Theme.surface
        border.width: Theme.line * 2
        border.color: Theme.wrong

        FocusRing {
            shown: root.activeFocus
            corner: Theme.smallRadius
        }
    }

    contentItem: Item {
        Icon {
            id: sign
            x: Theme.unit * 4
            anchors.verticalCenter: parent.verticalCenter
            name: "triangle-alert"
            side: Theme.smallSize * 1.2
            tone: Theme.wrong
        }

        SetLines {
            x: sign.x + sign.width + Theme.unit * 3
            width: parent.width - x - Theme.unit * 4
            anchors.verticalCenter: parent.verticalCenter
            silent: true
            setting: root.line.text
        }
    }
}
