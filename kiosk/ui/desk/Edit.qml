pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import kiosk.ui
import kiosk.bridge

// Where staff change what the kiosk says: left what there is, in the middle the kiosk's own screen, right what is chosen.
Window {
    id: root

    required property EditView view
    required property VisitView visit
    required property DeckView deck
    required property SignUpView signUp
    required property StaffView staff
    required property ScreenView screenView
    required property SpeechView speech
    required property KeypadView keypad
    required property OpeningView opening

    readonly property var chosen: view.chosen
    readonly property var state: view.state
    // Between the buttons at the top there is room for what visitors have of it; else it stands below the screen.
    readonly property bool roomy: width >= 1340
    readonly property real leftWidth: Math.max(220, width * 0.14)
    readonly property real rightWidth: Math.max(372, width * 0.27)

    minimumWidth: 1024
    minimumHeight: 640
    color: Desk.paper
    title: "Kiosk content"
    onClosing: {
        view.leave();
        Qt.quit();
    }
    onActiveChanged: {
        if (!active)
            view.leave();
    }

    Shortcut { sequences: [StandardKey.Undo]; onActivated: root.view.ask("undo", "") }
    Shortcut { sequences: [StandardKey.Redo, "Ctrl+Y"]; onActivated: root.view.ask("redo", "") }
    Shortcut { sequences: [StandardKey.Save]; onActivated: root.view.leave() }
    Shortcut { sequences: [StandardKey.Replace, "Ctrl+H"]; onActivated: root.view.ask("replace", "") }
    Shortcut { sequences: [StandardKey.Find]; onActivated: search.forceActiveFocus(Qt.ShortcutFocusReason) }

    Rectangle {
        id: top
        width: parent.width
        height: 64
        color: Desk.paper

        Row {
            anchors.verticalCenter: parent.verticalCenter
            x: 20
            spacing: 12

            DeskText {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.width >= 1420
                text: "Kiosk content"
                font.pixelSize: Desk.large
                font.weight: 700
            }

            DeskButton { anchors.verticalCenter: parent.verticalCenter; text: "Undo"; enabled: root.state.undo ?? false; onClicked: root.view.ask("undo", "") }
            DeskButton { anchors.verticalCenter: parent.verticalCenter; text: "Redo"; enabled: root.state.redo ?? false; onClicked: root.view.ask("redo", "") }
            DeskButton {
                anchors.verticalCenter: parent.verticalCenter
                text: "Steps"
                spoken: "Steps: what you changed, to go back to any of it"
                on: root.view.side.panel === "history"
                onClicked: root.view.ask("history", "")
            }

            DeskField {
                id: search
                anchors.verticalCenter: parent.verticalCenter
                width: Math.max(220, root.width * 0.2)
                several: false
                hint: "Search every text, in all languages"
                spoken: "Search every text, in all languages"
                enters: true
                onEntered: {
                    if ((root.view.rows.searched ?? "") !== "")
                        list.choose(0);
                }
                onTyped: words => {
                    search.words = words;
                    root.view.search(words);
                }
            }

            DeskButton {
                anchors.verticalCenter: parent.verticalCenter
                visible: search.words !== ""
                text: "×"
                spoken: "Clear the search and see the whole list"
                onClicked: search.typed("")
            }

            DeskButton {
                anchors.verticalCenter: parent.verticalCenter
                text: "Replace"
                spoken: "Replace what is searched for"
                on: root.view.side.panel === "replace"
                onClicked: root.view.ask("replace", "")
            }
        }

        Row {
            anchors.verticalCenter: parent.verticalCenter
            anchors.right: parent.right
            anchors.rightMargin: 20
            spacing: root.width < 1200 ? 6 : 12

            DeskButton {
                anchors.verticalCenter: parent.verticalCenter
                text: root.width < 1200 ? "Clinic facts" : spoken
                spoken: "Clinic facts" + (root.state.gaps ? " (" + root.state.gaps + " missing)" : "")
                on: root.view.side.panel === "facts"
                onClicked: root.view.ask("facts", "")
            }

            DeskButton {
                anchors.verticalCenter: parent.verticalCenter
                text: "Notices"
                spoken: "Notices: an urgent one, or the notice of the day"
                on: root.view.side.panel === "notices"
                onClicked: root.view.ask("notices", "")
            }

            DeskText {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(300, root.width - 1126)
                visible: root.roomy
                maximumLineCount: 3
                elide: Text.ElideRight
                horizontalAlignment: Text.AlignRight
                text: root.state.says ?? ""
                color: root.state.saved ? Desk.good : Desk.warn
                font.pixelSize: Desk.small
                font.weight: 600
            }

            DeskButton {
                anchors.verticalCenter: parent.verticalCenter
                text: "Sign-off"
                spoken: "Sign-off by a clinician"
                on: root.view.side.panel === "signoff"
                onClicked: root.view.ask("signoff", "")
            }

            DeskButton {
                anchors.verticalCenter: parent.verticalCenter
                text: "Publish"
                spoken: "Publish what is saved to the kiosks"
                main: true
                on: root.view.side.panel === "publish"
                onClicked: root.view.ask("publish", "")
            }
        }

        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: 1
            color: Desk.hairline
        }
    }

    ListView {
        id: list
        y: top.height
        width: root.leftWidth
        height: parent.height - y
        enabled: !signOff.active
        topMargin: 12
        bottomMargin: 12
        clip: true
        reuseItems: true
        highlightFollowsCurrentItem: false
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        keyNavigationEnabled: true
        Accessible.role: Accessible.List
        Accessible.name: "Everything you can change: use the arrow keys and Enter, or type the first letters"
        Keys.onReturnPressed: choose(currentIndex)
        Keys.onEnterPressed: choose(currentIndex)
        Keys.onPressed: event => {
            if (event.text === " " && typed === "")
                choose(currentIndex);
            else if (event.text.trim() === "" && event.text !== " " || event.modifiers & ~(Qt.ShiftModifier | Qt.KeypadModifier))
                return;
            else
                jump(event.text);
            event.accepted = true;
        }
        T.ScrollBar.vertical: DeskScrollBar {}

        // The first letters of a row, typed without a pause, lead to the next one that begins so.
        property string typed: ""

        function jump(letter: string): void {
            typed += letter;
            typing.restart();
            const rows = root.view.rows.rows ?? [], wanted = root.view.bare(typed), from = currentIndex + (typed.length === 1 ? 1 : 0);
            for (let step = 0; step < rows.length; step++) {
                const at = (from + step + rows.length) % rows.length;
                if (root.view.bare(rows[at].title).startsWith(wanted)) {
                    currentIndex = at;
                    return;
                }
            }
        }

        Timer {
            id: typing
            interval: 1500
            onTriggered: list.typed = ""
        }

        // Of a section that was opened the first rows come in sight, too.
        readonly property int firstRows: 4

        function choose(row: int): void {
            if (root.view.choose(row))
                panel.typeOn();
            else if (model[row]?.open) {
                positionViewAtIndex(Math.min(row + firstRows, count - 1), ListView.Contain);
                positionViewAtIndex(row, ListView.Contain);
            }
        }

        // Keys that lead to a row bring it in sight; that the list is made anew moves nothing.
        property bool renewing: false

        onCurrentIndexChanged: {
            if (!renewing && activeFocus)
                positionViewAtIndex(currentIndex, ListView.Contain);
        }

        // What is chosen comes in sight, and what was searched for from the first on; else the list stays where it is, though it is made anew.
        property string inHand: ""
        property string searched: ""

        function renew(): void {
            const told = root.view.rows, hand = currentIndex;
            const first = indexAt(0, contentY + 1), hidden = first < 0 ? 0 : contentY - itemAtIndex(first).y;
            const other = searched !== (told.searched ?? ""), anew = other || inHand !== (told.key ?? "");
            inHand = told.key ?? "";
            searched = told.searched ?? "";
            renewing = true;
            model = told.rows ?? [];
            forceLayout();
            if (first >= 0 && count > 0) {
                positionViewAtIndex(Math.min(first, count - 1), ListView.Beginning);
                contentY += hidden;
            }
            currentIndex = anew ? model.findIndex(row => row.chosen) : Math.min(hand, count - 1);
            renewing = false;
            if (other && searched !== "")
                positionViewAtBeginning();
            else if (currentIndex >= 0 && anew)
                positionViewAtIndex(currentIndex, ListView.Contain);
            else
                returnToBounds();
        }

        Component.onCompleted: renew()

        Connections {
            target: root.view

            function onRowsChanged(): void { list.renew(); }
        }

        delegate: T.AbstractButton {
            id: row

            required property var modelData
            required property int index

            readonly property bool head: modelData.kind !== "slide" && modelData.kind !== "item"

            width: ListView.view.width
            implicitHeight: Math.max(modelData.picture !== "" && !head ? 44 : 34, said.implicitHeight + (head ? 18 : 12))
            text: modelData.title
            focusPolicy: Qt.NoFocus
            Accessible.role: Accessible.Button
            Accessible.name: (modelData.note ? modelData.note + ": " : "") + text + (modelData.hidden ? ", hidden" : "")
            onClicked: list.choose(index)

            background: Rectangle {
                color: row.modelData.chosen ? Desk.chosen : "transparent"
                border.width: list.activeFocus && row.ListView.isCurrentItem ? 2 : 0
                border.color: Desk.outline
            }

            Picture {
                x: 14
                anchors.verticalCenter: parent.verticalCenter
                width: 52
                height: 32
                visible: !row.head
                source: row.head ? "" : row.modelData.picture
                covering: true
                clip: true
                opacity: row.modelData.hidden ? 0.4 : 1
            }

            Column {
                id: said
                x: row.head || row.modelData.picture === "" ? 14 : 76
                width: parent.width - x - 16
                anchors.verticalCenter: parent.verticalCenter

                DeskText {
                    width: parent.width
                    visible: text !== ""
                    text: row.modelData.note
                    color: Desk.soft
                    font.pixelSize: 12
                    Accessible.ignored: true
                }

                DeskText {
                    width: parent.width
                    text: (row.modelData.kind === "section" ? (row.modelData.open ? "– " : "+ ") : "") + row.text + (row.modelData.hidden ? " (hidden)" : "")
                    maximumLineCount: 3
                    elide: Text.ElideRight
                    color: row.modelData.kind === "mistake" ? Desk.wrong : row.modelData.hidden ? Desk.soft : Desk.ink
                    font.pixelSize: 15
                    font.weight: row.head || row.modelData.chosen ? 700 : 400
                    Accessible.ignored: true
                }
            }
        }

        DeskText {
            x: 14
            y: 14
            width: parent.width - 28
            visible: list.count === 0 && (root.view.rows.searched ?? "") !== ""
            text: "No text contains these words."
            color: Desk.soft
        }
    }

    Rectangle {
        id: middle
        x: root.leftWidth
        y: top.height
        width: parent.width - root.leftWidth - root.rightWidth
        height: parent.height - y
        enabled: !signOff.active
        color: Desk.ground

        Flow {
            id: looks
            x: 24
            y: 16
            width: parent.width - 48
            spacing: 8

            Repeater {
                model: root.view.looks.choices ?? []

                Row {
                    id: choice

                    required property var modelData

                    spacing: 6
                    rightPadding: 14

                    Repeater {
                        model: choice.modelData.values

                        DeskButton {
                            required property var modelData

                            text: modelData.text
                            spoken: choice.modelData.name + ": " + text
                            choice: true
                            implicitHeight: 32
                            on: root.view.looks.now[choice.modelData.name] === modelData.value
                            onClicked: root.view.look(choice.modelData.name, modelData.value)
                        }
                    }
                }
            }
        }

        Item {
            id: room
            x: 24
            y: looks.y + looks.height + 16 + picked.tagHeight
            width: parent.width - 48
            height: parent.height - y - foot.height - 30
        }

        Rectangle {
            // The edge of the glass.
            x: glass.x - 1
            y: glass.y - 1
            width: glass.width + 2
            height: glass.height + 2
            color: Desk.border
        }

        Glass {
            id: glass

            readonly property real aspect: root.view.looks.aspect ?? 16 / 9

            width: Math.round(Math.min(room.width, room.height * aspect))
            height: Math.round(width / aspect)
            x: Math.round(room.x + (room.width - width) / 2)
            y: room.y
            clip: true
            enabled: false
            visit: root.visit
            deck: root.deck
            signUp: root.signUp
            staff: root.staff
            screenView: root.screenView
            speech: root.speech
            keypad: root.keypad
            opening: root.opening
        }

        Picked {
            id: picked
            x: glass.x
            y: glass.y
            width: glass.width
            height: glass.height
            view: root.view
            glass: glass
            plain: root.chosen.plain ?? ""
            called: root.chosen.title ?? ""
            picture: root.chosen.picture ?? false
            heads: root.chosen.heads ?? false
            onChose: (words, kind) => {
                if (root.view.touch(words, kind))
                    panel.typeOn();
            }
            onWent: words => root.view.touch(words, "text")
        }

        Connections {
            target: root.deck

            function onStaged(): void { picked.look(); }
        }

        Column {
            id: foot
            x: 24
            width: parent.width - 48
            y: glass.y + glass.height + 16
            spacing: 10

            Flow {
                width: parent.width
                spacing: 8
                visible: root.chosen.item ?? false

                DeskButton { text: "Move up"; spoken: "Move up: " + root.chosen.title; onClicked: root.view.ask("up", "") }
                DeskButton { text: "Move down"; spoken: "Move down: " + root.chosen.title; onClicked: root.view.ask("down", "") }
                DeskButton { text: "Add one below"; spoken: "Add one below: " + root.chosen.title; onClicked: root.view.ask("add", "") }
                DeskButton { text: "Duplicate"; spoken: "Duplicate: " + root.chosen.title; onClicked: root.view.ask("copy", "") }
                DeskButton { text: "Delete"; grave: true; spoken: "Delete: " + root.chosen.title; onClicked: root.view.ask("delete", "") }
                DeskButton { visible: root.chosen.unanswered ?? false; text: "Add an answer"; main: true; onClicked: root.view.ask("add-point", "") }
            }

            DeskText {
                width: parent.width
                text: [root.chosen.hidden || root.chosen.topic_hidden ? "Withdrawn: visitors do not see this" + (root.state.here ? "." : " once it is published.") : "", root.view.side.pages, root.view.side.grades].filter(part => part).join("   ") || " "
                font.pixelSize: 15
            }

            DeskText {
                width: parent.width
                visible: !root.roomy
                text: root.state.says ?? ""
                color: root.state.saved ? Desk.good : Desk.warn
                font.pixelSize: Desk.small
                font.weight: 600
            }

            DeskText {
                width: parent.width
                readonly property string told: Desk.toldBeside ? "" : root.state.told ?? ""

                text: told || "Touch what you want to change. A double touch does what a touch does for visitors. Ctrl+B makes the selected words bold."
                color: !told ? Desk.soft : root.state.wrong ? Desk.wrong : Desk.ink
                font.pixelSize: Desk.small
            }
        }
    }

    Chosen {
        id: panel
        x: parent.width - root.rightWidth
        y: top.height
        width: root.rightWidth
        height: parent.height - y
        enabled: !signOff.active
        view: root.view
    }

    Loader {
        // A clinician needs the whole window: the old beside the new.
        id: signOff
        y: top.height
        width: parent.width
        height: parent.height - y
        active: root.view.side.panel === "signoff"
        sourceComponent: SignOff { view: root.view }
    }

    DropArea {
        // A photograph from a folder or a mail.
        anchors.fill: parent
        enabled: (root.chosen.slide ?? false) && !signOff.active
        onDropped: drop => {
            if (drop.hasUrls)
                root.view.ask("picture-file", drop.urls[0].toString());
        }
    }
}
