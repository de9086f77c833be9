pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// Statements, each over three targets that say how much it matters.
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
        model: root.body.groups

        Item {
            id: group

            required property var modelData

            SetLines {
                x: group.modelData.box.left
                y: group.modelData.box.top
                width: group.modelData.box.width
                setting: group.modelData.heading
            }

            Repeater {
                model: group.modelData.options

                OptionButton {
                    required property var modelData

                    option: modelData
                    onClicked: root.acted(modelData.action)
                }
            }
        }
    }
}
