pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// Paragraphs under one another at the places the layout gave them, each with its icon.
Item {
    id: root

    required property var parts
    property color tone: Theme.accent
    property color disc: Theme.tint("mist")

    signal acted(action: string)

    Repeater {
        model: root.parts

        Item {
            id: part

            required property var modelData
            readonly property real textHeight: modelData.title.height
                + modelData.text.height
            readonly property real lead: Math.max(0, (modelData.least - textHeight) / 2)
            readonly property bool asks: modelData.makes === "ask"

            y: modelData.top
            width: root.width
            height: Math.max(textHeight, modelData.least)

            Rectangle {
                visible: part.modelData.icon !== ""
                y: Math.max(0, (part.modelData.text.pitch - part.modelData.least) / 2 + part.lead)
                width: part.modelData.least
                height: width
                radius: width / 2
                color: part.asks ? Theme.tint("sun") : root.disc
                border.width: Theme.plain ? Theme.line : 0
                border.color: Theme.border

                Icon {
                    anchors.centerIn: parent
                    name: part.modelData.icon
                    side: parent.width * 0.5
                    tone: root.tone
                }
            }

            Rectangle {
                visible: part.modelData.bullet
                y: part.modelData.title.height + part.modelData.text.pitch * 0.5 - height / 2
                width: part.modelData.text.px * 0.2
                height: width
                radius: width / 2
                color: Theme.accent
            }

            SetLines {
                id: title
                x: part.modelData.inset
                y: part.lead
                width: root.width - x
                setting: part.modelData.title
                onActed: action => root.acted(action)
            }

            SetLines {
                x: part.modelData.inset
                y: part.lead + title.height
                width: root.width - x
                setting: part.modelData.text
                onActed: action => root.acted(action)
            }
        }
    }
}
