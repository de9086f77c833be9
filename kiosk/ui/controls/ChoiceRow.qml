import QtQuick
import kiosk.ui

// One option, at the place the layout gave it: the whole row is the button.
ChoiceButton {
    id: root

    required property var row
    required property bool only

    chosen: row.chosen
    x: row.box.left
    y: row.box.top
    width: row.box.width
    height: row.box.height
    focusPolicy: Qt.TabFocus
    text: row.title.plain
    Accessible.role: only ? Accessible.RadioButton : Accessible.CheckBox
    Accessible.name: row.spoken || text
    Accessible.description: row.note.plain
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    background: Rectangle {
        radius: Theme.radius
        color: root.chosen ? Theme.tint("mist") : root.pressed ? Theme.tint("mist") : Theme.surface
        border.width: root.chosen ? Theme.line * 2.2 : Theme.line
        border.color: root.chosen ? Theme.accent : Theme.border

        FocusRing {
            shown: root.activeFocus
            corner: Theme.radius
        }
    }

    contentItem: Item {
        Rectangle {
            x: Theme.rowEdge
            anchors.verticalCenter: parent.verticalCenter
            width: root.row.disc
            height: root.row.disc
            radius: root.only ? width / 2 : Theme.unit * 2
            color: root.chosen ? Theme.accent : Theme.surface
            border.width: Theme.line * 2
            border.color: root.chosen ? Theme.accent : Theme.border

            Icon {
                anchors.centerIn: parent
                visible: root.chosen
                name: "check"
                side: parent.width * 0.72
                tone: Theme.accentInk
            }
        }

        SetLines {
            x: root.row.title_left
            y: root.row.title_top
            width: parent.width - x
            setting: root.row.title
            silent: true
        }

        SetLines {
            x: root.row.title_left
            y: root.row.note_top
            width: parent.width - x
            setting: root.row.note
            tone: Theme.soft
            silent: true
        }
    }
}
