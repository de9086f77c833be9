import QtQuick
import kiosk.ui

// The help panel: ways to reach somebody, in the colour that is kept for help alone.
PageFrame {
    id: root

    accent: Theme.help

    PartList {
        x: root.textBox.left
        y: root.textBox.top
        width: root.textBox.width
        parts: root.page.parts ?? []
        tone: Theme.help
        disc: Theme.tint("rose")
        onActed: action => root.acted(action)
    }

    Code {
        x: root.page.code_box.left
        y: root.page.code_box.top
        width: root.page.code_box.width
        height: root.page.code_box.height
        visible: root.page.code !== ""
        text: root.page.code
        says: root.page.caption.plain
    }

    SetLines {
        x: root.page.code_box.left - (root.page.caption.width - root.page.code_box.width) / 2
        y: root.page.code_box.top + root.page.code_box.height + Theme.unit * 3
        width: root.page.caption.width
        align: Text.AlignHCenter
        setting: root.page.caption
    }
}
