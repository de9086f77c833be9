import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// A way to more, quieter than a button: underlined words with room enough for a finger.
T.AbstractButton {
    id: root

    implicitWidth: label.implicitWidth + Theme.unit * 4
    implicitHeight: Math.max(Theme.linkLeast, label.implicitHeight + Theme.linkAir)
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    background: Rectangle {
        radius: Theme.unit * 3
        color: root.pressed ? Theme.tint("mist") : "transparent"

        FocusRing {
            shown: root.activeFocus
            corner: Theme.unit * 3
        }
    }

    contentItem: Item {
        Text {
            id: label
            x: Theme.unit * 2
            anchors.verticalCenter: parent.verticalCenter
            text: root.text
            textFormat: Text.PlainText
            color: Theme.soft
            font.family: Theme.family
            font.pixelSize: Theme.smallSize
            font.hintingPreference: Font.PreferNoHinting
            Accessible.ignored: true

            Rectangle {
                y: parent.baselineOffset + Theme.smallSize * 0.18
                width: parent.width
                height: Math.max(1, Theme.smallSize * 0.05)
                color: Theme.soft
            }
        }
    }
}
