import QtQuick
import kiosk.ui

// What helps with a question, or what is wrong with an answer: that in a colour of its own, with a mark on its left.
SetLines {
    id: root

    required property var place
    required property bool wrong

    x: place.left
    y: place.top
    width: place.width
    tone: wrong ? Theme.wrong : Theme.soft

    Icon {
        x: -root.px * 1.5
        y: (root.pitch - height) / 2
        visible: root.wrong && root.plain !== ""
        name: "triangle-alert"
        tone: Theme.wrong
        side: root.px * 1.1
    }
}
