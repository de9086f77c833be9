pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui
import kiosk.bridge

// At the right of the desk: other words for those that are searched for, in every text, one by one or all at once.
Column {
    id: root

    required property EditView view

    readonly property var told: view.replacement
    readonly property int places: told.count ?? 0

    spacing: 16
    width: parent?.width ?? 0
    onPlacesChanged: {
        if (!places && all.activeFocus)
            done.forceActiveFocus(Qt.TabFocusReason);
    }
    Component.onCompleted: fresh.forceActiveFocus(Qt.TabFocusReason)

    DeskText {
        width: parent.width
        text: "Replace"
        font.pixelSize: Desk.large
        font.weight: 700
    }

    DeskText {
        width: parent.width
        text: root.told.searched ? "Replaces “" + root.told.searched + "” in every text and every language. Capitals and accents make no difference."
            : "Type what you are looking for into the search field at the top."
        color: Desk.soft
    }

    DeskField {
        id: fresh
        width: parent.width
        several: false
        words: root.told.fresh ?? ""
        hint: "The new words"
        spoken: "The new words"
        onTyped: words => root.view.replace(words)
        onAsked: deed => root.view.ask(deed, "")
    }

    Flow {
        width: parent.width
        spacing: 8

        DeskButton {
            id: all
            main: true
            enabled: root.places > 0
            text: root.places === 1 ? "Replace it" : root.places ? "Replace all " + root.places : "Replace all"
            onClicked: root.view.ask("replace-all", "")
        }

        DeskButton { id: done; text: "Done"; onClicked: root.view.ask("replace", "") }
    }

    DeskText {
        width: parent.width
        text: !root.told.searched ? "" : root.places === 0 ? "Nothing is left to replace." : root.places === 1 ? "In one text." : "In " + root.places + " texts."
        color: Desk.soft
    }

    Repeater {
        model: (root.told.hits ?? []).length

        DeskCard {
            id: hit

            required property int index

            readonly property var told: (root.told.hits ?? [])[index] ?? {}

            title: told.place ?? ""
            words: (told.before ?? "") + "\n→ " + (told.after ?? "")
            tone: Desk.chosen

            DeskButton {
                text: "Replace here"
                spoken: "Replace here: " + hit.title
                onClicked: root.view.ask("replace-one", String(hit.index))
            }
        }
    }

    DeskText {
        width: parent.width
        visible: root.places > (root.told.hits ?? []).length
        text: "And in " + (root.places - (root.told.hits ?? []).length) + " more."
        color: Desk.soft
    }
}
