import QtQuick
import kiosk.ui

// A few words in a box, with what can be done about them.
Rectangle {
    id: root

    property string title: ""
    property string words: ""
    property color tone: Desk.warm
    default property alias deeds: row.data

    width: parent?.width ?? 0
    height: inside.height + 24
    radius: 10
    color: tone

    Column {
        id: inside
        x: 14
        y: 12
        width: parent.width - 28
        spacing: 6

        DeskText {
            width: parent.width
            visible: text !== ""
            text: root.title
            font.weight: 700
            font.pixelSize: 15
        }

        DeskText {
            width: parent.width
            visible: text !== ""
            text: root.words
            wrapMode: Text.Wrap
            font.pixelSize: 15
        }

        Flow {
            id: row
            width: parent.width
            spacing: 8
        }
    }
}
