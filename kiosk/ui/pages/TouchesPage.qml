pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// Targets in the corners and the middle: each touch tells how far from the middle it was felt.
PageFrame {
    id: root

    SetLines {
        x: root.textBox.left
        y: root.textBox.top - height - Theme.gap
        width: root.textBox.width
        setting: root.body.caption
        tone: Theme.soft
    }

    Repeater {
        model: root.body.targets

        ChoiceButton {
            id: target

            required property var modelData
            readonly property bool felt: modelData.off >= 0
            readonly property real millimetre: width / 20

            x: modelData.left
            y: modelData.top
            width: modelData.side
            height: modelData.side
            focusPolicy: Qt.TabFocus
            Accessible.role: Accessible.CheckBox
            Accessible.name: modelData.says
            chosen: felt
            onClicked: root.acted(modelData.action + (Math.hypot(pressX - width / 2, pressY - height / 2) / millimetre).toFixed(1))

            background: Rectangle {
                radius: width / 2
                color: target.felt ? Theme.accent : Theme.surface
                border.width: Theme.line * 2
                border.color: Theme.accent

                FocusRing {
                    shown: target.activeFocus
                }
            }

            contentItem: Item {
                Rectangle {
                    anchors.centerIn: parent
                    visible: !target.felt
                    width: parent.width * 0.5
                    height: Math.max(1, Theme.line)
                    color: Theme.accent
                }

                Rectangle {
                    anchors.centerIn: parent
                    visible: !target.felt
                    width: Math.max(1, Theme.line)
                    height: parent.height * 0.5
                    color: Theme.accent
                }

                Icon {
                    anchors.centerIn: parent
                    visible: target.felt
                    name: "check"
                    side: parent.width * 0.5
                    tone: Theme.accentInk
                }
            }
        }
    }
}
