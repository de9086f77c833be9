pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// One thing said of all choices, each on a line of its own: the same letters, the same ground, a thin line between them.
PageFrame {
    id: root

    SetLines {
        x: root.textBox.left
        y: root.textBox.top - height - Theme.gap
        width: root.textBox.width
        setting: root.body.caption
        tone: Theme.accent
    }

    Repeater {
        model: root.body.sides

        Item {
            id: choice

            required property int index
            required property var modelData

            x: modelData.box.left
            y: modelData.box.top
            width: modelData.box.width
            height: modelData.box.height

            Rectangle {
                visible: choice.index > 0
                width: parent.width
                height: Theme.line
                color: Theme.plain ? Theme.border : Theme.hairline
            }

            Rectangle {
                visible: choice.modelData.icon !== ""
                y: choice.modelData.title_top + (name.pitch - height) / 2
                width: choice.modelData.disc
                height: width
                radius: width / 2
                color: Theme.tint("mist")
                border.width: Theme.plain ? Theme.line : 0
                border.color: Theme.border

                Icon {
                    anchors.centerIn: parent
                    name: choice.modelData.icon
                    side: parent.width * 0.5
                    tone: Theme.accent
                }
            }

            SetLines {
                id: name
                x: choice.modelData.title_left
                y: choice.modelData.title_top
                width: choice.width - x
                setting: choice.modelData.title
                onActed: action => root.acted(action)
            }

            PartList {
                y: choice.modelData.body_top
                width: choice.width
                parts: choice.modelData.parts
                onActed: action => root.acted(action)
            }
        }
    }
}
