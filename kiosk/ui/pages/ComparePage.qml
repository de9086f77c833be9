pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// Columns of equal weight: the same size, the same type, the same ground.
PageFrame {
    id: root

    Repeater {
        model: root.body.sides

        Rectangle {
            id: column

            required property var modelData

            x: modelData.box.left
            y: modelData.box.top
            width: modelData.box.width
            height: modelData.box.height
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.line
            border.color: Theme.plain ? Theme.border : Theme.hairline

            Rectangle {
                id: disc
                visible: column.modelData.icon !== ""
                x: Theme.pad
                y: Theme.pad
                width: column.modelData.disc
                height: width
                radius: width / 2
                color: Theme.tint("mist")

                Icon {
                    anchors.centerIn: parent
                    name: column.modelData.icon
                    side: parent.width * 0.54
                    tone: Theme.accent
                }
            }

            SetLines {
                id: title
                x: column.modelData.title_left
                y: column.modelData.title_top
                width: column.width - x - Theme.pad
                setting: column.modelData.title
                onActed: action => root.acted(action)
            }

            PartList {
                x: Theme.pad
                y: column.modelData.body_top
                width: column.width - 2 * Theme.pad
                parts: column.modelData.parts
                onActed: action => root.acted(action)
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
