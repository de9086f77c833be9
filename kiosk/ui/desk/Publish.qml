pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui
import kiosk.bridge

// At the right of the desk: what was changed goes to the kiosks. First what is wrong with it, then who, where to and why, then what came of it.
Column {
    id: root

    required property EditView view

    readonly property var told: view.publishing
    readonly property bool ready: (told.by ?? "") !== "" && told.busy === "" && told.said === ""

    spacing: 16
    width: parent?.width ?? 0
    onReadyChanged: {
        if (ready) {
            (told.refused && !told.again ? passphrase : note).forceActiveFocus(Qt.TabFocusReason);
            if (told.again)
                Desk.told(refused);
        } else if (told.said)
            done.forceActiveFocus(Qt.TabFocusReason);
    }

    // Nobody publishes at this desk yet.
    readonly property bool keyless: (told.keyless ?? false) && told.busy === ""

    onKeylessChanged: {
        if (keyless)
            who.forceActiveFocus(Qt.TabFocusReason);
    }

    function makeKey(): void {
        if (view.makeKey(who.now, first.typed(), second.typed())) {
            first.forget();
            second.forget();
        }
    }

    function send(): void {
        if (view.publish(place.now, passphrase.typed(), note.now))
            passphrase.forget();
    }

    component Name: DeskText {
        width: parent?.width ?? 0
        color: Desk.soft
        font.pixelSize: Desk.small
        font.weight: 600
    }

    DeskText {
        width: parent.width
        text: "Publish"
        font.pixelSize: Desk.large
        font.weight: 700
    }

    DeskText {
        width: parent.width
        text: "Puts everything that is saved here into one signed file for the kiosks."
        color: Desk.soft
    }

    DeskText {
        width: parent.width
        visible: text !== ""
        text: root.told.busy ?? ""
    }

    DeskText {
        id: refused
        width: parent.width
        visible: text !== ""
        text: root.told.refused ?? ""
        color: Desk.wrong
        font.weight: 600
    }

    DeskText {
        width: parent.width
        visible: text !== ""
        text: root.told.said ?? ""
        wrapMode: Text.Wrap
        color: Desk.good
        font.weight: 600
    }

    Column {
        width: parent.width
        visible: root.keyless
        spacing: 8

        DeskText {
            width: parent.width
            bottomPadding: 10
            text: "To publish you need a key of your own. It signs what you publish, so that a kiosk takes nothing from people it does not know. It stays on this computer, behind a passphrase that only you know."
        }

        Name { text: "Your name, as staff at the kiosk will read it" }

        DeskField {
            id: who

            property string now: ""

            width: parent.width
            several: false
            example: "Ana"
            spoken: "Your name, as staff at the kiosk will read it"
            onTyped: words => now = words
            onAsked: deed => root.view.ask(deed, "")
        }

        Name { text: "A new passphrase, such as a few words that do not belong together" }

        DeskSecret { id: first; width: parent.width; spoken: "A new passphrase"; onEntered: second.forceActiveFocus(Qt.TabFocusReason) }

        Name { text: "The same passphrase once more" }

        DeskSecret { id: second; width: parent.width; spoken: "The same passphrase once more"; onEntered: root.makeKey() }
    }

    DeskCard {
        visible: title !== "" && words !== ""
        title: root.told.trust ? "Each kiosk has to be told once that it may trust you" : ""
        words: root.told.trust ? "Send this line to whoever looks after the kiosk. They type it there in a terminal, and from then on that kiosk takes what you publish:\n\n" + root.told.trust : ""
        tone: Desk.warm

        DeskButton { text: "Copy this line"; spoken: "Copy the line for whoever looks after the kiosk"; onClicked: root.view.ask("publish-trust", "") }
    }

    DeskCard {
        visible: root.ready && title !== ""
        title: root.told.urgent ?? ""
        tone: Desk.alarm

        DeskButton { text: "Look at it"; spoken: "Look at the urgent notice"; onClicked: root.view.ask("urgent", "") }
    }

    DeskCard {
        visible: root.ready && title !== ""
        title: root.told.consent ?? ""
        tone: Desk.warm

        DeskButton { text: "Read them"; spoken: "Read the words that people agree to"; onClicked: root.view.ask("consent", "") }
    }

    Name {
        visible: root.ready && found.count > 0
        text: "These are warnings. You can publish all the same, but please look at them first."
    }

    Repeater {
        id: found
        model: root.told.said ? [] : root.told.wrong ?? []

        DeskCard {
            id: problem

            required property var modelData
            required property int index

            title: modelData.wrong
            words: [modelData.instead, "In the file " + modelData.file + "."].filter(part => part).join("\n")
            tone: modelData.severity === "error" ? Desk.alarm : Desk.warm

            DeskButton {
                text: "Go there"
                spoken: "Go there: " + problem.modelData.wrong
                onClicked: root.view.ask("go", String(problem.index))
            }
        }
    }

    Name {
        visible: root.ready && text !== ""
        text: root.told.more ?? ""
    }

    Column {
        width: parent.width
        visible: root.ready
        spacing: 6

        Name { text: "What is new, for the staff at the kiosk" }

        DeskField {
            id: note

            property string now: ""

            width: parent.width
            several: false
            example: "the new hours"
            spoken: "What is new, for the staff at the kiosk"
            onTyped: words => now = words
            onAsked: deed => root.view.ask(deed, "")
        }
    }

    Column {
        width: parent.width
        visible: root.ready
        spacing: 6

        Name { text: "Where to" }

        Flow {
            width: parent.width
            spacing: 8

            Repeater {
                model: root.told.places ?? []

                DeskButton {
                    required property var modelData

                    text: modelData.name
                    choice: true
                    spoken: "Where to: " + text
                    on: place.now === modelData.path
                    onClicked: place.words = place.now = modelData.path
                }
            }
        }

        DeskField {
            id: place

            property string now: root.told.to ?? ""

            width: parent.width
            several: false
            words: root.told.to ?? ""
            spoken: "The folder it goes to"
            onTyped: words => now = words
            onAsked: deed => root.view.ask(deed, "")
        }

        DeskButton {
            visible: (root.told.missing ?? "") !== "" && root.told.missing === place.now
            text: "Make this folder"
            onClicked: root.view.ask("publish-folder", place.now)
        }
    }

    Column {
        width: parent.width
        visible: root.ready
        spacing: 6

        Name { text: "Passphrase of " + (root.told.by ?? "") }

        DeskSecret {
            id: passphrase
            width: parent.width
            spoken: "Passphrase of " + (root.told.by ?? "")
            onEntered: root.send()
        }
    }

    Flow {
        width: parent.width
        spacing: 8

        DeskButton { visible: root.keyless; text: "Make my key"; main: true; onClicked: root.makeKey() }
        DeskButton { visible: root.ready; text: "Publish it"; main: true; onClicked: root.send() }
        DeskButton { id: done; text: root.ready || root.keyless ? "Not now" : "Done"; enabled: (root.told.busy ?? "") === ""; onClicked: root.view.ask("publish", "") }
    }
}
