import QtQuick
import kiosk.ui

// Whose kiosk this is, and the number at which they are reached.
Column {
    id: root

    required property var shown
    property real most: Infinity

    readonly property bool reached: shown.phone !== ""

    // Both lines are smaller where they would be higher together than there is room.
    readonly property real share: reached ? Math.min(1, most / ((Theme.labelSize + Theme.smallSize) * 1.25)) : 1

    Text {
        text: root.shown.name
        textFormat: Text.PlainText
        color: Theme.ink
        font.family: Theme.family
        font.pixelSize: Theme.labelSize * root.share
        font.weight: 600
        font.hintingPreference: Font.PreferNoHinting
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Text {
        visible: root.reached
        text: root.shown.phone
        textFormat: Text.PlainText
        color: Theme.soft
        font.family: Theme.family
        font.pixelSize: Theme.smallSize * root.share
        font.hintingPreference: Font.PreferNoHinting
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
}
