pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// A ruler of true millimetres, to hold a real one against; the rows make it longer or shorter.
RowsPage {
    id: root

    readonly property real millimetre: root.body.ruler_width / root.body.ruler_mm

    SetLines {
        x: root.textBox.left
        y: root.textBox.top - height - Theme.gap
        width: root.textBox.width
        setting: root.body.caption
        tone: Theme.soft
    }

    Rectangle {
        x: root.textBox.left
        y: root.body.ruler_top
        width: root.body.ruler_width
        height: Theme.unit * 24
        color: Theme.surface
        border.width: Math.max(1, Math.round(Theme.line))
        border.color: Theme.ink

        Repeater {
            model: root.body.ruler_mm / 5 + 1

            Rectangle {
                required property int index

                x: Math.min(parent.width - width, index * 5 * root.millimetre)
                width: Math.max(1, Math.round(Theme.line))
                height: index % 2 === 0 ? Theme.unit * 8 : Theme.unit * 4
                color: Theme.ink
            }
        }

        Text {
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            anchors.margins: Theme.unit * 2
            text: root.body.ruler_mm + " mm"
            textFormat: Text.PlainText
            color: Theme.ink
            font.family: Theme.family
            font.pixelSize: Theme.smallSize
            font.weight: 600
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }
}
