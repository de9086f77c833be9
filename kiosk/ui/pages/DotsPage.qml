pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// So many of so many, as dots: filled ones are people for whom it is so.
PageFrame {
    id: root

    readonly property int columns: Math.max(1, Math.ceil(Math.sqrt(body.of)))
    readonly property real side: Math.min(frame.picture.width, frame.picture.height - legend.height - Theme.gap)
    readonly property real pitch: side / columns

    PartList {
        x: root.textBox.left
        y: root.textBox.top
        width: root.textBox.width
        parts: root.body.parts
        onActed: action => root.acted(action)
    }

    Item {
        x: root.frame.picture.left + (root.frame.picture.width - root.side) / 2
        y: root.frame.picture.top
        width: root.side
        height: root.side
        visible: root.frame.picture.width > 0
        Accessible.role: Accessible.Graphic
        Accessible.name: root.frame.says

        Repeater {
            model: root.body.of

            Rectangle {
                required property int index

                x: (index % root.columns) * root.pitch + root.pitch * 0.1
                y: Math.floor(index / root.columns) * root.pitch + root.pitch * 0.1
                width: root.pitch * 0.8
                height: width
                radius: width / 2
                color: index < root.body.filled ? Theme.accent : "transparent"
                border.width: Math.max(1, root.pitch * 0.05)
                border.color: index < root.body.filled ? Theme.accent : Theme.border
            }
        }
    }

    SetLines {
        id: legend
        x: root.frame.picture.left
        y: root.frame.picture.top + root.side + Theme.gap
        width: root.frame.picture.width
        visible: root.frame.picture.width > 0
        align: Text.AlignHCenter
        setting: root.body.caption
    }
}
