import QtQuick
import kiosk.ui

// The help panel: ways to reach somebody, in the colour that is kept for help alone.
PageFrame {
    id: root

    accent: Theme.help
    headingTone: Theme.help

    PartList {
        x: root.textBox.left
        y: root.textBox.top
        width: root.textBox.width
        parts: root.body.parts
        tone: Theme.help
        disc: Theme.tint("rose")
        onActed: action => root.acted(action)
    }

    Code {
        x: root.body.code_box.left
        y: root.body.code_box.top
        width: root.body.code_box.width
        height: root.body.code_box.height
        visible: root.body.code !== ""
        text: root.body.code
        says: root.body.caption.plain
    }

    SetLines {
        x: root.body.code_box.left - (root.body.caption.width - root.body.code_box.width) / 2
        y: root.body.code_box.top + root.body.code_box.height + Theme.unit * 3
        width: root.body.caption.width
        align: Text.AlignHCenter
        setting: root.body.caption
    }
}
