import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// One row of a list at the place the layout gave it; with a button of its own where it can be taken along. One that leads nowhere is text.
Item {
    id: root

    required property var row

    readonly property string note: row.note.plain
    readonly property bool choosable: row.take !== ""
    readonly property bool leads: row.action !== ""

    signal acted(action: string)

    x: row.box.left
    y: row.box.top
    width: row.box.width
    height: row.box.height

    T.AbstractButton {
        id: body
        width: parent.width - (root.choosable ? root.row.disc + Theme.unit * 3 : 0)
        height: parent.height
        focusPolicy: root.leads ? Qt.TabFocus : Qt.NoFocus
        text: root.row.title.plain
        Accessible.role: root.leads ? Accessible.Button : Accessible.StaticText
        Accessible.name: text
        Accessible.description: root.note
        Keys.onReturnPressed: click()
        Keys.onEnterPressed: click()
        onClicked: {
            if (root.leads)
                root.acted(root.row.action);
        }

        background: Rectangle {
            radius: Theme.radius
            color: body.pressed && root.leads ? Theme.tint("mist") : Theme.surface
            border.width: Theme.line
            border.color: Theme.border

            FocusRing {
                shown: body.activeFocus
                corner: Theme.radius
            }
        }

        contentItem: Item {
            SetLines {
                x: root.row.title_left
                y: root.row.title_top
                width: parent.width - 2 * x
                setting: root.row.title
                silent: true
            }

            SetLines {
                x: root.row.title_left
                y: root.row.note_top
                width: parent.width - 2 * x
                setting: root.row.note
                tone: Theme.soft
            }

            Icon {
                anchors.right: parent.right
                anchors.rightMargin: Theme.unit * 3
                anchors.verticalCenter: parent.verticalCenter
                visible: root.leads && !root.choosable
                name: "chevron-right"
                side: Theme.unit * 7
                tone: Theme.accent
            }
        }
    }

    ChoiceButton {
        id: take
        x: parent.width - width
        anchors.verticalCenter: parent.verticalCenter
        width: root.row.disc
        height: root.row.disc
        visible: root.choosable
        focusPolicy: Qt.TabFocus
        chosen: root.row.chosen
        text: (chosen ? Words.say.taken_along ?? "" : Words.say.take_along ?? "") + ": " + root.row.title.plain
        Accessible.role: Accessible.Button
        Accessible.name: text
        Keys.onReturnPressed: click()
        Keys.onEnterPressed: click()
        onClicked: root.acted(root.row.take)

        background: Rectangle {
            radius: width / 2
            color: take.chosen ? Theme.accent : take.pressed ? Theme.tint("mist") : Theme.surface
            border.width: take.chosen ? 0 : Theme.line * 1.5
            border.color: Theme.accent

            FocusRing {
                shown: take.activeFocus
            }
        }

        contentItem: Item {
            Icon {
                anchors.centerIn: parent
                name: take.chosen ? "check" : "plus"
                side: take.width * 0.5
                tone: take.chosen ? Theme.accentInk : Theme.accent
            }
        }
    }
}
