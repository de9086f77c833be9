import QtQuick
import kiosk.ui

// Points, a statement, a picture with its caption: paragraphs under the title.
PageFrame {
    id: root

    PartList {
        x: root.textBox.left
        y: root.textBox.top
        width: root.textBox.width
        parts: root.body.parts
        onActed: action => root.acted(action)
    }
}
