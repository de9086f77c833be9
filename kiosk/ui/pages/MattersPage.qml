pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// What a visitor weighed, a card each: how much it matters, and under it what is for and against, in letters of one size.
PageFrame {
    id: root

    readonly property int most: 2

    SetLines {
        x: root.textBox.left
        y: root.textBox.top - height - Theme.gap
        width: root.textBox.width
        setting: root.body.caption
        tone: Theme.soft
    }

    Repeater {
        model: root.body.cards

        Rectangle {
            id: card

            required property var modelData

            x: modelData.box.left
            y: modelData.box.top
            width: modelData.box.width
            height: modelData.box.height
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.line
            border.color: Theme.plain ? Theme.border : Theme.hairline

            Row {
                x: parent.width - width - Theme.pad
                y: Theme.pad + (words.pitch - height) / 2
                spacing: Theme.unit * 1.5

                Repeater {
                    model: root.most

                    Rectangle {
                        required property int index

                        width: Theme.unit * 4.5
                        height: width
                        radius: width / 2
                        color: index < card.modelData.filled ? Theme.accent : "transparent"
                        border.width: index < card.modelData.filled ? 0 : Theme.line
                        border.color: Theme.border
                    }
                }
            }

            SetLines {
                id: words
                x: Theme.pad
                y: x
                width: parent.width - 2 * x
                setting: card.modelData.heading
                tone: Theme.accent
            }

            SetLines {
                x: Theme.pad
                y: x + words.height
                width: parent.width - 2 * x
                setting: card.modelData.title
                onActed: action => root.acted(action)
            }

            PartList {
                x: Theme.pad
                y: card.modelData.body_top
                width: parent.width - 2 * x
                parts: card.modelData.parts
                onActed: action => root.acted(action)
            }
        }
    }
}
