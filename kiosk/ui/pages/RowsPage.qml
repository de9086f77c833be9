pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// A list: a touch on a row opens it, the round button at its end takes a question along.
PageFrame {
    id: root

    Repeater {
        model: root.body.rows

        ListRow {
            required property var modelData

            row: modelData
            onActed: action => root.acted(action)
        }
    }
}
