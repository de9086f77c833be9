import QtQuick
import kiosk.ui

// A button at the desk: outlined, filled where it is `on` or the `main` one of its place, red words where it takes something away.
ChoiceButton {
    id: root

    property bool on: false
    property bool main: false
    property bool grave: false

    readonly property bool filled: on || main

    property bool choice: false

    // What it is called where its own words do not say enough.
    property string spoken: text

    chosen: on
    chooses: choice
    implicitWidth: label.implicitWidth + 28
    implicitHeight: 36
    focusPolicy: Qt.StrongFocus
    opacity: enabled ? 1 : 0.45
    Accessible.role: choice ? Accessible.RadioButton : Accessible.Button
    Accessible.name: spoken
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    background: Rectangle {
        radius: height / 2
        color: root.filled ? Desk.accent : root.pressed ? Desk.chosen : Desk.surface
        border.width: root.visualFocus ? 3 : 1
        border.color: root.visualFocus ? Desk.outline : root.filled ? Desk.accent : Desk.border
    }

    contentItem: Text {
        id: label
        text: root.text
        textFormat: Text.PlainText
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        elide: Text.ElideRight
        color: root.filled ? Desk.accentInk : root.grave ? Desk.wrong : Desk.ink
        font.family: Desk.family
        font.pixelSize: 15
        font.weight: 600
        Accessible.ignored: true
    }
}
