pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// Cards: a touch opens one, and tells more.
PageFrame {
    id: root

    Repeater {
        model: root.body.cards

        T.AbstractButton {
            id: card

            required property var modelData

            x: modelData.box.left
            y: modelData.box.top
            width: modelData.box.width
            height: modelData.box.height
            focusPolicy: Qt.TabFocus
            text: modelData.title.plain
            Accessible.role: Accessible.Button
            Accessible.name: text
            Keys.onReturnPressed: click()
            Keys.onEnterPressed: click()
            onClicked: root.acted(modelData.action)

            background: Rectangle {
                radius: Theme.radius
                color: card.pressed ? Theme.tint("mist") : Theme.surface
                border.width: Theme.line
                border.color: Theme.border

                FocusRing {
                    shown: card.activeFocus
                    corner: Theme.radius
                }
            }

            contentItem: Item {
                Rectangle {
                    id: disc
                    x: Theme.discLeft
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.disc
                    height: width
                    radius: width / 2
                    color: Theme.tint("mist")

                    Icon {
                        anchors.centerIn: parent
                        name: card.modelData.icon || "info"
                        side: parent.width * 0.52
                        tone: Theme.accent
                    }
                }

                SetLines {
                    anchors.left: disc.right
                    anchors.leftMargin: Theme.discRight
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    setting: card.modelData.title
                    silent: true
                }

                Icon {
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.arrowRight
                    anchors.verticalCenter: parent.verticalCenter
                    name: "chevron-right"
                    side: Theme.arrow
                    tone: Theme.accent
                }
            }
        }
    }

    PartList {
        x: root.textBox.left
        y: root.textBox.top
        width: root.textBox.width
        parts: root.body.parts
        onActed: action => root.acted(action)
    }
}
