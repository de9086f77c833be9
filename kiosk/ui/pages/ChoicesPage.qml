pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// Something to choose: a round mark where one excludes the others, a square one where not. What helps or is wrong stands above.
PageFrame {
    id: root

    Caption {
        place: root.body.caption_box
        setting: root.body.caption
        wrong: root.body.wrong
    }

    Repeater {
        model: root.body.rows

        ChoiceRow {
            required property var modelData

            row: modelData
            only: root.body.only
            onClicked: root.acted(modelData.action)
        }
    }
}
