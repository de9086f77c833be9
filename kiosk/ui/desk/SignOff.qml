pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import kiosk.ui
import kiosk.bridge

// Over the whole desk: a clinician sees what changed since the last signature, old beside new, and signs. Left all there is to sign.
Rectangle {
    id: root

    required property EditView view

    readonly property var told: view.signoff
    readonly property var open: told.open ?? {}
    readonly property bool opened: (open.topic ?? "") !== ""
    readonly property bool refusedAll: (told.rows ?? []).length === 0 && (told.refused ?? "") !== ""
    readonly property real leftWidth: Math.max(300, width * 0.21)

    color: Desk.paper
    Component.onCompleted: list.forceActiveFocus(Qt.TabFocusReason)

    function choose(row: var): void {
        if (row)
            view.ask("signoff-open", row.topic + "/" + row.language);
    }

    readonly property bool canSign: (told.busy ?? "") === "" && (told.said ?? "") === "" && !(open.drawing ?? false) && !(open.unread ?? false)

    function sign(): void {
        if (!canSign)
            return;
        view.sign(by.text, (secret.item as DeskSecret)?.taken() ?? "");
        if (open.unread ?? false) // more is to be read, and an Enter that is held down is for nothing of it
            flick.forceActiveFocus(Qt.TabFocusReason);
    }

    // Another text begins at its top; the one that is in hand stays where it is, whatever else is told.
    property string inHand: ""

    onOpenChanged: {
        const key = opened ? open.topic + "/" + open.language + "/" + open.code + "/" + open.others : "";
        if (key !== inHand) {
            inHand = key;
            flick.contentY = 0;
            if (opened && !by.activeFocus) // a name is typed to its end
                flick.forceActiveFocus(Qt.TabFocusReason);
        }
    }

    MouseArea {
        // Nothing behind it is touched.
        anchors.fill: parent
        onWheel: wheel => wheel.accepted = true
    }

    component Small: DeskText {
        color: Desk.soft
        font.pixelSize: Desk.small
        font.weight: 600
    }

    ListView {
        id: list
        width: root.leftWidth
        height: parent.height - papers.height
        clip: true
        model: (root.told.rows ?? []).length
        boundsBehavior: Flickable.StopAtBounds
        highlightMoveDuration: 0
        activeFocusOnTab: true
        keyNavigationEnabled: true
        Accessible.role: Accessible.List
        Accessible.name: "Everything a clinician signs: use the arrow keys and Enter"
        Keys.onReturnPressed: root.choose(root.told.rows[currentIndex])
        Keys.onEnterPressed: root.choose(root.told.rows[currentIndex])
        Keys.onSpacePressed: root.choose(root.told.rows[currentIndex])
        T.ScrollBar.vertical: DeskScrollBar {}

        delegate: T.AbstractButton {
            id: row

            required property int index

            readonly property var modelData: (root.told.rows ?? [])[index] ?? {}

            width: ListView.view.width
            implicitHeight: words.implicitHeight + 18
            focusPolicy: Qt.NoFocus
            text: modelData.title ?? ""
            Accessible.role: Accessible.Button
            Accessible.name: modelData.note + " of “" + text + "”: " + modelData.says
            onClicked: {
                list.currentIndex = index;
                root.choose(modelData);
            }

            background: Rectangle {
                color: (row.modelData.chosen ?? false) ? Desk.chosen : "transparent"
                border.width: list.activeFocus && row.ListView.isCurrentItem ? 2 : 0
                border.color: Desk.outline
            }

            Column {
                id: words
                x: 20
                width: parent.width - 40
                anchors.verticalCenter: parent.verticalCenter
                spacing: 1

                DeskText {
                    width: parent.width
                    text: row.text + " · " + (row.modelData.note ?? "")
                    font.pixelSize: 15
                    font.weight: row.modelData.chosen ? 700 : 600
                    Accessible.ignored: true
                }

                DeskText {
                    width: parent.width
                    text: row.modelData.says ?? ""
                    color: row.modelData.waits ? Desk.warn : Desk.good
                    font.pixelSize: 13
                    Accessible.ignored: true
                }
            }
        }
    }

    Column {
        id: papers
        x: 20
        width: root.leftWidth - 40
        anchors.bottom: parent.bottom
        spacing: 6
        topPadding: 10
        bottomPadding: 14
        visible: list.count > 0

        Small { width: parent.width; text: "All that waits, on paper (PDF)" }

        Flow {
            width: parent.width
            spacing: 8

            Repeater {
                model: root.told.places ?? []

                DeskButton {
                    required property var modelData

                    text: modelData.name
                    spoken: "All that waits, on paper, to: " + text
                    onClicked: root.view.ask("signoff-papers", modelData.path)
                }
            }
        }

        Small {
            width: parent.width
            visible: text !== ""
            text: root.told.printing ?? ""
            wrapMode: Text.Wrap
            color: Desk.ink
        }
    }

    Rectangle {
        x: root.leftWidth
        width: 1
        height: parent.height
        color: Desk.hairline
    }

    Flickable {
        id: flick
        x: root.leftWidth + 1
        width: parent.width - x
        height: parent.height - (foot.visible ? foot.height : 0)
        contentHeight: all.height + 48
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        Accessible.role: Accessible.Grouping
        Accessible.name: root.opened ? "What is signed: use the arrow keys, Page Up and Page Down to walk through it" : ""
        T.ScrollBar.vertical: DeskScrollBar {}
        Keys.onPressed: event => {
            const page = height - 60;
            const way = { [Qt.Key_Down]: 60, [Qt.Key_Up]: -60, [Qt.Key_PageDown]: page, [Qt.Key_Space]: page, [Qt.Key_PageUp]: -page, [Qt.Key_Home]: -contentHeight, [Qt.Key_End]: contentHeight }[event.key];
            if (way === undefined)
                return;
            contentY = Math.max(0, Math.min(contentHeight - height, contentY + way));
            event.accepted = true;
        }

        Rectangle {
            // Where the keys go.
            width: 4
            height: Math.max(flick.contentHeight, flick.height)
            visible: flick.activeFocus
            color: Desk.outline
        }

        Column {
            id: all
            x: 28
            y: 22
            width: parent.width - 60
            spacing: 18

            DeskText {
                width: parent.width
                text: root.opened ? root.open.title + " · " + root.open.note : "Sign-off by a clinician"
                font.pixelSize: Desk.large
                font.weight: 700
            }

            DeskText {
                width: parent.width
                visible: !root.opened && !root.refusedAll
                text: "Until a clinician has signed a text, its slides say “Draft”. Choose at the left what you want to read. You see what has changed since it was signed, old beside new, as visitors see it; a text that nobody has signed you see whole."
                color: Desk.soft
            }

            DeskText {
                width: parent.width
                visible: text !== ""
                text: !root.opened || foot.height === 0 ? [root.told.busy, root.told.refused, root.told.said].filter(part => part).join(" ") : ""
                color: root.told.refused ? Desk.wrong : Desk.ink
                font.weight: 600
            }

            DeskText {
                width: parent.width
                visible: root.opened
                text: root.open.says ?? ""
                color: root.open.waits ? Desk.warn : Desk.good
                font.weight: 600
            }

            DeskText {
                width: parent.width
                visible: root.opened
                text: !root.open.signed ? "This is all of it, as visitors see it once it is signed, and in words. Numbers in brackets are those of the sources."
                    : root.open.others ? root.open.others + " signed it last. Under another name you sign all of it, not only what has changed since, so this is all of it, as it is now."
                    : !root.open.known ? "What was signed then was not kept, so the old text cannot stand beside the new one. This is all of it, as it is now."
                    : root.open.everything ? "This is all of it. What was signed stands on the left where it was otherwise."
                    : !root.open.waits && (root.open.parts ?? []).length === 0 ? "Nothing has changed since."
                    : root.open.left > 0 ? "What was signed stands on the left, what visitors see now on the right. " + root.open.left + (root.open.left === 1 ? " part is as it was signed." : " parts are as they were signed.")
                    : "What was signed stands on the left, what visitors see now on the right."
                color: Desk.soft
            }

            Small {
                width: parent.width
                visible: root.opened && text !== ""
                text: root.open.drawing ? "The pictures are being drawn. The words are here already; it can be signed when the pictures are here too." : root.open.undrawn ?? ""
                color: root.open.drawing ? Desk.soft : Desk.wrong
            }

            Small {
                width: parent.width
                visible: root.opened && text !== ""
                text: root.open.missing ?? ""
                color: Desk.wrong
            }

            DeskText {
                width: parent.width
                visible: root.opened && text !== ""
                text: root.open.doubt ?? ""
            }

            Flow {
                width: parent.width
                spacing: 10
                visible: root.opened && (root.open.known || root.open.signed)

                DeskButton {
                    visible: root.open.known ?? false
                    text: root.open.everything ? "Show only what changed" : "Show all of it"
                    onClicked: root.view.ask("signoff-all", "")
                }

                DeskButton {
                    visible: root.open.signed ?? false
                    text: "Take my signature back"
                    spoken: "Take back the signature of the " + (root.open.called ?? "")
                    enabled: (root.told.own ?? false) && (root.told.busy ?? "") === ""
                    onClicked: root.view.takeBack(by.text, (secret.item as DeskSecret)?.taken() ?? "")
                }
            }

            Small {
                width: parent.width
                visible: root.open.signed ?? false
                text: "Whoever signed it takes it back under the same name, written below."
            }

            Repeater {
                model: (root.open.parts ?? []).length

                SignOffPart {
                    required property int index

                    part: (root.open.parts ?? [])[index] ?? {}
                    known: root.open.known ?? false
                }
            }

            Column {
                width: parent.width
                visible: root.opened
                spacing: 6

                Small { width: parent.width; text: "The same on paper (PDF), for a signature by hand. This state of the text is called " + (root.open.code ?? "") + " there." }

                Flow {
                    width: parent.width
                    spacing: 8

                    Repeater {
                        model: root.told.places ?? []

                        DeskButton {
                            required property var modelData

                            text: modelData.name
                            spoken: "This text on paper, to: " + text
                            onClicked: root.view.ask("signoff-paper", modelData.path)
                        }
                    }
                }
            }
        }
    }

    Rectangle {
        id: foot
        x: root.leftWidth + 1
        width: parent.width - x
        anchors.bottom: parent.bottom
        height: signature.height + 28
        visible: root.opened
        color: Desk.ground

        Rectangle {
            width: parent.width
            height: 1
            color: Desk.border
        }

        Column {
            id: signature
            x: 28
            y: 14
            width: parent.width - 56
            spacing: 8

            DeskText {
                width: parent.width
                visible: text !== ""
                text: root.told.refused || root.told.said || root.told.busy || ""
                color: root.told.refused ? Desk.wrong : root.told.said ? Desk.good : Desk.ink
                font.weight: 600
            }

            Flow {
                width: parent.width
                spacing: 10

                DeskText {
                    width: Math.min(implicitWidth, parent.width)
                    height: 42
                    verticalAlignment: Text.AlignVCenter
                    text: "I have read the " + (root.open.called ?? "") + " as it stands here:"
                }

                DeskField {
                    id: by
                    width: 230
                    several: false
                    words: root.told.by ?? ""
                    example: "Dr. Ana Flores"
                    spoken: "Name of whoever signs"
                    enters: true
                    onTyped: words => root.view.ask("signoff-name", words)
                    onEntered: {
                        const asked = secret.item as DeskSecret;
                        if (asked)
                            asked.forceActiveFocus(Qt.TabFocusReason);
                        else
                            root.sign();
                    }
                    onAsked: deed => root.view.ask(deed, "")
                }

                Loader {
                    id: secret
                    width: 230
                    active: root.told.passphrase ?? false
                    visible: active
                    sourceComponent: DeskSecret {
                        spoken: "Passphrase of " + root.told.by
                        onEntered: root.sign()
                    }
                }

                DeskButton {
                    text: "Sign it"
                    main: true
                    implicitHeight: 42
                    spoken: "Sign the " + (root.open.called ?? "")
                    enabled: root.canSign && by.text.trim() !== ""
                    onClicked: root.sign()
                }

                DeskButton {
                    visible: (root.told.said ?? "") !== "" && (root.told.next?.topic ?? "") !== ""
                    text: "Go on with the " + (root.told.next?.called ?? "")
                    implicitHeight: 42
                    onClicked: root.choose(root.told.next)
                }
            }

            Small {
                width: parent.width
                visible: secret.active
                text: "This name has a passphrase here: write it beside the name."
            }
        }
    }
}
