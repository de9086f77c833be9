import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// A topic on the home screen: its name, how long it takes, and its picture on a tint of its own.
T.AbstractButton {
    id: root

    required property var card

    readonly property string title: card.title.plain
    readonly property string note: card.note.plain

    x: card.box.left
    y: card.box.top
    width: card.box.width
    height: card.box.height
    focusPolicy: Qt.TabFocus
    text: note ? title + ", " + note : title
    Accessible.role: Accessible.Button
    Accessible.name: text
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    background: Rectangle {
        radius: Theme.radius
        color: root.pressed ? Qt.darker(Theme.tint(root.card.tint), 1.06) : Theme.tint(root.card.tint)
        border.width: root.card.tint === "paper" || Theme.plain ? Theme.line : 0
        border.color: Theme.border

        FocusRing {
            shown: root.activeFocus
            corner: Theme.radius
        }
    }

    contentItem: Item {
        Rectangle {
            anchors.centerIn: picture
            width: picture.paintedWidth + Theme.unit * 4
            height: picture.paintedHeight + Theme.unit * 4
            visible: picture.mark && Theme.dark && picture.status === Image.Ready
            radius: Theme.unit * 3
            color: Theme.palettes.paper.surface
        }

        Picture {
            id: picture

            // The clinic's mark stands free; the other pictures stand on the lower edge.
            readonly property bool mark: root.card.mark
            readonly property real inset: mark ? Theme.unit * 6 : 0

            x: root.card.picture.left + inset
            y: root.card.picture.top + inset
            width: Math.round(root.card.picture.width - 2 * inset)
            height: Math.round(root.card.picture.height - 2 * inset)
            visible: root.card.file !== ""
            opacity: mark ? 1 : Theme.dimmed
            source: root.card.file
            verticalAlignment: mark ? Image.AlignVCenter : Image.AlignBottom
            Accessible.ignored: true
        }

        SetLines {
            id: heading
            x: Theme.pad
            y: Theme.cardEdge
            width: parent.width - 2 * x
            setting: root.card.title
            silent: true
        }

        SetLines {
            x: Theme.pad
            y: root.height > heading.y + heading.height + height + 2 * Theme.cardEdge
                ? root.height - height - Theme.cardEdge : heading.y + heading.height + Theme.unit
            width: parent.width - 2 * x
            setting: root.card.note
            silent: true
        }
    }
}
