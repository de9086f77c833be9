import QtQuick
import kiosk.ui

// All answers before they are sent: a list, and above it what a touch on a row does.
RowsPage {
    id: root

    SetLines {
        x: root.textBox.left
        y: root.textBox.top - height - Theme.gap
        width: root.textBox.width
        setting: root.body.caption
        tone: root.body.wrong ? Theme.wrong : Theme.soft
    }
}
