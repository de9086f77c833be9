pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// Something to choose: a round mark where one excludes the others, a square one where not. What helps or is wrong stands above.
PageFrame {
    id: root

    SetLines {
        x: root.textBox.left
        y: root.textBox.top - height - Theme.gap
        width: root.textBox.width
        setting: root.body.caption
        tone: root.body.wrong ? Theme.wrong : Theme.soft
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
