import QtQuick
import QtQuick.Templates as T
import kiosk.ui

// The calm minute: breathe in while the circle grows, out while it shrinks. A touch anywhere stops it.
// Where nothing moves, the circle has another size once a second.
PageFrame {
    id: root

    readonly property int inhale: 4
    readonly property int exhale: 6
    readonly property int rounds: 6

    // Since it began.
    property int seconds: 0

    readonly property int at: seconds % (inhale + exhale)
    readonly property bool inhaling: at < inhale
    readonly property bool done: seconds >= rounds * (inhale + exhale)
    readonly property bool pictured: done && body.file !== ""
    readonly property bool moving: !Theme.calm && !Theme.still
    readonly property real stepped: done ? 0 : inhaling ? (at + 1) / inhale : 1 - (at - inhale + 1) / exhale
    property real swollen: 0

    function breathe(): void {
        breath.stop();
        breath.to = inhaling && !done ? 1 : 0;
        breath.duration = (inhaling ? inhale : exhale) * 1000;
        if (moving && !(done && swollen === 0))
            breath.start();
    }

    accent: Theme.help
    headingTone: Theme.help
    onInhalingChanged: breathe()
    onDoneChanged: breathe()
    Component.onCompleted: breathe()

    T.AbstractButton {
        x: -Theme.margin
        width: parent.width + 2 * Theme.margin
        height: parent.height
        focusPolicy: Qt.NoFocus
        Accessible.ignored: true
        onClicked: root.acted("close")
    }

    Timer {
        interval: 1000
        repeat: true
        running: root.visible && !root.done && !Theme.still
        onTriggered: root.seconds++
    }

    NumberAnimation {
        id: breath
        target: root
        property: "swollen"
        easing.type: Easing.InOutSine
    }

    Picture {
        x: root.body.circle.left
        y: root.body.circle.top
        width: Math.round(root.body.circle.width)
        height: Math.round(root.body.circle.height)
        visible: root.pictured
        source: visible ? root.body.file : ""
        Accessible.role: Accessible.Graphic
        Accessible.name: root.body.shows
    }

    Rectangle {
        x: root.body.circle.left
        y: root.body.circle.top
        width: root.body.circle.width
        height: width
        visible: !root.pictured
        radius: width / 2
        color: Theme.tint("mist")
        border.width: Theme.line
        border.color: Theme.border
    }

    Rectangle {
        readonly property real share: 0.4 + 0.52 * (root.moving ? root.swollen : root.stepped)

        x: root.body.circle.left + Math.round((root.body.circle.width - width) / 2)
        y: root.body.circle.top + Math.round((root.body.circle.height - height) / 2)
        width: 2 * Math.round(root.body.circle.width * share / 2)
        height: width
        radius: width / 2
        visible: !root.pictured
        color: Theme.accent
    }

    SetLines {
        objectName: "breath"
        x: root.body.now_box.left
        y: root.body.now_box.top
        width: root.body.now_box.width
        setting: root.done ? root.body.done : root.inhaling ? root.body.breathe_in : root.body.breathe_out
    }

    SetLines {
        x: root.body.note_box.left
        y: root.body.note_box.top
        width: root.body.note_box.width
        setting: root.body.note
    }

    SetLines {
        x: root.body.caption_box.left
        y: root.body.caption_box.top
        width: root.body.caption_box.width
        setting: root.body.caption
        tone: Theme.soft
    }
}
