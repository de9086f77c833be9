import QtQuick
import QtQuick.Templates as T
import kiosk.ui
import kiosk.bridge

// A panel over the page: what a word means, where a thing comes from, an opened card. Stands at the bottom, where hands reach.
Item {
    id: root

    required property VisitView visit
    required property var sheet
    property color edge: Theme.border
    property real edgeWidth: Theme.line

    T.AbstractButton {
        anchors.fill: parent
        text: Words.say.close ?? ""
        focusPolicy: Qt.NoFocus
        Accessible.ignored: true
        onClicked: root.visit.act("close")
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: root.sheet.width
        height: root.sheet.height
        radius: Theme.radius * 1.3
        color: Theme.surface
        border.width: root.edgeWidth
        border.color: root.edge

        T.AbstractButton {
            // Keeps touches on the sheet from closing it.
            anchors.fill: parent
            focusPolicy: Qt.NoFocus
            Accessible.ignored: true
        }

        SetLines {
            id: heading
            x: root.sheet.pad
            y: root.sheet.pad
            width: parent.width - 2 * x
            heads: true
            setting: root.sheet.heading
        }

        Text {
            anchors.right: parent.right
            anchors.rightMargin: root.sheet.pad
            anchors.baseline: heading.bottom
            anchors.baselineOffset: -Theme.unit * 6
            visible: text !== ""
            text: root.sheet.page_note
            textFormat: Text.PlainText
            color: Theme.soft
            font.family: Theme.family
            font.pixelSize: Theme.smallSize
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        PartList {
            x: root.sheet.pad
            y: heading.y + heading.height + Theme.gap
            width: parent.width - 2 * x
            parts: root.sheet.parts
            onActed: action => root.visit.act(action)
        }

        Row {
            x: root.sheet.pad - Theme.unit * 2
            y: parent.height - height - root.sheet.pad
            spacing: Theme.unit * 6

            LinkButton {
                visible: root.sheet.more !== ""
                text: Words.say.tell_me_more ?? ""
                onClicked: root.visit.act(root.sheet.more)
            }

            LinkButton {
                visible: root.sheet.sources !== ""
                text: Words.say.sources ?? ""
                onClicked: root.visit.act(root.sheet.sources)
            }
        }

        SetLines {
            x: root.sheet.pad
            y: parent.height - height - root.sheet.pad - root.sheet.links
            width: parent.width - 2 * x
            setting: root.sheet.note
            tone: Theme.soft
        }
    }
}
