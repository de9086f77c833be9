pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui
import kiosk.bridge

// A form for a day on which the clinic is closed: what visitors read of it, and until when. It becomes the notice.
DeskCard {
    id: root

    required property EditView view

    readonly property var notice: view.side.notices?.notice ?? {}
    readonly property string there: notice.there ? (notice.texts ?? []).map(text => text.words).filter(words => words)[0] ?? "" : ""

    // What is typed, by `from`, `until` and the languages.
    property var told: ({ from: "", until: "" })

    // Made once: no field goes away from under whoever types in it.
    property var lines: []

    Component.onCompleted: {
        lines = [{ key: "from", name: "Show it from (empty: now)", example: "Dec 20" }, { key: "until", name: "Last closed day", example: "Dec 26" }]
            .concat((notice.texts ?? []).map(text => ({ key: text.language, name: "What visitors read – " + text.name, example: "" })));
    }

    title: "A closed day"
    words: "Visitors read it on the waiting screen and above the topics until the last closed day."
        + (there ? " It replaces the notice “" + there + "”." : "")
        + " Nothing else is needed: your opening hours stay as they are, and the kiosk’s screen is on that day as on any other."
    tone: Desk.chosen

    component Name: DeskText {
        width: parent?.width ?? 0
        color: Desk.soft
        font.pixelSize: Desk.small
        font.weight: 600
    }

    Repeater {
        model: root.lines

        Column {
            id: line

            required property var modelData
            required property int index

            width: parent.width
            spacing: 4

            Name { text: line.modelData.name }

            DeskField {
                width: parent.width
                several: line.index > 1
                example: line.modelData.example
                spoken: line.modelData.name
                onTyped: words => root.told[line.modelData.key] = words
                onAsked: deed => root.view.ask(deed, "")
                Component.onCompleted: {
                    if (line.index === 0)
                        forceActiveFocus(Qt.TabFocusReason);
                }
            }
        }
    }

    ToldBeside {
        view: root.view
        deed: "closed-day"
    }

    DeskButton {
        main: true
        text: "Show it"
        onClicked: root.view.ask("closed-day", JSON.stringify(root.told))
    }
}
