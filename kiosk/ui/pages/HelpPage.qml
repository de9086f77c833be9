pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui

// The help panel: the number and the codes on the colour that is kept for help alone, then what danger needs and all other ways.
PageFrame {
    id: root

    readonly property bool grounded: body.plum.width > 0

    // Dark colours keep a dark ground: so much light all at once would dazzle.
    readonly property color ground: Theme.dark ? Theme.helpInk : Theme.help
    readonly property color tone: Theme.dark ? Theme.help : Theme.helpInk
    readonly property color marked: Qt.darker(ground, 1.6)

    accent: Theme.help
    headingTone: grounded ? tone : Theme.help

    Rectangle {
        x: root.body.plum.left
        y: root.body.plum.top
        z: -1
        width: root.body.plum.width
        height: root.body.plum.height
        color: root.ground
    }

    Repeater {
        model: root.body.said

        SetLines {
            required property var modelData

            x: modelData.box.left
            y: modelData.box.top
            width: modelData.box.width
            setting: modelData.text
            tone: root.tone
            marked: root.marked
            underlined: root.tone
        }
    }

    Repeater {
        model: root.body.codes

        Item {
            id: coded

            required property var modelData

            Code {
                x: coded.modelData.box.left
                y: coded.modelData.box.top
                width: coded.modelData.box.width
                height: coded.modelData.box.height
                text: coded.modelData.code
                says: coded.modelData.text.plain
            }

            SetLines {
                x: coded.modelData.text_box.left
                y: coded.modelData.text_box.top
                width: coded.modelData.text_box.width
                align: Text.AlignHCenter
                setting: coded.modelData.text
                tone: root.tone
                marked: root.marked
                underlined: root.tone
            }
        }
    }

    Rectangle {
        x: root.body.rose.left
        y: root.body.rose.top
        width: root.body.rose.width
        height: root.body.rose.height
        visible: height > 0
        radius: Theme.radius
        color: Theme.tint("rose")
        border.width: Theme.plain ? Theme.line * 2 : 0
        border.color: Theme.help
    }

    SetLines {
        x: root.body.urgent_number.box.left
        y: root.body.urgent_number.box.top
        width: root.body.urgent_number.box.width
        setting: root.body.urgent_number.text
        tone: Theme.help
    }

    SetLines {
        x: root.body.urgent.box.left
        y: root.body.urgent.box.top
        width: root.body.urgent.box.width
        setting: root.body.urgent.text
    }

    PartList {
        x: root.body.room.left
        y: root.body.room.top
        width: root.body.room.width
        parts: root.body.parts
        tone: Theme.help
        disc: Theme.tint("rose")
        onActed: action => root.acted(action)
    }
}
