pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui
import kiosk.bridge

// What was changed since the desk was opened, the newest first. A touch on a step leads to how it was right after it.
Column {
    id: root

    required property EditView view

    readonly property var told: view.side.history ?? {}
    readonly property var steps: told.steps ?? []

    spacing: 8

    DeskText {
        width: parent.width
        text: "What you changed"
        font.pixelSize: Desk.large
        font.weight: 700
    }

    DeskText {
        width: parent.width
        text: root.steps.length === 0 ? "Nothing yet since you opened this."
            : "Touch a step to see everything as it was right after it. What you take back stays in the list, so you can go forward again."
        color: Desk.soft
    }

    component Step: DeskButton {
        id: step

        property bool here: false
        property bool back: false
        property string when: ""
        property string words: ""

        width: parent?.width ?? 0
        implicitHeight: Math.max(44, said.implicitHeight + 16)
        on: here
        text: (when ? when + "  " : "") + words
        spoken: words + (when ? ", " + when : "") + (here ? ", this is how it is now" : back ? ", taken back" : "")
        contentItem: Item {
            DeskText {
                id: said
                x: 16
                width: parent.width - 32
                anchors.verticalCenter: parent.verticalCenter
                text: (step.here ? "● " : "") + step.text + (step.back ? " (taken back)" : "")
                color: step.here ? Desk.surface : step.back ? Desk.soft : Desk.ink
                Accessible.ignored: true
            }
        }
    }

    Repeater {
        model: root.steps.length

        Step {
            required property int index

            readonly property var told: root.steps[index] ?? {}

            here: told.to === root.told.now
            back: told.back ?? false
            when: told.when ?? ""
            words: told.words ?? ""
            onClicked: root.view.ask("history-to", String(told.to))
        }
    }

    DeskText {
        width: parent.width
        visible: (root.told.more ?? 0) > 0
        text: "And " + root.told.more + " before that."
        color: Desk.soft
    }

    Step {
        visible: root.steps.length > 0
        here: root.told.now === 0
        words: "How it was when you opened it"
        onClicked: root.view.ask("history-to", "0")
    }

    DeskButton { text: "Done"; onClicked: root.view.ask("history", "") }
}
