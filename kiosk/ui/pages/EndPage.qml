pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// The end of a topic: what to keep in mind, and the next one a touch away.
PageFrame {
    id: root

    Rectangle {
        x: root.body.keep_box.left
        y: root.body.keep_box.top
        width: Theme.unit * 1.4
        height: root.body.keep_box.height
        visible: height > 0
        radius: width / 2
        color: Theme.accent
    }

    SetLines {
        x: root.body.keep_box.left + Theme.pad
        y: root.body.keep_box.top + (root.body.keep_box.height - height) / 2
        width: root.body.keep_box.width - Theme.pad
        setting: root.body.keep
    }

    Repeater {
        model: root.body.cards

        TopicCard {
            required property var modelData

            card: modelData
            onClicked: root.acted(modelData.action)
        }
    }
}
