pragma ComponentBehavior: Bound
import QtQuick
import kiosk.ui
import kiosk.bridge

// A photo that is to be cropped before it is taken: a square is moved and made larger or smaller on it, by mouse, fingers or keys.
Column {
    id: root

    required property EditView view

    readonly property var told: view.cropping
    readonly property real shorter: Math.min(told.wide, told.high)

    // The middle of the square in parts of the width and the height, and its side in parts of the shorter one.
    property point middle: Qt.point(0.5, 0.5)
    property real side: 1

    readonly property real least: 0.1
    readonly property real step: 0.03

    // Upright a photo goes from edge to edge, and this much of its height shows (kiosk/layout/composition.py).
    readonly property real upright: 2 / 3

    readonly property rect box: Qt.rect(middle.x * told.wide - side * shorter / 2, middle.y * told.high - side * shorter / 2, side * shorter, side * shorter)

    width: parent?.width ?? 0
    spacing: 10

    function place(x: real, y: real): void {
        const across = side * shorter / 2 / told.wide, up = side * shorter / 2 / told.high;
        middle = Qt.point(Math.max(across, Math.min(1 - across, x)), Math.max(up, Math.min(1 - up, y)));
    }

    function enlarge(by: real): void {
        side = Math.max(least, Math.min(1, side * by));
        place(middle.x, middle.y);
    }

    component Label: DeskText {
        color: Desk.soft
        font.pixelSize: Desk.small
        font.weight: 600
    }

    // What a screen shows of the photo: `part` of the height of the square.
    component Shown: Item {
        id: shown

        property real part: 1
        readonly property real share: width / root.box.width

        height: width * part
        clip: true

        Image {
            x: -root.box.x * shown.share
            y: -(root.box.y + root.box.height * (1 - shown.part) / 2) * shown.share
            width: root.told.wide * shown.share
            height: root.told.high * shown.share
            source: root.told.url
            sourceSize: Qt.size(root.told.wide, root.told.high)
            Accessible.ignored: true
        }
    }

    Label {
        width: parent.width
        text: "Which part of the photo do visitors see?"
    }

    Item {
        id: whole

        readonly property real share: Math.min(root.width / root.told.wide, 320 / root.told.high)

        width: root.told.wide * share
        height: root.told.high * share

        Image {
            anchors.fill: parent
            source: root.told.url
            sourceSize: Qt.size(root.told.wide, root.told.high)
            Accessible.ignored: true
        }

        // What does not show is dimmed.
        Repeater {
            model: [
                Qt.rect(0, 0, root.told.wide, root.box.y),
                Qt.rect(0, root.box.bottom, root.told.wide, root.told.high - root.box.bottom),
                Qt.rect(0, root.box.y, root.box.x, root.box.height),
                Qt.rect(root.box.right, root.box.y, root.told.wide - root.box.right, root.box.height)
            ]

            Rectangle {
                required property rect modelData

                x: modelData.x * whole.share
                y: modelData.y * whole.share
                width: modelData.width * whole.share
                height: modelData.height * whole.share
                color: Desk.ink
                opacity: 0.6
            }
        }

        Rectangle {
            id: frame
            x: root.box.x * whole.share
            y: root.box.y * whole.share
            width: root.box.width * whole.share
            height: width
            color: "transparent"
            border.width: activeFocus ? 4 : 2
            border.color: Desk.outline
            activeFocusOnTab: true
            Accessible.role: Accessible.Graphic
            Accessible.name: "The part that visitors see. The arrow keys move it, plus and minus make it larger and smaller."
            Accessible.focusable: true

            // Between these lines is what a screen that hangs upright shows.
            Repeater {
                model: [(1 - root.upright) / 2, (1 + root.upright) / 2]

                Rectangle {
                    required property real modelData

                    x: 2
                    y: modelData * frame.height
                    width: frame.width - 4
                    height: 1
                    color: Desk.surface
                }
            }

            Keys.onPressed: event => {
                const across = root.step * root.side * root.shorter / root.told.wide, up = root.step * root.side * root.shorter / root.told.high;
                event.accepted = true;
                if (event.key === Qt.Key_Left)
                    root.place(root.middle.x - across, root.middle.y);
                else if (event.key === Qt.Key_Right)
                    root.place(root.middle.x + across, root.middle.y);
                else if (event.key === Qt.Key_Up)
                    root.place(root.middle.x, root.middle.y - up);
                else if (event.key === Qt.Key_Down)
                    root.place(root.middle.x, root.middle.y + up);
                else if (event.key === Qt.Key_Plus || event.key === Qt.Key_Equal)
                    root.enlarge(1.1);
                else if (event.key === Qt.Key_Minus)
                    root.enlarge(1 / 1.1);
                else
                    event.accepted = false;
            }
        }

        MouseArea {
            anchors.fill: parent
            preventStealing: true
            cursorShape: Qt.SizeAllCursor

            property point from: Qt.point(0, 0)
            property point was: Qt.point(0, 0)

            onPressed: mouse => {
                frame.forceActiveFocus(Qt.MouseFocusReason);
                from = Qt.point(mouse.x, mouse.y);
                was = root.middle;
            }
            onPositionChanged: mouse => root.place(was.x + (mouse.x - from.x) / width, was.y + (mouse.y - from.y) / height)
            onWheel: wheel => root.enlarge(wheel.angleDelta.y > 0 ? 1.1 : 1 / 1.1)
        }
    }

    Flow {
        width: parent.width
        spacing: 6

        DeskButton { text: "Larger part"; implicitHeight: 34; enabled: root.side < 1; onClicked: root.enlarge(1.1) }
        DeskButton { text: "Smaller part"; implicitHeight: 34; enabled: root.side > root.least; onClicked: root.enlarge(1 / 1.1) }
    }

    Row {
        spacing: 14

        Column {
            spacing: 4

            Label { text: "Screen across" }
            Shown { width: 120 }
        }

        Column {
            spacing: 4

            Label { text: "Screen upright" }
            Shown { width: 150; part: root.upright }
        }
    }

    Flow {
        width: parent.width
        spacing: 8

        DeskButton {
            text: "Take this part"
            main: true
            onClicked: root.view.ask("crop", JSON.stringify({ x: root.middle.x, y: root.middle.y, side: root.side }))
        }

        DeskButton { text: "Take the whole photo"; onClicked: root.view.ask("crop", "whole") }
        DeskButton { text: "Cancel"; onClicked: root.view.ask("crop", "") }
    }

    DeskText {
        width: parent.width
        text: "Drag the frame, or use the arrow keys; the wheel, + and – change its size. A whole photo that is not square leaves room beside or above it."
        color: Desk.soft
        font.pixelSize: Desk.small
    }
}
