pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// The end of a topic: the next one is a touch away.
PageFrame {
    id: root

    Repeater {
        model: root.body.cards

        TopicCard {
            required property var modelData

            card: modelData
            onClicked: root.acted(modelData.action)
        }
    }
}
