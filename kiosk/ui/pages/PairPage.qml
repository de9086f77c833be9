pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// Questions under one another, each over both answers: the same letters, the same colours, a thin line between questions.
PageFrame {
    id: root

    Repeater {
        model: root.body.groups

        Item {
            id: asked

            required property var modelData

            x: modelData.box.left
            y: modelData.box.top
            width: modelData.box.width
            height: modelData.box.height

            Rectangle {
                y: -asked.modelData.line
                visible: asked.modelData.line > 0
                width: parent.width
                height: Theme.line
                color: Theme.plain ? Theme.border : Theme.hairline
            }

            SetLines {
                width: parent.width
                setting: asked.modelData.heading
                tone: Theme.accent
            }

            Repeater {
                model: asked.modelData.sides

                PartList {
                    required property var modelData

                    x: modelData.box.left - asked.x
                    y: modelData.box.top - asked.y
                    width: modelData.box.width
                    height: modelData.box.height
                    parts: modelData.parts
                    onActed: action => root.acted(action)
                }
            }
        }
    }
}
