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
        onWordTouched: word => root.wordTouched(word)
    }
}
