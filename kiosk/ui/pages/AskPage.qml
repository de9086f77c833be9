pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// A question that is answered by typing: the field, what helps or is wrong under it, and the keys.
PageFrame {
    id: root

    Rectangle {
        x: root.body.field.left
        y: root.body.field.top
        width: root.body.field.width
        height: root.body.field.height
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.line * 2
        border.color: root.body.wrong ? Theme.wrong : Theme.accent
        clip: true

        TextMetrics {
            id: usual
            text: root.field
            font.family: Theme.family
            font.pixelSize: root.body.field_px
            font.weight: 500
        }

        Row {
            id: line

            readonly property real room: parent.width - 2 * Theme.pad
            // A number stays whole in the field, in smaller letters where it must; what is longer still shows its end.
            readonly property real shrunk: Math.max(0.6, Math.min(1, (room - caret.width - spacing) / Math.max(1, usual.advanceWidth)))

            x: Theme.pad - Math.max(0, letters.width + caret.width - room)
            height: parent.height
            spacing: Theme.unit

            Text {
                id: letters
                anchors.verticalCenter: parent.verticalCenter
                text: root.field
                textFormat: Text.PlainText
                color: Theme.ink
                font.family: Theme.family
                font.pixelSize: root.body.field_px * line.shrunk
                font.weight: 500
                font.hintingPreference: Font.PreferNoHinting
                Accessible.role: Accessible.EditableText
                Accessible.name: root.body.asks
            }

            Rectangle {
                id: caret
                anchors.verticalCenter: parent.verticalCenter
                width: Math.max(2, Theme.unit * 0.8)
                height: letters.font.pixelSize * 1.15
                color: Theme.accent
            }
        }
    }

    Caption {
        place: root.body.below_box
        setting: root.body.below
        wrong: root.body.wrong
    }

    Rectangle {
        x: root.body.promise_box.left
        y: root.body.promise_box.top
        width: root.body.promise_box.width
        height: root.body.promise_box.height
        visible: height > 0
        radius: Theme.radius
        color: Theme.tint("mist")

        SetLines {
            x: Theme.pad
            y: (parent.height - height) / 2
            width: parent.width - 2 * x
            setting: root.body.promise
            tone: Theme.ink
        }
    }

    Repeater {
        model: root.body.keys

        TypeKey {
            required property var modelData

            key: modelData
            capitals: root.capitals
            onClicked: root.acted(modelData.action)
        }
    }
}
